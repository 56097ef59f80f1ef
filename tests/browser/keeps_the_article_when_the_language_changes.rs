use crate::harness::{EN, Role, Setup, ZH, article, library};
use helplet_content::{Ui, ui};
use serde_json::json;

#[test]
fn keeps_the_article_when_the_language_changes() {
    let page = Setup::default().open();
    page.navigate("article/file-wont-open");
    page.arrives_at(&article(ZH, "file-wont-open").title);
    page.press(ui::fill(library(ZH).text(Ui::SwitchLanguage), &[("language", &library(EN).lang_name)]));
    page.arrives_at(&article(EN, "file-wont-open").title);
    page.until_js("the panel says its language", "return root.querySelector('.panel-inner').lang == 'en'", json!([]));
    page.press(library(EN).text(Ui::Back));
    page.find(Role::Button, library(EN).text(Ui::WizardTile));

    // The choice is kept, and the page can change it back.
    page.reload();
    page.open_widget();
    page.find(Role::Button, library(EN).text(Ui::WizardTile));
    page.command("setLocale", ZH);
    page.find(Role::Button, Ui::WizardTile);
}

#[test]
fn an_unfinished_ticket_survives_a_change_of_language() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.fill(Ui::Description, "说明");
    page.command("setLocale", EN);
    page.arrives_at(library(EN).text(Ui::TicketTitle));
    assert_eq!(page.js("return root.querySelector('[data-path=description]').value", json!([])), "说明");
}
