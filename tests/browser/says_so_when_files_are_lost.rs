use crate::harness::{Page, Setup, files, noise, tickets};
use helplet_content::Ui;
use serde_json::json;

/// As browsers do that are short of room: everything in the database goes, what is in local storage stays.
fn evict(page: &Page) {
    page.until_js(
        "the database is gone",
        "return new Promise((done) => { indexedDB.deleteDatabase('helplet').onsuccess = () => done(true); })",
        json!([]),
    );
}

/// Takes the files of what waits to be sent, and leaves the rest.
const TAKE_FILES: &str = "return new Promise((done) => indexedDB.open('helplet').onsuccess = (event) => {
  const database = event.target.result, work = database.transaction('files', 'readwrite');
  work.objectStore('files').clear();
  work.oncomplete = () => { database.close(); done(true); };
})";

fn description(page: &Page) -> serde_json::Value {
    page.js("return root.querySelector('[data-path=description]').value", json!([]))
}

#[test]
fn a_draft_whose_files_are_lost_keeps_its_text_and_says_so() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.pick(&[&page.on_device("a.png", &noise(40, 30, 1))]);
    page.listed_files(1);
    page.until_js("the draft with its file", "return localStorage['helplet:draft'].includes('a.png')", json!([]));
    page.goto("about:blank");
    page.goto(&format!("http://{}/website.html", page.desk.address));
    evict(&page);
    page.open_widget();
    page.navigate("ticket");
    page.reads(Ui::FilesLost);
    assert_eq!(description(&page), "打印出来是空白页");
    page.listed_files(0);

    let again = noise(40, 30, 2);
    page.pick(&[&page.on_device("b.png", &again)]);
    page.listed_files(1);
    page.press(Ui::Send);
    page.sent_number();
    assert_eq!(files(&page.data()).len(), 1);
    assert!(files(&page.data())[0].2 == again);
}

#[test]
fn a_reply_whose_files_are_lost_says_so() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    let number = page.sent_number();
    page.navigate(&format!("ticket/{number}"));
    page.fill(Ui::Reply, "见附件");
    page.pick(&[&page.on_device("a.png", &noise(40, 30, 1))]);
    page.listed_files(1);
    let kept = format!("return (localStorage['helplet:draft:{number}'] || '').includes('a.png')");
    page.until_js("the draft with its file", &kept, json!([]));
    page.reload();
    evict(&page);
    page.open_widget();
    page.navigate(&format!("ticket/{number}"));
    page.reads(Ui::FilesLost);
    assert_eq!(page.js("return root.querySelector('.reply textarea').value", json!([])), "见附件");
}

#[test]
fn what_waits_to_be_sent_comes_back_when_its_files_are_lost() {
    let mut page = Setup::default().unreachable().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.pick(&[&page.on_device("a.png", &noise(40, 30, 1))]);
    page.listed_files(1);
    let address = page.desk.address.clone();
    page.desk.stop();
    page.press(Ui::Send);
    page.reads(Ui::TroubleNetwork);
    page.goto("about:blank");
    page.desk.start_again();
    page.goto(&format!("http://{address}/website.html"));
    page.until_js("the files are gone", TAKE_FILES, json!([]));
    page.open_widget();
    page.navigate("tickets");
    page.reads(Ui::RefusedFaults);
    page.press("打印出来是空白页");
    page.press(Ui::Mend);
    page.arrives_at(Ui::TicketTitle);
    page.reads(Ui::FilesLost);
    assert_eq!(description(&page), "打印出来是空白页");
    page.press(Ui::Send);
    page.sent_number();
    assert_eq!(tickets(&page.data()).len(), 1);
}
