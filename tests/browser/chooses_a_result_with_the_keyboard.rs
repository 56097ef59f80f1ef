use crate::harness::{Page, Setup, until};
use serde_json::json;
use thirtyfour::Key;

/// The title of the result that assistive technology is told of.
fn active(page: &Page) -> String {
    let title = page.js(
        "const field = root.querySelector('[role=combobox]'), chosen = root.getElementById(field.getAttribute('aria-activedescendant'));
         if (!chosen) return '';
         if (chosen.getAttribute('aria-selected') != 'true') return 'not selected';
         return chosen.querySelector('.option-title').textContent",
        json!([]),
    );
    title.as_str().unwrap_or_default().to_owned()
}

fn expanded(page: &Page) -> String {
    let state = page.js("return root.querySelector('[role=combobox]').getAttribute('aria-expanded')", json!([]));
    state.as_str().unwrap_or_default().to_owned()
}

#[test]
fn chooses_a_result_with_the_keyboard() {
    let page = Setup::default().open();
    assert_eq!(expanded(&page), "false");
    let titles = page.results("会员");
    assert!(titles.len() > 2, "{titles:?}");
    assert_eq!(expanded(&page), "true");
    let listed = page.js(
        "return root.getElementById(root.querySelector('[role=combobox]').getAttribute('aria-controls')).role",
        json!([]),
    );
    assert_eq!(listed, "listbox");
    assert_eq!(active(&page), "");

    for (key, at) in
        [(Key::Down, 0), (Key::Down, 1), (Key::Up, 0), (Key::Up, titles.len() - 1), (Key::Down, 0), (Key::Down, 1)]
    {
        page.keys(key + "");
        until("the next result", || (active(&page) == titles[at]).then_some(()));
    }
    page.keys(Key::Enter + "");
    page.arrives_at(&titles[1]);
}

#[test]
fn escape_empties_the_field_first_and_then_closes_the_panel() {
    let page = Setup::default().open();
    page.results("会员");
    page.keys(Key::Escape + "");
    page.until_js(
        "an empty field",
        "return root.querySelector('[role=combobox]').value == '' && !root.querySelector('[role=option]')",
        json!([]),
    );
    page.keys(Key::Escape + "");
    page.until_js(
        "a closed panel",
        "return root.querySelector('.panel').hidden && root.activeElement.className == 'launcher'",
        json!([]),
    );
}
