use crate::harness::{Setup, ZH, host_page};
use serde_json::json;

const THERE: &str = "return host && host.isConnected && root.querySelector('[data-screen=\"article/forgot-password\"]') && document.querySelectorAll('helplet-root').length == 1";

#[test]
fn survives_a_page_that_replaces_its_body() {
    let page = Setup::default().open();
    page.navigate("article/forgot-password");
    page.js("window.first = host; const body = document.createElement('body'); body.append('Next page'); document.body.replaceWith(body)", json!([]));
    page.until_js("back after the body was replaced", THERE, json!([]));
    page.js("document.body.replaceChildren('Another')", json!([]));
    page.until_js("back after all was replaced", THERE, json!([]));
    page.js("const main = document.createElement('main'); document.body.append(main); main.append(host)", json!([]));
    page.until_js("where the page moved it", &[THERE, " && host.parentNode.localName == 'main'"].concat(), json!([]));
    assert_eq!(page.js("return host == first", json!([])), true, "the same, with all that is in it");
}

#[test]
fn a_second_tag_does_no_harm() {
    let twice = "<script src=\"helplet.js\"></script><script src=\"other.js\"></script>";
    let setup = Setup::default().page(host_page(ZH, "data-helplet-endpoint=\".\"", "", twice));
    // Another build: its files are called otherwise.
    let dist = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("dist/helplet.js");
    let other = std::fs::read_to_string(dist).expect("dist/ is built").replace("helplet-", "other-");
    let page = setup.file("other.js", &other).load();
    page.until_js("all is loaded", "return document.readyState == 'complete'", json!([]));
    assert_eq!(page.js("return document.querySelectorAll('helplet-root').length", json!([])), 1);
    page.open_widget();
    page.navigate("contact");
    assert_eq!(page.js("return document.querySelectorAll('helplet-root').length", json!([])), 1);
}
