use crate::harness::{EN, Page, Role, Setup, ZH, answer, library, noise};
use helplet_content::Ui;
use helplet_desk_api::Status;
use serde_json::json;
use thirtyfour::Key;

/// Goes to each screen in both themes and asks axe.
fn audit(lang: &str) {
    let page = Setup::default().in_language(lang).tolerate("/v1/tickets/").open();
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

    page.navigate("chat");
    look(&page, "chat, to begin");
    page.press(t(Ui::ChatSkip));
    let about = if lang == ZH {
        ["密码", "忘记密码", "qqxxzzvvkkjj", "转人工"]
    } else {
        ["password", "forgot my password", "qqxxzzvvkkjj", "agent"]
    };
    for text in about {
        page.fill(t(Ui::ChatMessage), text);
        page.press(t(Ui::ChatSend));
        page.reads(text);
        look(&page, &format!("chat, {text}"));
    }

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
    let number = page.texts(".ticket-number .number").pop().expect("a number");
    answer(&page.data(), &number, "try again", Some(Status::Waiting));
    page.navigate("tickets");
    page.reads(t(Ui::StatusWaiting));
    look(&page, "tickets, one sent");
    page.press("blank pages");
    page.reads("try again");
    page.until_js("the picture", "return root.querySelector('.message .thumb')", json!([]));
    look(&page, "thread");
    page.press(helplet_content::ui::fill(t(Ui::Enlarge), &[("name", "b.png")]));
    page.until_js("large", "return root.querySelector('.larger')", json!([]));
    look(&page, "picture of a thread");
    page.keys(Key::Escape + "");
    answer(&page.data(), &number, "better?", Some(Status::Solved));
    page.reads(t(Ui::RatingQuestion));
    page.press(t(Ui::RatingNo));
    page.find(Role::TextBox, t(Ui::RatingComment));
    look(&page, "thread, solved");
    page.navigate("ticket/123-456-7890");
    page.reads(t(Ui::ThreadUnknown));
    look(&page, "no such thread");

    page.navigate("home");
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
