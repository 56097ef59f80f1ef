use crate::harness::{Setup, ZH, article, t, tickets, until};
use helplet_content::Ui;
use thirtyfour::Key;

#[test]
fn works_by_keyboard_alone() {
    let page = Setup::default().load();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", serde_json::json!([]));
    page.tab_to("button", Ui::LauncherLabel);
    page.keys(Key::Enter + "");
    until("the search field has the focus", || {
        page.focused().starts_with(&format!("input {}", t(Ui::SearchLabel))).then_some(())
    });

    // An answer, and back.
    page.keys("文件打不开");
    until("results", || page.texts(".option-title").contains(&article(ZH, "file-wont-open").title).then_some(()));
    let first = page.texts(".option-title")[0].clone();
    page.keys(Key::Down + "");
    page.keys(Key::Enter + "");
    page.arrives_at(&first);
    until("the heading has the focus", || (page.focused() == format!("h2 {first}")).then_some(()));

    // Still stuck: a ticket.
    page.tab_to("button", Ui::TicketTile);
    page.keys(Key::Enter + "");
    page.arrives_at(Ui::TicketTitle);
    page.tab_to("select", Ui::TicketKind);
    page.keys(Key::Down + "");
    page.tab_to("textarea", Ui::Description);
    page.keys("只用键盘写的");
    page.tab_to("input", Ui::Email);
    page.keys("someone@example.com");
    page.tab_to("button", Ui::Send);
    page.keys(Key::Enter + "");

    // The first type has a required field: the keyboard is led to it.
    until("the missing field has the focus", || page.focused().starts_with("select").then_some(()));
    page.keys(Key::Down + "");
    page.tab_to("button", Ui::Send);
    page.keys(Key::Enter + "");
    let number = page.sent_number();
    assert_eq!(tickets(&page.data())[0].number, number);

    page.keys(Key::Escape + "");
    until("back at the launcher", || (page.focused() == format!("button {}", t(Ui::LauncherLabel))).then_some(()));
}
