use crate::harness::{EN, Setup, ZH};
use serde_json::json;

#[test]
fn is_the_page_where_the_page_asks_for_it() {
    let page = Setup::default().at("index.html").load();
    page.until_js("the first screen", "return root && root.querySelector('[data-screen=home]')", json!([]));
    let place = page.js(
        "const it = root.querySelector('.panel').getBoundingClientRect(); return [it.left, it.top, it.width]",
        json!([]),
    );
    assert_eq!(place, json!([0, 0, 1280]));
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
}

#[test]
fn the_page_follows_the_browsers_language() {
    let page = Setup::default().browser_language("en-GB").at("index.html").load();
    page.until_js("the first screen", "return root && root.querySelector('[data-screen=home]')", json!([]));
    page.finds("file will not open", EN, "file-wont-open");
}
