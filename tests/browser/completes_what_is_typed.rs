use crate::harness::{Page, Role, Setup, until};
use helplet_content::Ui;
use serde_json::json;

fn line(page: &Page) -> Vec<String> {
    page.texts(".offer")
}

/// Where the results begin, in CSS pixels from the top.
fn top(page: &Page) -> f64 {
    page.js("return root.querySelector('.options').getBoundingClientRect().top", json!([])).as_f64().unwrap_or(-1.0)
}

fn typed(page: &Page) -> String {
    let value = page.js("return root.querySelector('[role=combobox]').value", json!([]));
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn completes_what_is_typed() {
    let page = Setup::default().open();
    page.results("会员续");
    until("a completion", || line(&page).contains(&"会员续费怎么取消".to_owned()).then_some(()));
    page.find(Role::Button, "会员续费怎么取消");
    let before = top(&page);
    page.press("会员续费怎么取消");
    until("the whole question in the field", || (typed(&page) == "会员续费怎么取消").then_some(()));
    until("no completion that is what was typed", || {
        (!line(&page).contains(&"会员续费怎么取消".to_owned())).then_some(())
    });
    assert!(page.focused().starts_with("input"), "{}", page.focused());
    page.reads(page.texts(".option-title")[0].clone());
    assert_eq!(top(&page), before, "results jumped");

    // Pinyin is completed in characters; a question with no completion leaves the line as high.
    page.results("wangj");
    until("a completion of pinyin", || line(&page).iter().any(|text| text.starts_with("忘记密码")).then_some(()));
    assert_eq!(top(&page), before, "results jumped");
    page.results("昨天充的会员今天打开还是要我充钱");
    until("no completion", || line(&page).is_empty().then_some(()));
    assert_eq!(top(&page), before, "results jumped");
    page.press(Ui::SearchClear);
    page.until_js("no line while nothing is asked", "return !root.querySelector('.offer-line')", json!([]));
}

#[test]
fn a_completion_is_reached_by_keyboard() {
    let page = Setup::default().in_language("en").open();
    page.results("recov");
    let first = until("a completion", || line(&page).first().cloned());
    page.tab_to("button", first.as_str());
    page.keys(thirtyfour::Key::Enter + "");
    until("the completion in the field", || (typed(&page) == first).then_some(()));
    page.keys(thirtyfour::Key::Enter + "");
    page.arrives_at("Recover work you didn't save");
}
