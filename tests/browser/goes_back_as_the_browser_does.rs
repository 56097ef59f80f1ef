//! Over a narrow page the browser's way back (a gesture, a button) closes a screen, then the panel, and leaves
//! the page's own history as it was.

use crate::harness::{Page, Setup, ZH, article, host_page};
use helplet_content::Ui;
use serde_json::json;

const PHONE: (u32, u32) = (360, 740);

fn on_a_phone(attributes: &str) -> Page {
    let body = "<h1>Host page</h1><button>Button</button>";
    // What a router keeps, and an entry of the page's own to go back to.
    let router = "addEventListener('DOMContentLoaded', () => {
        window.gone = [];
        addEventListener('popstate', (event) => gone.push(event.state && event.state.page));
        if (history.state) return;
        history.replaceState({page: 'first'}, '');
        history.pushState({page: 'second'}, '', '?second');
    })";
    Setup::default().page(host_page(ZH, attributes, "", body)).script(router.into()).size(PHONE.0, PHONE.1).open()
}

fn go_back(page: &Page) {
    page.js("history.back()", json!([]));
}

#[track_caller]
fn is_closed(page: &Page) {
    page.until_js("the panel is closed", "return root.querySelector('.panel').hidden", json!([]));
}

/// The page's own entry is shown again, with nothing of the widget's in it.
#[track_caller]
fn is_at_home(page: &Page) {
    page.until_js(
        "the page's own entry",
        "return JSON.stringify(history.state) == '{\"page\":\"second\"}' && location.search == '?second'",
        json!([]),
    );
}

fn open_again(page: &Page) {
    page.command("open", "");
    page.until_js("an entry", "return !!history.state.helplet", json!([]));
}

#[test]
fn closes_a_screen_then_the_panel_then_leaves_the_page() {
    let page = on_a_phone("");
    page.navigate("category/pdf");
    page.navigate("article/forgot-password");
    page.until_js("three entries", "return history.state.helplet == 3 && history.state.page == 'second'", json!([]));
    go_back(&page);
    page.until_js("the category", "return root.querySelector('[data-screen=\"category/pdf\"]')", json!([]));
    go_back(&page);
    page.until_js("home", "return root.querySelector('[data-screen=home]')", json!([]));
    go_back(&page);
    is_closed(&page);
    is_at_home(&page);
    // What the page hears are entries that it knows.
    assert_eq!(page.js("return gone", json!([])), json!(["second", "second", "second"]));
    go_back(&page);
    page.until_js("the page's first entry", "return history.state.page == 'first'", json!([]));
}

#[test]
fn takes_its_entries_back_when_closed() {
    let page = on_a_phone("");
    page.navigate("article/forgot-password");
    page.press(Ui::Close);
    is_at_home(&page);
    // Opened where it was left, and taken out of the page.
    open_again(&page);
    page.arrives_at(&article(ZH, "forgot-password").title);
    page.command("destroy", "");
    is_at_home(&page);
}

#[test]
fn the_panels_own_way_back_and_the_browsers_agree() {
    let page = on_a_phone("");
    page.navigate("category/pdf");
    page.navigate("contact");
    page.press(Ui::Back);
    page.until_js("two entries", "return history.state.helplet == 2", json!([]));
    page.navigate("wizard");
    page.until_js("three entries", "return history.state.helplet == 3", json!([]));
    go_back(&page);
    page.until_js("the category", "return root.querySelector('[data-screen=\"category/pdf\"]')", json!([]));
    // To its start, in one go.
    page.command("navigate", "search/PDF");
    page.until_js("one entry", "return history.state.helplet == 1", json!([]));
    go_back(&page);
    is_closed(&page);
    is_at_home(&page);
}

#[test]
fn nothing_is_left_over_after_a_reload() {
    let page = on_a_phone("");
    page.navigate("article/forgot-password");
    page.until_js("two entries", "return history.state.helplet == 2", json!([]));
    page.reload();
    page.open_widget();
    page.until_js("one entry", "return history.state.helplet == 1", json!([]));
    page.press(Ui::Close);
    is_at_home(&page);
}

#[test]
fn a_wide_page_and_one_that_says_no_keep_their_history() {
    let length = "return [history.length, history.state && history.state.helplet || null]";
    for page in [on_a_phone("data-helplet-history=\"false\""), Setup::default().open()] {
        let before = page.js(length, json!([]));
        page.navigate("article/forgot-password");
        assert_eq!(page.js(length, json!([])), before);
    }
}
