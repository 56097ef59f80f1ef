use crate::harness::{Setup, ZH, article, category};
use serde_json::json;

#[test]
fn follows_a_deep_link() {
    let page = Setup::default().load();
    page.until_js("the widget's command", "return window.Helplet", json!([]));
    page.command("navigate", "article/forgot-password");
    page.arrives_at(&article(ZH, "forgot-password").title);
    page.command("navigate", "#/category/pdf");
    page.arrives_at(category(ZH, "pdf"));
    page.command("navigate", "search/会员");
    page.until_js("results", "return root.querySelector('[role=option]')", json!([]));
    page.command("close", "");
    page.until_js("closed", "return root.querySelector('.panel').hidden", json!([]));
}

#[test]
fn an_unknown_deep_link_leaves_the_screen_as_it_is() {
    let page = Setup::default().open();
    page.navigate("article/forgot-password");
    let told = page.js("return Helplet('navigate', 'nowhere/at-all')", json!([]));
    assert_eq!(told, false);
    page.arrives_at(&article(ZH, "forgot-password").title);
}
