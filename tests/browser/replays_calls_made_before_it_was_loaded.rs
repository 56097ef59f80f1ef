use crate::harness::{Setup, ZH, article, host_page, library};
use serde_json::json;

#[test]
fn a_queue_without_calls_is_no_fault() {
    let queue = "window.Helplet = window.Helplet || function () { (Helplet.q = Helplet.q || []).push(arguments); };";
    let page = Setup::default()
        .page(host_page(ZH, "data-helplet-mode=\"page\"", "<script src=\"queue.js\"></script>", ""))
        .file("queue.js", queue)
        .load();
    page.arrives_at(&library(ZH).site.greeting);
}

#[test]
fn replays_calls_made_before_it_was_loaded() {
    let queue = "window.Helplet = window.Helplet || function () { (Helplet.q = Helplet.q || []).push(arguments); };
        Helplet('navigate', 'article/forgot-password');
        Helplet('setTheme', 'dark');";
    let page = Setup::default()
        .page(host_page(ZH, "data-helplet-endpoint=\".\"", "<script src=\"queue.js\"></script>", ""))
        .file("queue.js", queue)
        .load();
    page.arrives_at(&article(ZH, "forgot-password").title);
    page.until_js(
        "dark",
        "return host.dataset.theme == 'dark' && getComputedStyle(root.querySelector('.panel')).colorScheme == 'dark'",
        json!([]),
    );
}
