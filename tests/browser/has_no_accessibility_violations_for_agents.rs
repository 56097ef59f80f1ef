use crate::harness::{Page, Role, Setup, Visitor, noise};
use helplet_content::Ui;

/// Asks axe about each page of the console, in both themes.
fn audit(tag: &str) {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页 https://example.com/", "someone@example.com");
    page.pick(&[&page.on_device("报错.png", &noise(320, 200, 1)), &page.on_device("a.txt", b"text")]);
    page.listed_files(2);
    page.press(Ui::Send);
    let number = page.sent_number();

    let mut wrong = Vec::new();
    let mut look = |page: &Page, screen: &str| {
        page.load_axe();
        for dark in [false, true] {
            page.prefer_dark(dark);
            wrong.extend(page.violations().into_iter().map(|it| format!("{tag} {screen}, dark {dark}: {it}")));
        }
    };
    page.console(&format!("language/{tag}?back=/desk/"));
    look(&page, "sign in");
    page.console("language/zh-CN?back=/desk/");
    page.sign_in();
    page.console(&format!("language/{tag}?back=/desk/"));
    look(&page, "queue");
    page.console("?q=nothing");
    look(&page, "queue without tickets");
    page.console(&format!("tickets/{number}"));
    page.js(
        "document.querySelector('.note-box').open = true; document.querySelector('.keys').open = true",
        serde_json::Value::Null,
    );
    look(&page, "ticket");
    let note = page.find(Role::TextBox, if tag == "en" { "Note for colleagues" } else { "给同事看的备注" });
    page.run(note.send_keys("a note"));
    page.press(if tag == "en" { "Save note" } else { "保存备注" });
    page.shows(if tag == "en" { "The note was saved." } else { "备注已保存。" });
    look(&page, "ticket with a note");

    let here = "return document.querySelector('[name=here]').click()";
    page.console("live");
    page.is_live();
    look(&page, "conversations without any");
    page.js(here, serde_json::Value::Null);
    let mut people = ['A', 'B'].map(|letter| Visitor::new(&page.desk.address, letter));
    let row = "return !!document.querySelector('li[data-number] form')";
    for person in &mut people {
        let talk = serde_json::json!([{ "author": "robot", "body": "x" }]);
        // Until the desk knows that somebody is there.
        crate::harness::until("a conversation", || {
            (person.begins("打印出来是空白页", serde_json::json!({ "talk": talk, "topic": "print", "tier": "member" }))
                == "waiting")
                .then_some(())
        });
    }
    page.until_js("somebody to take", row, serde_json::Value::Null);
    page.keys("t");
    page.until_js("the text", "return document.activeElement.matches('.compose textarea')", serde_json::Value::Null);
    page.keys("/");
    page.until_js("answers", "return !!document.querySelector('.hints li')", serde_json::Value::Null);
    page.js("document.querySelectorAll('.chat details').forEach((it) => it.open = true)", serde_json::Value::Null);
    look(&page, "a conversation");
    page.console(&format!("tickets/{}/block", people[0].number));
    look(&page, "block");
    page.console("figures");
    page.js("document.querySelectorAll('figure details').forEach((it) => it.open = true)", serde_json::Value::Null);
    look(&page, "figures");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn has_no_accessibility_violations_for_agents_in_chinese() {
    audit("zh-CN");
}

#[test]
fn has_no_accessibility_violations_for_agents_in_english() {
    audit("en");
}
