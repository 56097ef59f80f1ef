use crate::harness::{Page, Role, Setup, t, tickets, until};
use helplet_content::Ui;
use serde_json::json;

/// The message that assistive technology is told of with a control, named by its place in the ticket.
fn message(page: &Page, path: &str) -> String {
    let text = page.js(
        "const control = root.querySelector(`[data-path='${arguments[0]}']`);
         if (control.getAttribute('aria-invalid') != 'true') return '';
         const told = (control.getAttribute('aria-describedby') || '').split(' ').map((id) => root.getElementById(id)).find((it) => it && it.className == 'fault');
         if (!told || !control.parentElement.contains(told)) return 'not beside the field';
         return told.textContent",
        json!([path]),
    );
    text.as_str().unwrap_or_default().to_owned()
}

fn focused_path(page: &Page) -> String {
    page.js("return root.activeElement ? root.activeElement.dataset.path || '' : ''", json!([]))
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_press_on_send_counts_however_long_it_takes() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example");
    let send = page.find(Role::Button, Ui::Send);
    page.js("arguments[0].scrollIntoView({block: 'center'})", json!([send.to_json().expect("JSON")]));
    // The field is left as the button goes down, and that is when it is found to be wrong.
    page.run(page.driver().action_chain().move_to_element_center(&send).click_and_hold().perform());
    page.is_drawn();
    page.run(page.driver().action_chain().release().perform());
    until("the first fault has the focus", || (focused_path(&page) == "contact.email").then_some(()));
    assert_eq!(message(&page, "contact.email"), t(Ui::FaultEmail));
}

#[test]
fn an_empty_form_says_what_is_missing() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.press(Ui::Send);
    until("the first fault has the focus", || (focused_path(&page) == "type").then_some(()));
    assert_eq!(message(&page, "type"), t(Ui::FaultRequired));
    assert_eq!(message(&page, "description"), t(Ui::FaultRequired));
    page.reads(Ui::FaultContact);
    assert!(tickets(&page.data()).is_empty());
}

#[test]
fn a_bad_address_or_number_is_told_beside_it() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example");
    page.fill(Ui::Phone, "12345");
    page.press(Ui::Send);
    until("the first fault has the focus", || (focused_path(&page) == "contact.email").then_some(()));
    assert_eq!(message(&page, "contact.email"), t(Ui::FaultEmail));
    assert_eq!(message(&page, "contact.phone"), t(Ui::FaultPhone));
    assert!(tickets(&page.data()).is_empty());

    // Mended as it is typed, and then it goes.
    page.fill(Ui::Email, "someone@example.com");
    until("the address is right", || message(&page, "contact.email").is_empty().then_some(()));
    page.fill(Ui::Phone, "+85212345678");
    page.press(Ui::Send);
    page.sent_number();
    assert_eq!(tickets(&page.data())[0].phone, "+85212345678");
}

#[test]
fn a_missing_field_of_the_type_is_told() {
    let page = Setup::default().open();
    page.navigate("ticket/bug");
    page.fill(Ui::Description, "打印出来是空白页");
    page.fill(Ui::Email, "someone@example.com");
    page.press(Ui::Send);
    until("the first fault has the focus", || (focused_path(&page) == "fields.component").then_some(()));
    assert_eq!(message(&page, "fields.component"), t(Ui::FaultRequired));
}
