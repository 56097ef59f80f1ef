use crate::harness::{EN, Page, Role, Visitor, ZH, library, noise, unhurried};
use helplet_content::Ui;
use serde_json::{Value, json};
use thirtyfour::Key;

/// Asks axe about both sides of a talk at each of its stages, in both themes.
fn audit(lang: &'static str) {
    let t = |name: Ui| library(lang).text(name);
    let person = unhurried().in_language(lang).tolerate("transcript").open();
    person.load_axe();
    let mut wrong = Vec::new();
    let mut look = |page: &Page, stage: &str| {
        for theme in ["light", "dark"] {
            page.prefer_dark(theme == "dark");
            if page.js("return !!host", Value::Null) == json!(true) {
                page.command("setTheme", theme);
                page.until_js(theme, "return host.dataset.theme == arguments[0]", json!([theme]));
            }
            wrong.extend(page.violations().into_iter().map(|it| format!("{lang} {theme} {stage}: {it}")));
        }
    };
    let agent = person.beside("zh-CN");
    agent.sign_in();
    agent.takes_conversations();
    agent.console(&format!("language/{lang}?back=/desk/live"));
    agent.is_live();
    agent.load_axe();

    person.navigate("chat/human/account");
    person.fill(t(Ui::ChatMessage), "blank pages");
    person.press(t(Ui::ChatSend));
    person.reads(t(Ui::ChatThere));
    look(&person, "before the hand-over");
    person.press(t(Ui::ChatHandOver));
    person.reads(t(Ui::ChatWaiting));
    look(&person, "waiting");
    agent.until_js("it is offered", "return !!document.querySelector('li[data-group=offered]')", Value::Null);
    look(&agent, "an offer");
    agent.keys("t");
    agent.has_the_focus_in(".compose textarea");

    // Two conversations side by side, with files, a note, what is seen and somebody who types.
    let mut second = Visitor::new(&person.desk.address, 'B');
    second.begins("a second one", json!({ "topic": "print", "tier": "member" }));
    person.pick(&[&person.on_device("a.txt", b"text")]);
    person.pastes(".reply textarea", &noise(30, 30, 1));
    person.listed_files(2);
    person.fill(t(Ui::Reply), "look");
    person.keys(Key::Enter + "");
    agent.until_js("the picture", "return !!document.querySelector('.messages .thumbnail img')", Value::Null);
    agent.until_js("the second", "return !!document.querySelector('li[data-number] form')", Value::Null);
    agent.keys(Key::Escape + "");
    agent.keys("t");
    agent.until_js("two columns", "return document.querySelectorAll('section.chat').length == 2", Value::Null);
    agent.has_the_focus_in(".compose textarea");
    person.types_until_seen_by(&agent);
    agent.keys("/");
    agent.until_js("answers", "return !!document.querySelector('.hints li')", Value::Null);
    agent.js("document.querySelectorAll('.chat details').forEach((it) => it.open = true)", Value::Null);
    look(&agent, "two conversations and the answers to choose from");

    agent.keys(Key::Escape + "");
    agent.js("document.querySelectorAll('.compose textarea').forEach((it) => it.value = '')", Value::Null);
    agent.types_until_seen_by(&person);
    look(&person, "talking, and the agent types");
    agent.keys(Key::Enter + "");
    person.until_js("the answer", "return root.querySelector('.message:not(.own)')", Value::Null);

    person.press(t(Ui::ChatEnd));
    person.press(t(Ui::DiscardAgain));
    person.reads(t(Ui::RatingQuestion));
    look(&person, "ended");
    person.press(t(Ui::RatingNo));
    person.find(Role::TextBox, t(Ui::RatingComment));
    person.press(t(Ui::ChatMail));
    look(&person, "ended and rated");
    look(&agent, "one has ended");

    let number = second.number.clone();
    agent.console(&format!("tickets/{number}/block"));
    agent.load_axe();
    look(&agent, "before the block");
    agent.js("document.querySelector('form.confirm button.main').click()", Value::Null);
    agent.until_js("blocked", "return !location.pathname.endsWith('block')", Value::Null);
    agent.load_axe();
    look(&agent, "a blocked person's ticket");
    agent.console("figures");
    agent.load_axe();
    agent.js("document.querySelectorAll('figure details').forEach((it) => it.open = true)", Value::Null);
    look(&agent, "figures");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn has_no_accessibility_violations_in_a_talk_in_chinese() {
    audit(ZH);
}

#[test]
fn has_no_accessibility_violations_in_a_talk_in_english() {
    audit(EN);
}
