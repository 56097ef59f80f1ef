use crate::harness::{EN, Page, Role, Setup, ZH, article, library, until};
use helplet_content::{Ui, ui};
use serde_json::json;

fn asks(page: &Page, lang: &str, typed: &str, meant: &str, id: &str) {
    page.results(typed);
    let question = ui::fill(library(lang).text(Ui::SearchMeant), &[("query", meant)]);
    page.find(Role::Button, question.as_str());
    page.until_js(
        "the question said aloud",
        "return root.querySelector('[role=status]').textContent.includes(arguments[0])",
        json!([question]),
    );
    page.press(question.as_str());
    until("what was meant in the field, and its article first", || {
        let value = page.js("return root.querySelector('[role=combobox]').value", json!([]));
        let first = page.texts(".option-title").first().cloned();
        (value == meant && first.as_ref() == Some(&article(lang, id).title)).then_some(())
    });
    page.gone(Role::Button, question.as_str());
}

#[test]
fn asks_what_was_meant() {
    let page = Setup::default().open();
    asks(&page, ZH, "航距太大", "行距太大", "writer-line-spacing");
    asks(&page, ZH, "djcg", "冻结窗格", "sheet-freeze-panes");
}

#[test]
fn asks_what_was_meant_in_english() {
    let page = Setup::default().in_language("en").open();
    asks(&page, EN, "corupted file", "corrupted file", "file-corrupted");
}
