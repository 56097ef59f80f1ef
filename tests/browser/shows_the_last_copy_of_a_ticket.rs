use crate::harness::{Setup, answer, t};
use helplet_content::Ui;
use serde_json::json;

#[test]
fn shows_the_last_copy_of_a_ticket() {
    let mut page = Setup::default()
        .tolerate("net::ERR_CONNECTION_REFUSED")
        .tolerate("net::ERR_INCOMPLETE_CHUNKED_ENCODING")
        .open();
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
