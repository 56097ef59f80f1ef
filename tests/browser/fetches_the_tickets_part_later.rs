use crate::harness::{Setup, ZH, library, t, until};
use helplet_content::Ui;
use serde_json::json;
use std::fs;

/// Keeps the browser from being idle before the test says so.
const NEVER_IDLE: &str = "window.requestIdleCallback = (work) => { window.beIdle = work; return 1; };";

#[test]
fn fetches_the_tickets_part_when_the_browser_is_idle() {
    let page = Setup::default().script(NEVER_IDLE.into()).unreachable().open();
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    for path in ["wizard", "contact", "home"] {
        page.navigate(path);
    }
    assert_eq!(page.fetched_parts(), Vec::<String>::new(), "the first screens need no second part");

    page.js("beIdle()", json!([]));
    until("the part", || (page.fetched_parts().len() == 1).then_some(()));
    page.network(false);
    page.navigate("ticket");
    page.write_ticket("断网之前已经取来", "someone@example.com");
    assert_eq!(page.fetched_parts().len(), 1);
}

/// Counts the attempts to fetch the part: the browser's own list has those alone that came to an end.
const COUNTING: &str = "window.attempts = 0;
const real = window.fetch;
window.fetch = (...given) => { attempts += String(given[0]).endsWith('.later.wasm'); return real(...given); };";

#[test]
fn fetches_the_tickets_part_when_it_is_needed_and_again_when_that_failed() {
    let page = Setup::default().script([NEVER_IDLE, COUNTING].concat()).tolerate("404 (Not Found)").open();
    let part = fs::read_dir(page.site())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_str().is_some_and(|name| name.contains(".later.wasm")));
    // The compressed ones beside it go too.
    let taken: Vec<_> = part.map(|path| (fs::read(&path).expect("read"), path)).collect();
    taken.iter().for_each(|(_, path)| fs::remove_file(path).expect("removed"));

    page.navigate("ticket/other");
    page.reads(Ui::LaterFailed);
    page.reads(&library(ZH).channels.hotlines[0].number);
    page.press(Ui::Retry);
    page.until_js("a second attempt", "return attempts == 2", json!([]));
    page.reads(Ui::LaterFailed);

    taken.iter().for_each(|(bytes, path)| fs::write(path, bytes).expect("written"));
    page.press(Ui::Retry);
    page.arrives_at(Ui::TicketTitle);
    let heading = format!("h2 {}", t(Ui::TicketTitle));
    until("the focus on the heading", || (page.focused() == heading).then_some(()));
    page.write_ticket("现在可以写了", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
}
