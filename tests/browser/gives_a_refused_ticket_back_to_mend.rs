use crate::harness::{Answer, Page, Receiver, Setup, ZH, host_page, until};
use helplet_content::Ui;
use serde_json::json;

const TAKEN: &str = r#"{"id": "0", "number": "896-520-2388", "status": "new"}"#;

fn opened(receiver: &Receiver) -> Page {
    let page = Setup::default().served_by(&receiver.address).at("page.html").tolerate("/v1/").open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page
}

fn desk(answers: &[Answer]) -> Receiver {
    Receiver::start(host_page(ZH, "data-helplet-endpoint=\".\"", "", ""), answers)
}

#[test]
fn a_fault_found_by_the_server_stands_beside_its_field() {
    let faults = r#"{"errors": [{"path": "description", "code": "too_long", "max": 7, "detail": ""}]}"#;
    let receiver = desk(&[Answer { body: faults, ..Answer::from(422) }, Answer { body: TAKEN, ..Answer::from(201) }]);
    let page = opened(&receiver);
    page.press(Ui::Send);
    page.arrives_at(Ui::TicketTitle);
    page.reads(helplet_content::ui::fill(crate::harness::t(Ui::FaultTooLong), &[("max", "7")]));
    let path = "return root.activeElement && root.activeElement.dataset.path";
    until("the field has the focus", || (page.js(path, json!([])) == "description").then_some(()));

    page.fill(Ui::Description, "空白页");
    page.press(Ui::Send);
    assert_eq!(page.sent_number(), "896-520-2388");
    let received = receiver.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].headers["idempotency-key"], received[1].headers["idempotency-key"], "the key was not used");
}

#[test]
fn a_refusal_without_reasons_says_so_and_keeps_everything() {
    let receiver = desk(&[403.into(), Answer { body: TAKEN, ..Answer::from(201) }]);
    let page = opened(&receiver);
    page.press(Ui::Send);
    page.arrives_at(Ui::RefusedTitle);
    page.reads(helplet_content::ui::fill(crate::harness::t(Ui::RefusedOther), &[("n", "403")]));

    page.reload();
    page.open_widget();
    page.press(Ui::TicketsTile);
    page.press("打印出来是空白页");
    page.press(Ui::Mend);
    page.arrives_at(Ui::TicketTitle);
    assert_eq!(page.js("return root.querySelector('[data-path=description]').value", json!([])), "打印出来是空白页");
    page.press(Ui::Send);
    page.sent_number();
}

#[test]
fn a_key_that_stands_for_another_ticket_is_replaced() {
    let receiver = desk(&[409.into(), Answer { body: TAKEN, ..Answer::from(201) }]);
    let page = opened(&receiver);
    page.press(Ui::Send);
    page.arrives_at(Ui::RefusedTitle);
    page.reads(Ui::RefusedUsed);
    page.press(Ui::Mend);
    page.arrives_at(Ui::TicketTitle);
    page.press(Ui::Send);
    assert_eq!(page.sent_number(), "896-520-2388");
    let keys: Vec<_> = receiver.received().iter().map(|it| it.headers["idempotency-key"].clone()).collect();
    assert!(keys.len() == 2 && keys[0] != keys[1], "{keys:?}");
}

#[test]
fn what_was_begun_meanwhile_is_put_aside() {
    let receiver = desk(&[403.into()]);
    let page = opened(&receiver);
    page.press(Ui::Send);
    page.arrives_at(Ui::RefusedTitle);
    page.navigate("ticket");
    page.fill(Ui::Description, "另一件事");
    page.navigate("tickets");
    page.press("打印出来是空白页");
    page.press(Ui::Mend);
    page.arrives_at(Ui::TicketTitle);
    page.navigate("tickets");
    page.reads(Ui::PutAside);
    page.press("另一件事");
    page.press(Ui::Mend);
    page.arrives_at(Ui::TicketTitle);
    assert_eq!(page.js("return root.querySelector('[data-path=description]').value", json!([])), "另一件事");
}

#[test]
fn a_discarded_entry_is_gone() {
    let receiver = desk(&[403.into()]);
    let page = opened(&receiver);
    page.press(Ui::Send);
    page.arrives_at(Ui::RefusedTitle);
    page.press(Ui::DiscardEntry);
    page.press(Ui::DiscardAgain);
    page.navigate("tickets");
    // This server tells of no tickets, so nothing is said of whether there are any.
    page.reads(Ui::ThreadFailed);
    assert!(!page.text().contains("打印出来是空白页"));
}
