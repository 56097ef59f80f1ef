use crate::harness::{Setup, ZH, article, host_page, until};
use helplet_content::Ui;
use serde_json::{Value, json};

/// What was posted to the feedback route, kept aside on its way.
const WATCH: &str = "window.told = []; const go = window.fetch; window.fetch = (url, init) => {
  if (String(url).endsWith('/v1/feedback')) told.push(...JSON.parse(init.body).items);
  return go(url, init);
};";

#[test]
fn tells_what_helped() {
    let page = Setup::default().script(WATCH.into()).open();
    page.finds("打不开", ZH, "file-wont-open");
    page.press(Ui::Yes);
    page.press(Ui::Back);
    page.search("qqxxzzvvkkjj");
    page.until_js("nothing found", "return root.querySelector('.nothing')", json!([]));
    page.search("zhang@example.com");
    page.until_js("nothing found", "return root.querySelector('.nothing')", json!([]));
    let items = until("what was told", || {
        page.command("close", "");
        let told = page.js("return told", json!([]));
        let Value::Array(items) = told else { panic!("a list") };
        page.command("open", "");
        (items.len() >= 2).then_some(items)
    });
    let title = &article(ZH, "file-wont-open").id;
    assert!(items.contains(&json!({"kind": "vote", "locale": ZH, "article": title, "helpful": true})), "{items:?}");
    let searched = items.iter().find(|it| it["kind"] == "search" && it["query"] == "打不开").expect("the search");
    assert_eq!(searched["article"], json!(title));
    assert!(searched["hits"].as_u64() > Some(0));
    assert!(!items.iter().any(|it| it["query"].as_str().is_some_and(|query| query.contains('@'))), "{items:?}");
}

#[test]
fn tells_nothing_where_the_page_does_not_want_it() {
    let page = Setup::default()
        .page(host_page(
            "zh-CN",
            "data-helplet-endpoint=\".\" data-helplet-feedback=\"false\"",
            "",
            "<main>Host page</main>",
        ))
        .script(WATCH.into())
        .open();
    page.finds("打不开", ZH, "file-wont-open");
    page.press(Ui::Yes);
    page.command("close", "");
    assert_eq!(page.js("return told", json!([])), json!([]));
}
