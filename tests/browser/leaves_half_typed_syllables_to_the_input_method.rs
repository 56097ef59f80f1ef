use crate::harness::{Page, Setup, ZH, article, until};
use serde_json::json;

fn compose(page: &Page, text: &str) {
    let end = text.len();
    page.devtools("Input.imeSetComposition", json!({"text": text, "selectionStart": end, "selectionEnd": end}));
}

/// Enter as the browser reports it while an input method is composing.
fn enter(page: &Page) {
    for kind in ["rawKeyDown", "keyUp"] {
        page.devtools(
            "Input.dispatchKeyEvent",
            json!({"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}),
        );
    }
}

#[test]
fn leaves_half_typed_syllables_to_the_input_method() {
    let page = Setup::default().open();
    page.run(page.search_field().click());

    compose(&page, "wenjian da");
    page.until_js(
        "the syllables in the field",
        "return root.querySelector('[role=combobox]').value == 'wenjian da'",
        json!([]),
    );
    assert_eq!(page.texts("[role=option]"), [""; 0], "half-typed syllables were searched for");

    // Results of an earlier query stay; Enter then chooses a candidate, not a result.
    page.devtools("Input.insertText", json!({"text": "文件打不开"}));
    until("results once it is typed", || {
        page.texts(".option-title").contains(&article(ZH, "file-wont-open").title).then_some(())
    });
    let before = page.texts(".option-title");
    compose(&page, "zenme");
    enter(&page);
    page.until_js("still home", "return root.querySelector('[data-screen=home]')", json!([]));
    assert_eq!(page.texts(".option-title"), before, "half-typed syllables were searched for");

    page.devtools("Input.insertText", json!({"text": "怎么办"}));
    page.until_js(
        "the whole query",
        "return root.querySelector('[role=combobox]').value == '文件打不开怎么办'",
        json!([]),
    );
    page.keys(thirtyfour::Key::Enter + "");
    page.arrives_at(&article(ZH, "file-wont-open").title);
}
