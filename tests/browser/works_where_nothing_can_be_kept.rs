use crate::harness::{Receiver, Role, Setup, ZH, files, host_page, noise, t, tickets};
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

#[test]
fn works_where_the_database_is_held_up() {
    // As a tab does that still has the page of an earlier version.
    const HOLD: &str = "indexedDB.open('helplet', 1).onsuccess = (event) => window.held = event.target.result;";
    let page = Setup::default().script(HOLD.into()).open();
    page.until_js("it is held", "return !!window.held", json!([]));
    page.navigate("ticket");
    page.write_ticket("打开着旧版本的页面", "someone@example.com");
    page.pick(&[&page.on_device("a.png", &noise(40, 30, 1))]);
    page.listed_files(1);
    page.reads(Ui::NotKept);
    page.press(Ui::SendNow);
    page.sent_number();
    assert_eq!(files(&page.data()).len(), 1);

    // Let go, it serves again.
    page.js("held.close()", json!([]));
    page.until_js(
        "the database as it is now",
        "return (async () => (await indexedDB.databases()).some((it) => it.name == 'helplet' && it.version > 1))()",
        json!([]),
    );
    page.navigate("ticket");
    page.write_ticket("又能保存了", "someone@example.com");
    page.pick(&[&page.on_device("b.png", &noise(40, 30, 2))]);
    page.listed_files(1);
    page.reload();
    page.open_widget();
    page.navigate("ticket");
    assert_eq!(page.listed_files(1), ["b.png"]);
}

#[test]
fn lets_go_of_the_database_for_another_version() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    // A later version of the widget in another tab waits no longer than what is being written takes.
    let newer = "return new Promise((done) => {
        const request = indexedDB.open('helplet', 99);
        request.onsuccess = () => { request.result.close(); done('open'); };
    })";
    assert_eq!(page.js(newer, json!([])), json!("open"));
    // It can't be read any more, and this one goes on without it.
    page.navigate("ticket");
    page.write_ticket("旧版本还开着", "someone@example.com");
    page.pick(&[&page.on_device("a.png", &noise(40, 30, 1))]);
    page.reads(Ui::NotKept);
    page.press(Ui::SendNow);
    page.sent_number();
    assert_eq!(tickets(&page.data()).len(), 2);
}

#[test]
fn sends_what_no_longer_fits_on_the_device() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("磁盘满了", "someone@example.com");
    let origin = format!("http://{}", page.desk.address);
    page.devtools("Storage.overrideQuotaForOrigin", json!({"origin": origin, "quotaSize": 100_000}));
    let picture = noise(500, 400, 1);
    assert!(picture.len() > 500_000);
    page.pick(&[&page.on_device("a.png", &picture)]);
    page.listed_files(1);
    page.reads(Ui::NotKept);
    page.press(Ui::SendNow);
    page.sent_number();
    assert!(files(&page.data())[0].2 == picture);
}
