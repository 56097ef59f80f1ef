use crate::harness::Setup;
use serde_json::json;

#[test]
fn fills_a_narrow_screen() {
    let page = Setup::default().size(360, 640).open();
    // Firefox and WebKit have no window as narrow as that, and may show the page's scrollbar.
    let screen = page.js("return [0, 0, document.documentElement.clientWidth, innerHeight]", json!([]));
    assert!(!page.is_chromium() || screen == json!([0, 0, 360, 640]));
    let place = page.js("const it = root.querySelector('.panel').getBoundingClientRect(); return [it.left, it.top, it.width, it.height]", json!([]));
    assert_eq!(place, screen);
    for path in ["home", "contact", "ticket", "wizard", "article/file-wont-open"] {
        page.navigate(path);
        let wider = page.js("return [...root.querySelectorAll('.body, .screen')].filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.className)", json!([]));
        assert_eq!(wider, json!([]), "{path} does not fit the width");
    }
}
