use crate::harness::{EN, Page, Role, Setup, ZH, library, noise};
use helplet_content::Ui;
use serde_json::json;

/// Goes to each screen in both themes and asks axe.
fn audit(lang: &str) {
    let page = Setup::default().in_language(lang).open();
    page.load_axe();
    let t = |name: Ui| library(lang).text(name);
    let mut wrong = Vec::new();
    let mut look = |page: &Page, screen: &str| {
        for theme in ["light", "dark"] {
            page.command("setTheme", theme);
            page.until_js(theme, "return host.dataset.theme == arguments[0]", json!([theme]));
            wrong.extend(page.violations().into_iter().map(|it| format!("{lang} {theme} {screen}: {it}")));
        }
    };
    look(&page, "home");
    for path in [
        "category/pdf",
        "article/file-wont-open",
        "article/sheet-vlookup",
        "article/no-such-article",
        "wizard",
        "wizard/payment",
        "contact",
        "tickets",
        "ticket",
    ] {
        page.navigate(path);
        look(&page, path);
    }
    page.press(t(Ui::Send));
    page.reads(t(Ui::FaultRequired));
    look(&page, "ticket with faults");

    page.navigate("ticket/other");
    page.fill(t(Ui::Description), "blank pages");
    page.fill(t(Ui::Email), "someone@example.com");
    page.pick(&[&page.on_device("a.txt", b"text"), &page.on_device("b.png", &noise(30, 30, 1))]);
    page.listed_files(2);
    look(&page, "ticket with files");
    page.press(helplet_content::ui::fill(t(Ui::Edit), &[("name", "b.png")]));
    page.find(Role::Button, t(Ui::EditorDone));
    look(&page, "picture editor");
    page.press(t(Ui::EditorLeave));
    page.gone(Role::Button, t(Ui::EditorLeave));
    page.press(t(Ui::Send));
    page.arrives_at(t(Ui::SentTitle));
    look(&page, "sent");
    page.navigate("tickets");
    look(&page, "tickets, one sent");

    page.press(t(Ui::Back));
    page.press(t(Ui::Home));
    page.results("pdf");
    look(&page, "results");
    page.search("qqxxzzvvkkjj");
    page.until_js("nothing found", "return root.querySelector('.nothing')", json!([]));
    look(&page, "nothing found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn has_no_accessibility_violations_in_chinese() {
    audit(ZH);
}

#[test]
fn has_no_accessibility_violations_in_english() {
    audit(EN);
}
