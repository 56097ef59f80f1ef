use crate::harness::{Setup, ZH, host_page};
use serde_json::json;

#[test]
fn takes_the_operators_brand_colour() {
    let head = "<link rel=\"stylesheet\" href=\"brand.css\">";
    let page = Setup::default()
        .page(host_page(ZH, "data-helplet-endpoint=\".\"", head, ""))
        .file("brand.css", "helplet-root { --helplet-brand: #b00020; --helplet-on-brand: #ffeeee }")
        .open();
    let colours = |selector: &str| {
        page.js("const style = getComputedStyle(root.querySelector(arguments[0])); return [style.backgroundColor, style.color]", json!([selector]))
    };
    assert_eq!(colours(".launcher"), json!(["rgb(176, 0, 32)", "rgb(255, 238, 238)"]));
    page.navigate("ticket");
    assert_eq!(colours(".button.primary"), json!(["rgb(176, 0, 32)", "rgb(255, 238, 238)"]));
}
