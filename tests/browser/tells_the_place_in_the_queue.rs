use crate::harness::{Page, Setup, Visitor, ZH, be_there, library, take, tickets, until};
use helplet_content::Ui;
use serde_json::json;

/// A look at the queue does not take its 20 seconds.
const IMPATIENT: &str = "const later = window.setTimeout;
    window.setTimeout = (work, delay, ...rest) => later.call(window, work, delay === 20000 ? 100 : delay, ...rest);";

fn waits_behind(page: &Page) -> Visitor {
    be_there(&page.data());
    let mut first = Visitor::new(&page.desk.address, 'A');
    assert_eq!(first.begins("打印机没反应", json!({})), "waiting");
    page.navigate("chat/human/account");
    page.fill(Ui::ChatMessage, "手机号换了登不进去");
    page.press(Ui::ChatSend);
    page.press(Ui::ChatHandOver);
    page.reads(library(ZH).text(Ui::ChatAhead).replace("{n}", "1"));
    first
}

fn setup() -> Setup {
    Setup::default()
        .clock("2026-11-24T10:00:00+08:00")
        .setting("--requests-per-minute", "0")
        .setting("--visitor-requests-per-minute", "0")
        .script(IMPATIENT.into())
}

#[test]
fn the_place_moves_up_when_somebody_else_is_taken() {
    let page = setup().open();
    let first = waits_behind(&page);
    page.reads(Ui::ChatWaiting);
    take(&page.data(), &first.number);
    until("the place at the front", || {
        let text = page.text();
        (text.contains(library(ZH).text(Ui::ChatWaiting)) && !text.contains("前面还有")).then_some(())
    });
    assert_eq!(tickets(&page.data()).len(), 2);
}

#[test]
fn an_end_that_the_desk_did_not_hear_is_said() {
    let mut page = setup().unreachable().open();
    waits_behind(&page);
    page.desk.stop();
    page.press(Ui::ChatEnd);
    page.press(Ui::DiscardAgain);
    page.reads(Ui::RatingFailed);
    page.desk.start_again();
}
