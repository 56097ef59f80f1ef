use crate::harness::{Page, Role, Setup, t};
use helplet_content::{Ui, ui};
use serde_json::json;

fn paper(page: &Page) -> String {
    page.js("return getComputedStyle(root.querySelector('.panel')).backgroundColor", json!([]))
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// What native controls and scroll bars follow.
fn controls(page: &Page) -> String {
    page.js("return getComputedStyle(root.querySelector('.panel')).colorScheme", json!([]))
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

const LIGHT: &str = "rgb(255, 255, 255)";
const DARK: &str = "rgb(23, 26, 33)";

/// Presses the theme button, which names the theme that is on.
fn next_theme(page: &Page, on: Ui) {
    page.press(ui::fill(t(Ui::ThemeIs), &[("theme", t(on))]));
}

#[test]
fn follows_the_system_until_a_theme_is_chosen() {
    let page = Setup::default().dark().open();
    assert_eq!(paper(&page), DARK);
    page.prefer_dark(false);
    assert_eq!(paper(&page), LIGHT);

    next_theme(&page, Ui::ThemeAuto);
    page.prefer_dark(true);
    page.find(Role::Button, ui::fill(t(Ui::ThemeIs), &[("theme", t(Ui::ThemeLight))]));
    assert_eq!((paper(&page).as_str(), controls(&page).as_str()), (LIGHT, "light"), "light was chosen");
    next_theme(&page, Ui::ThemeLight);
    page.prefer_dark(false);
    page.find(Role::Button, ui::fill(t(Ui::ThemeIs), &[("theme", t(Ui::ThemeDark))]));
    assert_eq!((paper(&page).as_str(), controls(&page).as_str()), (DARK, "dark"), "dark was chosen");

    // The choice is kept on the device.
    page.reload();
    page.open_widget();
    assert_eq!(paper(&page), DARK);

    // And the page itself can set it.
    page.command("setTheme", "light");
    page.until_js(
        "light",
        "return getComputedStyle(root.querySelector('.panel')).backgroundColor == arguments[0]",
        json!([LIGHT]),
    );
}
