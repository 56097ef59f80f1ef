use crate::harness::{Setup, ZH, host_page};
use serde_json::json;
use thirtyfour::Key;

const BODY: &str = "<main><button id=\"own\">Own button</button></main>";
const SHORTCUTS: &str = "window.heard = [];
    for (const name of ['keydown', 'keypress', 'keyup', 'paste'])
      document.addEventListener(name, (event) => heard.push(event.type));";

#[test]
fn keys_in_the_panel_are_no_shortcuts_of_the_page() {
    let page = Setup::default().script(SHORTCUTS.into()).open();
    page.js("heard.length = 0", json!([]));
    page.search("打印");
    page.keys(Key::Tab + "");
    page.js("root.querySelector('[role=combobox]').dispatchEvent(new ClipboardEvent('paste', {bubbles: true, composed: true}))", json!([]));
    assert_eq!(page.js("return heard", json!([])), json!([]));
}

#[test]
fn the_focus_goes_back_to_where_it_was() {
    let page = Setup::default().page(host_page(ZH, "", "", BODY)).load();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.js("own.focus(); Helplet('showArticle', 'forgot-password')", json!([]));
    page.until_js(
        "the focus in the panel",
        "return root.activeElement && root.activeElement.className == 'screen-title'",
        json!([]),
    );
    page.keys(Key::Escape + "");
    page.until_js(
        "the page's own button",
        "return document.activeElement.id == 'own' && root.querySelector('.panel').hidden",
        json!([]),
    );

    // Closed while the focus is elsewhere, it takes none.
    page.js("Helplet('open')", json!([]));
    page.until_js("the focus in the panel", "return root.activeElement", json!([]));
    page.js("own.focus(); Helplet('close')", json!([]));
    assert_eq!(page.js("return document.activeElement.id", json!([])), "own");
}

#[test]
fn prints_as_nothing() {
    let page = Setup::default().open();
    page.devtools("Emulation.setEmulatedMedia", json!({"media": "print"}));
    assert_eq!(page.js("return getComputedStyle(host).display", json!([])), "none");
}
