use crate::harness::Setup;
use serde_json::json;

#[test]
fn leaves_nothing_behind_when_destroyed() {
    let page = Setup::default().open();
    page.command("destroy", "");
    page.until_js("gone", "return !document.querySelector('helplet-root') && !window.Helplet", json!([]));
}
