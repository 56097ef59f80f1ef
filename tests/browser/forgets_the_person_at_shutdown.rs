use crate::harness::{Setup, t};
use helplet_content::Ui;
use serde_json::json;

const LISTEN: &str = "window.told = []; for (const name of ['shutdown', 'shutdown-refused'])
  document.addEventListener('helplet:' + name, (event) => told.push([name, event.detail.waiting || '']));";

const KEPT: &str = "return (async () => [
  Object.keys(localStorage).filter((name) => name.startsWith('helplet:')).length,
  await (async () => {
    let entries = 0;
    if (!(await indexedDB.databases()).some((it) => it.name == 'helplet')) return 0;
    const database = await new Promise((done) => indexedDB.open('helplet').onsuccess = (event) => done(event.target.result));
    for (const store of database.objectStoreNames) entries += await new Promise((done) =>
      database.transaction(store).objectStore(store).count().onsuccess = (event) => done(event.target.result));
    database.close();
    return entries;
  })(),
])()";

#[test]
fn forgets_the_person_at_shutdown() {
    let mut page = Setup::default()
        .tolerate("net::ERR_CONNECTION_REFUSED")
        .tolerate("net::ERR_INCOMPLETE_CHUNKED_ENCODING")
        .script(LISTEN.into())
        .open();
    page.js("localStorage['of the page'] = 'stays'", json!([]));
    page.press(Ui::TicketTile);
    page.write_ticket("第一份", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    page.desk.stop();
    page.navigate("ticket");
    page.write_ticket("第二份", "someone@example.com");
    page.pick(&[&page.on_device("a.txt", b"text")]);
    page.listed_files(1);
    page.press(Ui::Send);
    page.reads(Ui::TroubleNetwork);

    // Something waits: the page is told, and nothing is lost.
    page.command("shutdown", "");
    page.until_js("it is refused", "return told.some((it) => it[0] == 'shutdown-refused' && it[1] == '1')", json!([]));
    page.reads(Ui::TroubleNetwork);

    page.js("Helplet('shutdown', {discard: true})", json!([]));
    page.until_js("it is done", "return told.some((it) => it[0] == 'shutdown')", json!([]));
    assert_eq!(page.js(KEPT, json!([])), json!([0, 0]), "nothing of ours is left");
    assert_eq!(page.js("return localStorage['of the page']", json!([])), json!("stays"));
    page.navigate("tickets");
    page.reads(t(Ui::NoTickets));
}
