use crate::harness::{Receiver, Role, Setup, ZH, host_page, t, tickets};
use helplet_content::Ui;
use serde_json::json;

#[test]
fn works_where_storage_is_denied() {
    const DENIED: &str = "for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
        Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }});";
    const CLIPBOARD: &str = "navigator.clipboard.writeText = async (text) => { window.copied = text; };";
    let page = Setup::default().script(DENIED.into()).script(CLIPBOARD.into()).open();
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    page.navigate("ticket");
    page.write_ticket("没有地方存", "someone@example.com");
    page.reads(Ui::NotKept);
    page.press(Ui::CopyText);
    let copied = page.until_js("a copied text", "return window.copied || false", json!([]));
    for word in ["没有地方存", "someone@example.com"] {
        assert!(copied.as_str().is_some_and(|text| text.contains(word)), "no {word} in {copied}");
    }
    page.press(Ui::SendNow);
    page.sent_number();
    assert_eq!(tickets(&page.data())[0].description, "没有地方存");
}

#[test]
fn says_so_when_the_device_is_full() {
    const FULL: &str = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };";
    let page = Setup::default().script(FULL.into()).open();
    page.press(Ui::TicketTile);
    assert!(!page.text().contains(t(Ui::NotKept)));
    page.fill(Ui::Description, "存不下");
    page.reads(Ui::NotKept);
}

#[test]
fn stays_with_what_cannot_be_kept_until_it_is_sent() {
    const NO_DATABASE: &str = "Object.defineProperty(window, 'indexedDB', {value: undefined});";
    let receiver = Receiver::start(
        host_page(ZH, "data-helplet-endpoint=\"/hook\" data-helplet-endpoint-kind=\"webhook\"", "", ""),
        &[503.into(), 204.into()],
    );
    let setup = Setup::default().served_by(&receiver.address).at("page.html").tolerate("/hook");
    let page = setup.script(NO_DATABASE.into()).open();
    page.press(Ui::TicketTile);
    page.write_ticket("没有地方存", "someone@example.com");
    page.press(Ui::Send);
    page.find(Role::Alert, Ui::KeptNowhere);
    page.sent_number();
    assert_eq!(receiver.received().len(), 2);
}
