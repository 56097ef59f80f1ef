use crate::harness::{Page, Setup, answer, grant, host_page, t};
use helplet_content::{Ui, ui};
use serde_json::json;

/// The tokens that were presented, and every address the page asked for or was at.
const WATCH: &str = "(() => {
  const send = XMLHttpRequest.prototype.send;
  window.presented = [];
  XMLHttpRequest.prototype.send = function (body) {
    if (String(body).includes('token')) presented.push(JSON.parse(body).token);
    return send.call(this, body);
  };
})();";

/// A ticket that was sent from another device, with an answer: its number and a link's token.
fn elsewhere(page: &Page) -> (String, String) {
    page.navigate("ticket");
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    let number = page.sent_number();
    answer(&page.data(), &number, "请再试一次", None);
    let token = grant(&page.data(), &number);
    (number, token)
}

/// Another site to the browser, and so another device to the widget.
fn other_site(page: &Page, path: &str) -> String {
    format!("http://localhost:{}/{path}", page.desk.address.rsplit(':').next().expect("a port"))
}

fn follows(path: &str) {
    let page = Setup::default().script(WATCH.into()).open();
    let (number, token) = elsewhere(&page);
    page.open_tab(&other_site(&page, &format!("{path}#ticket/{number}?grant={token}")));
    page.arrives_at(ui::fill(t(Ui::ThreadTitle), &[("number", &number)]));
    page.reads("请再试一次");
    assert_eq!(page.js("return presented", json!([])), json!([token]));
    assert_eq!(page.js("return location.hash", json!([])), json!(format!("#ticket/{number}")), "the token is gone");
    let asked = "return performance.getEntriesByType('resource').filter((it) => it.name.includes(arguments[0])).length";
    assert_eq!(page.js(asked, json!([token])), json!(0), "no address that was asked for has it");
    // The way back doesn't lead to it either. Firefox doesn't count a tab's blank page.
    let blank = i32::from(page.is_chromium() || page.is_webkit());
    assert_eq!(page.js("return history.length", json!([])), json!(blank + 1), "the blank page, and this one");
}

#[test]
fn a_link_to_the_help_page_lets_in() {
    follows("index.html");
}

#[test]
fn a_link_to_a_website_opens_the_widget_and_lets_in() {
    follows("website.html");
}

#[test]
fn the_token_is_out_of_the_address_before_anything_is_fetched() {
    // Whatever the widget would fetch never comes: the loader is alone.
    const ALONE: &str = "window.fetch = (url) => {
        (window.at = window.at || []).push([String(url), location.href]); return new Promise(() => {}); };
      history.replaceState({of: 'the page'}, '');";
    let page = Setup::default().at("website.html?a=1#ticket/896-520-2388?grant=hg1_secret").script(ALONE.into()).load();
    page.until_js("the widget is fetched", "return window.at", json!([]));
    let seen = page.js("return [...at.map((it) => it[1]), location.href].join()", json!([]));
    assert!(!seen.as_str().expect("text").contains("secret"), "{seen}");
    assert_eq!(page.js("return location.search + location.hash", json!([])), json!("?a=1#ticket/896-520-2388"));
    assert_eq!(page.js("return history.state.of", json!([])), json!("the page"), "what the page keeps there stays");
}

#[test]
fn a_link_that_is_refused_says_that_the_ticket_is_not_there() {
    let page = Setup::default()
        .at("index.html#ticket/896-520-2388?grant=hg1_wrong")
        .tolerate("/v1/grants")
        .tolerate("/v1/tickets/")
        .load();
    page.reads(Ui::ThreadUnknown);
}

#[test]
fn the_pages_own_fragments_are_left_alone() {
    let body = "<main><h1>Host page</h1></main>";
    let page = Setup::default().page(host_page("zh-CN", "", "", body)).at("page.html#/route?grant=of-the-page").load();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    assert_eq!(page.js("return location.hash", json!([])), json!("#/route?grant=of-the-page"));
    assert_eq!(page.js("return root.querySelector('.panel').hidden", json!([])), json!(true));
}
