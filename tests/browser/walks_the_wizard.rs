use crate::harness::{Page, Setup, ZH, article, choice, library, t, tickets};
use helplet_content::{Ui, ui};
use serde_json::json;

fn question(id: &str) -> &'static str {
    &library(ZH).wizard.iter().find(|node| node.id == id).expect("a question").question
}

fn started() -> Page {
    let page = Setup::default().open();
    page.press(Ui::WizardTile);
    page.arrives_at(question("start"));
    page
}

#[test]
fn walks_the_wizard_to_an_article() {
    let page = started();
    page.press(choice("start", 0));
    page.arrives_at(question("account"));
    page.press(choice("account", 1));
    page.arrives_at(&article(ZH, "forgot-password").title);

    // Still stuck: what was answered and read goes along.
    page.press(Ui::TicketTile);
    page.arrives_at(Ui::TicketTitle);
    let read = ui::fill(t(Ui::TrailRead), &[("title", &article(ZH, "forgot-password").title)]);
    assert_eq!(page.texts(".trail li"), [choice("start", 0), choice("account", 1), &read]);
}

#[test]
fn walks_the_wizard_to_a_channel() {
    let page = started();
    page.press(choice("start", 9));
    page.press(choice("human", 1));
    page.arrives_at(Ui::ContactTitle);
    let wanted = library(ZH).channels.hotlines.iter().find(|it| it.id == "hotline-enterprise").expect("a hotline");
    assert_eq!(page.texts(".hotline .card-title")[0], wanted.label, "the channel asked for comes first");
    assert_eq!(page.texts(".trail li"), [choice("start", 9), choice("human", 1)]);
}

#[test]
fn walks_the_wizard_to_a_ticket_with_its_type_chosen() {
    let page = started();
    page.press(choice("start", 1));
    page.press(choice("payment", 1));
    page.press(choice("charge", 2));
    page.arrives_at(Ui::TicketTitle);
    assert_eq!(page.js("return root.querySelector('select').value", json!([])), "payment");
    let path = [choice("start", 1), choice("payment", 1), choice("charge", 2)];
    assert_eq!(page.texts(".trail li"), path);

    let channel = &library(ZH).tickets.types.iter().find(|it| it.id == "payment").expect("a type").fields[1];
    page.choose(&channel.label, &channel.options[0]);
    page.fill(Ui::Description, "多扣了一笔 25 元");
    page.fill(Ui::Phone, "138 0013 8000");
    page.press(Ui::Send);
    let number = page.sent_number();
    let stored = tickets(&page.data());
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].number, number);
    assert_eq!(stored[0].kind, "payment");
    assert_eq!(stored[0].fields, json!({"channel": channel.options[0]}).to_string());
    assert_eq!(stored[0].trail, json!(path).to_string());
    assert_eq!(stored[0].phone, "+8613800138000");
}

#[test]
fn goes_back_in_the_wizard_and_starts_over() {
    let page = started();
    page.press(choice("start", 1));
    page.press(choice("payment", 1));
    page.arrives_at(question("charge"));
    page.press(Ui::Back);
    page.arrives_at(question("payment"));
    assert_eq!(page.texts(".trail li"), [choice("start", 1)]);
    page.press(choice("payment", 0));
    page.arrives_at(question("not-arrived"));
    assert_eq!(page.texts(".trail li"), [choice("start", 1), choice("payment", 0)]);
    page.press(Ui::StartOver);
    page.arrives_at(question("start"));
    assert_eq!(page.texts(".trail li"), [""; 0]);
    page.press(Ui::Back);
    page.until_js("home", "return root.querySelector('[data-screen=home]')", json!([]));
}
