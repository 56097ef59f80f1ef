use crate::harness::{Page, Setup, answer, t, token};
use helplet_content::Ui;
use helplet_desk::store::clock;
use serde_json::json;

const LISTEN: &str = "window.told = []; for (const name of ['identified', 'token-needed', 'error'])
  document.addEventListener('helplet:' + name, (event) => told.push([name, event.detail.name || event.detail.detail || '']));";

fn setup() -> Setup {
    Setup::default().signing().script(LISTEN.into())
}

fn sent(page: &Page, text: &str) -> String {
    page.navigate("ticket");
    page.write_ticket(text, "someone@example.com");
    page.press(Ui::Send);
    page.sent_number()
}

fn hears(page: &Page, event: &str, detail: &str) {
    let told = "return told.some((it) => it[0] == arguments[0] && it[1].includes(arguments[1]))";
    page.until_js(&format!("{event} {detail}"), told, json!([event, detail]));
}

fn identify(page: &Page, token: &str) {
    page.js("told.length = 0; Helplet('identify', {token: arguments[0]})", json!([token]));
}

/// Another site to the browser, and so another device to the widget: nothing of the first is kept there.
fn second_device(page: &Page) {
    let port = page.desk.address.rsplit(':').next().expect("a port").to_owned();
    page.open_tab(&format!("http://localhost:{port}/website.html"));
    page.open_widget();
}

#[test]
fn joins_the_tickets_of_a_user() {
    let page = setup().open();
    let first = sent(&page, "在第一台设备上");
    let tab = page.tab();
    identify(&page, &token("user-1", "member", 300));
    hears(&page, "identified", "王芳");

    second_device(&page);
    let second = sent(&page, "在第二台设备上");
    page.navigate("tickets");
    page.reads(&second);
    assert!(!page.text().contains(&first), "before they have said who they are");
    identify(&page, &token("user-1", "member", 300));
    hears(&page, "identified", "王芳");
    page.reads(&first);
    page.navigate(&format!("ticket/{first}"));
    page.reads("在第一台设备上");
    // What is answered to the one is heard on the other.
    answer(&page.data(), &first, "两台设备都看得到", None);
    page.reads("两台设备都看得到");

    page.look_at(&tab);
    page.navigate("tickets");
    page.reads(&second);
}

#[test]
fn what_is_somebody_elses_stays_theirs() {
    let page = setup().tolerate("/v1/tickets/").open();
    let first = sent(&page, "在第一台设备上");
    identify(&page, &token("user-1", "member", 300));
    hears(&page, "identified", "");
    second_device(&page);
    identify(&page, &token("user-2", "member", 300));
    hears(&page, "identified", "");
    page.navigate("tickets");
    page.reads(t(Ui::NoTickets));
    page.navigate(&format!("ticket/{first}"));
    page.reads(Ui::ThreadUnknown);
}

#[test]
fn a_refused_token_asks_for_a_new_one() {
    let page = setup().tolerate("/v1/identity").open();
    identify(&page, &token("user-1", "member", -300));
    hears(&page, "token-needed", "expired");
    let good = token("user-1", "member", 300);
    let (head, _) = good.rsplit_once('.').expect("three parts");
    identify(&page, &format!("{head}.AAAA"));
    hears(&page, "token-needed", "signature");
    assert_eq!(page.js("return localStorage['helplet:signed'] || ''", json!([])), json!(""));
    // As docs/EMBED.md has it: the page answers the event with a new one.
    page.js(
        "document.addEventListener('helplet:token-needed', () => Helplet('identify', {token: arguments[0]}))",
        json!([good]),
    );
    identify(&page, "no token at all");
    hears(&page, "identified", "王芳");
}

#[test]
fn a_new_token_is_asked_for_when_the_time_is_over() {
    let page = setup().clock(&clock::shown(clock::now())).open();
    identify(&page, &token("user-1", "member", 300));
    hears(&page, "identified", "王芳");
    page.skip_minutes(11 * 60);
    assert_eq!(page.js("return told.length", json!([])), json!(1), "it holds for twelve hours");
    page.skip_minutes(61);
    hears(&page, "token-needed", "");
    assert_eq!(page.js("return localStorage['helplet:signed'] || ''", json!([])), json!(""));
}
