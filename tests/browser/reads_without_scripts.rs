use crate::harness::{EN, Setup, ZH, library};
use serde_json::json;
use thirtyfour::By;

/// The page's text, as the browser shows it; scripts of the page itself don't run.
const TEXT: &str = "return document.querySelector('main').innerText";

#[test]
fn every_article_can_be_read_without_scripts() {
    let page = Setup::default().at("zh-CN/index.html").load();
    page.devtools("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    page.goto(&format!("http://{}/zh-CN/index.html", page.desk.address));
    assert_eq!(page.js("return document.querySelector('helplet-root')", json!([])), json!(null));
    let library = library(ZH);
    let article = &library.articles[usize::from(library.site.popular[0])];
    let link = page.run(page.driver().find(By::XPath(format!("//main//a[contains(., '{}')]", article.title))));
    page.run(link.click());
    page.until_js("the article", "return document.querySelector('main article')", json!([]));
    assert!(page.js(TEXT, json!([])).as_str().is_some_and(|text| text.contains(&article.title)));
}

#[test]
fn where_scripts_run_the_widget_stands_on_top_in_the_pages_language() {
    let page = Setup::default().at("en/article/file-wont-open.html").open();
    page.finds("refund", EN, "refund-request");
}

#[test]
fn the_plain_pages_have_no_accessibility_violations() {
    let page = Setup::default().at("zh-CN/index.html").load();
    let mut wrong = Vec::new();
    for path in ["zh-CN/index.html", "zh-CN/article/sheet-vlookup.html", "en/category/pdf.html", "en/contact.html"] {
        page.goto(&format!("http://{}/{path}", page.desk.address));
        page.load_axe();
        for dark in [false, true] {
            page.prefer_dark(dark);
            wrong.extend(page.violations().into_iter().map(|it| format!("{path}, dark: {dark}: {it}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
