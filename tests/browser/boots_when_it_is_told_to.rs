use crate::harness::{Page, Setup, ZH, host_page};
use serde_json::json;

const QUEUE: &str = "window.Helplet = window.Helplet || function () { (Helplet.q = Helplet.q || []).push(arguments); };
    Helplet('on', 'open', () => { window.heard = (window.heard || 0) + 1 });
    Helplet('showArticle', 'forgot-password');";

fn booting(how: &str, queue: &str) -> Page {
    let attributes = format!("data-helplet-endpoint=\".\" data-helplet-boot=\"{how}\"");
    let page = Setup::default()
        .page(host_page(ZH, &attributes, "<script src=\"queue.js\"></script>", "<main>Host page</main>"))
        .file("queue.js", queue)
        .load();
    page.until_js("the script", "return window.Helplet && Helplet.boot", json!([]));
    page
}

#[test]
fn waits_for_boot_where_it_is_told_to() {
    let page = booting("manual", QUEUE);
    assert_eq!(page.js("return host", json!([])), json!(null));
    page.js("Helplet('boot', {tier: 'member'})", json!([]));
    page.until_js(
        "what was said before",
        "return root.querySelector('[data-screen=\"article/forgot-password\"]')",
        json!([]),
    );
    assert_eq!(page.js("return heard", json!([])), 1);
}

#[test]
fn a_boot_in_the_queue_boots() {
    let page = booting("manual", &[QUEUE, "Helplet('boot'); Helplet('navigate', 'contact');"].concat());
    page.until_js("in order", "return root && root.querySelector('[data-screen=contact]')", json!([]));
}

#[test]
fn waits_for_the_first_movement() {
    let page = booting("interaction", "");
    page.until_js("all is loaded", "return document.readyState == 'complete'", json!([]));
    assert_eq!(page.js("return host", json!([])), json!(null));
    page.js("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}))", json!([]));
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.js("Helplet('destroy'); document.body.dispatchEvent(new Event('scroll', {bubbles: true}))", json!([]));
    assert_eq!(page.js("return document.querySelectorAll('helplet-root').length", json!([])), 0, "only the first");
}

#[test]
fn warms_up_when_idle() {
    let page = booting("idle", "");
    let fetched = "return performance.getEntriesByType('resource').some((it) => it.name.endsWith('.wasm'))";
    page.until_js("the wasm", fetched, json!([]));
    assert_eq!(page.js("return root.querySelector('.panel').hidden", json!([])), true);
}
