use crate::harness::{Setup, answer, t};
use helplet_content::Ui;
use serde_json::json;

#[test]
fn does_not_call_empty_what_it_could_not_ask_for() {
    let mut page = Setup::default().unreachable().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    page.reload();
    page.until_js(
        "the copies are gone",
        "return new Promise((done) => { indexedDB.deleteDatabase('helplet').onsuccess = () => done(true); })",
        json!([]),
    );
    // Held back, the question is under way as long as wanted.
    page.js(
        "const send = XMLHttpRequest.prototype.send; window.held = [];
         XMLHttpRequest.prototype.send = function (body) { held.push(() => send.call(this, body)); };
         window.pass = () => { XMLHttpRequest.prototype.send = send; held.forEach((go) => go()); }",
        json!([]),
    );
    page.open_widget();
    page.until_js(
        "the second part",
        "return performance.getEntriesByType('resource').some((it) => it.name.endsWith('.later.wasm'))",
        json!([]),
    );
    page.navigate("tickets");
    page.until_js("that it is being asked", "return root.querySelector('.spinner') && held.length", json!([]));
    assert!(!page.text().contains(t(Ui::NoTickets)));
    page.desk.stop();
    page.js("pass()", json!([]));
    page.reads(Ui::ThreadFailed);
    assert!(!page.text().contains(t(Ui::NoTickets)));
}

#[test]
fn shows_the_last_copy_of_a_ticket() {
    let mut page = Setup::default().unreachable().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    let number = page.sent_number();
    answer(&page.data(), &number, "请再试一次", None);
    page.navigate(&format!("ticket/{number}"));
    page.reads("请再试一次");

    let kept = "return (async () => (await new Promise((done) => indexedDB.open('helplet').onsuccess = (event) =>
        event.target.result.transaction('files').objectStore('files').get('threads').onsuccess = (it) => done(it.target.result || [])))
        .some((text) => text.includes('请再试一次')))()";
    page.until_js("the copy", kept, json!([]));
    page.reload();
    page.open_widget();
    page.until_js(
        "the second part",
        "return performance.getEntriesByType('resource').some((it) => it.name.endsWith('.later.wasm'))",
        json!([]),
    );
    page.navigate("tickets");
    page.reads(&number);
    page.desk.stop();
    page.navigate(&format!("ticket/{number}"));
    page.reads("请再试一次");
    let before = t(Ui::CopyOf).split('{').next().expect("a beginning");
    page.reads(before);

    // What is written meanwhile is sent when it can be.
    page.fill(Ui::Reply, "好的");
    page.press(Ui::ReplySend);
    page.reads(Ui::TroubleNetwork);
    page.desk.start_again();
    page.until_js(
        "it has arrived",
        "return !root.querySelector('.underway') && root.querySelectorAll('.message').length == 3",
        json!([]),
    );
}
