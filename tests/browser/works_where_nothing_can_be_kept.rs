use crate::harness::{Setup, ZH, t, tickets};
use helplet_content::Ui;

#[test]
fn works_where_storage_is_denied() {
    const DENIED: &str = "for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
        Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }});";
    let page = Setup::default().script(DENIED.into()).open();
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    page.navigate("ticket");
    page.write_ticket("没有地方存", "someone@example.com");
    page.reads(Ui::NotKept);
    page.press(Ui::Send);
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
