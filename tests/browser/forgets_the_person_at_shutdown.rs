use crate::harness::{Page, Setup, t, token};
use helplet_content::Ui;
use serde_json::json;

const LISTEN: &str = "window.told = []; for (const name of ['shutdown', 'shutdown-refused'])
  document.addEventListener('helplet:' + name, (event) => told.push([name, event.detail.waiting || '']));";

/// What of ours is left in any of the places where a page can keep something.
const KEPT: &str = "return (async () => {
  const kept = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => indexedDB.open(name).onsuccess = (event) => done(event.target.result));
    for (const store of database.objectStoreNames) kept.push(...await new Promise((done) =>
      database.transaction(store).objectStore(store).getAllKeys().onsuccess = (event) => done(event.target.result)));
    database.close();
  }
  return kept.filter((name) => name && name != 'of the page');
})()";

#[test]
fn forgets_the_person_at_shutdown() {
    let mut page = Setup::default().unreachable().script(LISTEN.into()).open();
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
    assert_eq!(page.js(KEPT, json!([])), json!([]), "nothing of ours is left");
    let databases = "return (async () => (await indexedDB.databases()).length)()";
    assert_eq!(page.js(databases, json!([])), json!(0), "not even an empty database");
    assert_eq!(page.js("return localStorage['of the page']", json!([])), json!("stays"));
    page.navigate("tickets");
    page.reads(t(Ui::NoTickets));
}

/// Signed in, with a ticket, in two tabs; the first is looked at.
fn signed_in(setup: Setup) -> (Page, String) {
    let page = setup.signing().script(LISTEN.into()).open();
    let first = page.tab();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    let number = page.sent_number();
    page.js("Helplet('identify', {token: arguments[0]})", json!([token("user-1", "member", 300)]));
    page.until_js("signed in", "return !!localStorage['helplet:signed']", json!([]));
    let address = format!("http://{}/website.html", page.desk.address);
    page.open_tab(&address);
    page.open_widget();
    page.navigate("tickets");
    page.reads(&number);
    page.look_at(&first);
    (page, number)
}

#[test]
fn forgets_in_all_tabs() {
    let (page, number) = signed_in(Setup::default());
    let tabs = page.run(page.driver().windows());
    page.command("shutdown", "");
    page.until_js("it is done", "return told.some((it) => it[0] == 'shutdown')", json!([]));
    page.look_at(&tabs[1]);
    page.until_js(
        "the other tab has forgotten, too",
        "return !root.querySelector('.panel').textContent.includes(arguments[0])",
        json!([number]),
    );
    page.until_js("it is told there, too", "return told.some((it) => it[0] == 'shutdown')", json!([]));
    page.look_at(&tabs[0]);
    assert_eq!(page.js(KEPT, json!([])), json!([]), "and has left nothing");
    page.look_at(&tabs[1]);
    page.navigate("tickets");
    page.reads(t(Ui::NoTickets));
}

/// In another tab, while the device answers a question of this kind only when it is let: shut down in the first.
fn forgets_while_asking(kind: &str, ask: impl Fn(&Page)) {
    const LATE: &str = "for (const kind of ['get', 'getAll']) {
      const ask = IDBObjectStore.prototype[kind];
      IDBObjectStore.prototype[kind] = function (...all) {
        const request = ask.apply(this, all), late = {};
        if (sessionStorage['of the page'] != kind) return request;
        request.onsuccess = () => (window.pass = () => { late.result = request.result; late.onsuccess(); });
        return late;
      };
    }";
    let (page, number) = signed_in(Setup::default().script(LATE.into()));
    let tabs = page.run(page.driver().windows());
    page.look_at(&tabs[1]);
    page.js("sessionStorage['of the page'] = arguments[0]", json!([kind]));
    ask(&page);
    page.until_js("it is asked", "return !!window.pass", json!([]));
    if kind == "get" {
        page.js("sessionStorage.clear()", json!([]));
    }
    page.look_at(&tabs[0]);
    page.command("shutdown", "");
    page.look_at(&tabs[1]);
    page.until_js("it is told there, too", "return told.some((it) => it[0] == 'shutdown')", json!([]));
    page.js("pass(); setTimeout(() => requestAnimationFrame(() => window.passed = true), 100)", json!([]));
    page.until_js("answered", "return !!window.passed", json!([]));
    page.navigate("tickets");
    page.arrives_at(Ui::TicketsTile);
    assert!(!page.text().contains(&number), "{}", page.text());
}

#[test]
fn what_the_device_tells_of_the_outbox_too_late_is_nobodys() {
    // All later answers wait as well, or they would mend it.
    forgets_while_asking("getAll", |page| {
        page.js("document.dispatchEvent(new Event('visibilitychange'))", json!([]));
    });
}

#[test]
fn a_copy_of_the_tickets_that_comes_too_late_is_nobodys() {
    forgets_while_asking("get", |page| {
        page.reload();
        page.open_widget();
    });
}

#[test]
fn an_answer_that_comes_too_late_is_nobodys() {
    // The list is answered only when it is let through.
    const LATE: &str = "(() => {
      const send = XMLHttpRequest.prototype.send, open = XMLHttpRequest.prototype.open;
      XMLHttpRequest.prototype.open = function (method, url, ...rest) { this.at = url; return open.call(this, method, url, ...rest); };
      XMLHttpRequest.prototype.send = function (body) {
        if (!window.hold || !this.at.includes('/v1/tickets?')) return send.call(this, body);
        window.pass = () => { this.addEventListener('loadend', () => setTimeout(() => window.passed = true)); send.call(this, body); };
      };
    })();";
    let page = Setup::default().script(LISTEN.into()).script(LATE.into()).open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    page.js("window.hold = true", json!([]));
    page.navigate("tickets");
    page.until_js("it is asked", "return !!window.pass", json!([]));
    page.command("shutdown", "");
    page.until_js("it is done", "return told.some((it) => it[0] == 'shutdown')", json!([]));
    // Whatever were to be kept of it would be asked of the device at once.
    page.js("pass(); window.opened = 0; indexedDB.open = () => { window.opened++; throw new Error(); }", json!([]));
    page.until_js("answered", "return !!window.passed", json!([]));
    assert_eq!(page.js("return window.opened", json!([])), json!(0));
    page.js("delete indexedDB.open", json!([]));
    assert_eq!(page.js(KEPT, json!([])), json!([]));
    page.navigate("tickets");
    page.reads(t(Ui::NoTickets));
}
