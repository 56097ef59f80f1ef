use crate::harness::{Page, Setup, answer, t};
use helplet_content::{Ui, ui};
use serde_json::json;

const LISTEN: &str = "window.told = []; for (const name of ['unread-count', 'message-received', 'ticket-updated'])
  document.addEventListener('helplet:' + name, (event) => told.push([name, event.detail.number || event.detail.count]));";

fn with_ticket(setup: Setup) -> (Page, String) {
    let page = setup.script(LISTEN.into()).open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    let number = page.sent_number();
    (page, number)
}

fn comes(page: &Page, number: &str, badge: &str) {
    let told = "return told.some((it) => it[0] == 'message-received' && it[1] == arguments[0])
                    && told.some((it) => it[0] == 'unread-count' && it[1] == '1')";
    page.until_js("the page hears of it", told, json!([number]));
    page.until_js(
        "the count on the launcher",
        "const it = root.querySelector('.launcher .badge'); return it && it.textContent == arguments[0]",
        json!([badge]),
    );
}

#[test]
fn brings_news_of_tickets() {
    let (page, number) = with_ticket(Setup::default());
    page.press(Ui::Home);
    page.press(Ui::Close);
    answer(&page.data(), &number, "请再试一次", None);
    comes(&page, &number, &["1", &ui::fill(t(Ui::UnreadCount), &[("n", "1")])].concat());

    page.open_widget();
    page.reads(ui::fill(t(Ui::MessageNew), &[("number", &number)]));
    page.press(Ui::Show);
    page.reads("请再试一次");
    page.until_js("nothing is unread", "return !root.querySelector('.badge')", json!([]));

    // What comes while the ticket is looked at is there by itself.
    answer(&page.data(), &number, "现在好了吗？", None);
    page.reads("现在好了吗？");
}

#[test]
fn asks_now_and_then_where_streams_are_held_back() {
    // As a proxy does that gathers an answer before it passes it on.
    const HOLD: &str = "const go = window.fetch; window.fetch = (url, init) => String(url).endsWith('/v1/events')
      ? new Promise((_, fail) => init.signal.addEventListener('abort', () => fail(new Error('aborted')))) : go(url, init);";
    let (page, number) = with_ticket(Setup::default().script(HOLD.into()));
    let asked = "return performance.getEntriesByType('resource').some((it) => it.name.endsWith('/v1/events'))";
    page.until_js("a question instead of the stream", asked, json!([]));
    answer(&page.data(), &number, "请再试一次", None);
    comes(&page, &number, &["1", &ui::fill(t(Ui::UnreadCount), &[("n", "1")])].concat());
}
