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
    page.js(
        "Helplet('on', 'error', ({detail}) => { window.told = detail }); Helplet('navigate', 'nowhere/at-all')",
        json!([]),
    );
    let told = page.until_js("an error", "return window.told", json!([]));
    assert_eq!(told["what"], "command");
    assert!(told["message"].as_str().is_some_and(|it| it.starts_with("navigate(nowhere/at-all)")), "{told}");
    page.arrives_at(&article(ZH, "forgot-password").title);
}
