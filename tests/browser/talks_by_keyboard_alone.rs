use crate::harness::{Page, Role, messages, standing, t, tickets, unhurried, until};
use helplet_content::Ui;
use serde_json::{Value, json};
use thirtyfour::Key;

/// Goes on to a button and presses it.
#[track_caller]
fn push(page: &Page, name: &str) {
    page.tab_to("button", name);
    page.keys(Key::Enter + "");
}

/// An agent at her console, who takes conversations.
fn agent_beside(person: &Page, name: &str, shown_as: &str) -> Page {
    let agent = person.beside("zh-CN");
    agent.sign_in_as(name, shown_as);
    agent.takes_conversations();
    agent
}

#[test]
fn talks_by_keyboard_alone_on_both_sides() {
    let person = unhurried().load();
    let anna = agent_beside(&person, "anna", "Anna");

    // The person: from the page to somebody who is there.
    person.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    push(&person, t(Ui::LauncherLabel));
    person.has_the_focus_in("input");
    push(&person, t(Ui::ChatTile));
    person.arrives_at(Ui::ChatTitle);
    push(&person, t(Ui::ChatAskHuman));
    push(&person, t(Ui::ChatSkip));
    person.has_the_focus_in("textarea");
    person.keys("登录不了");
    person.keys(Key::Enter + "");
    person.reads(Ui::ChatThere);
    push(&person, t(Ui::ChatHandOver));
    person.reads(Ui::ChatWaiting);
    let number = tickets(&person.data())[0].number.clone();

    // The agent: takes it, sends an article found by its words, leaves a note.
    anna.until_js("it is offered", "return !!document.querySelector('li[data-group=offered]')", Value::Null);
    anna.keys("t");
    anna.has_the_focus_in(".compose textarea");
    anna.keys("/忘记密码");
    anna.until_js("answers", "return !!document.querySelector('.hints [aria-selected=true]')", Value::Null);
    anna.keys(Key::Enter + "");
    anna.until_js("what is sent", "return document.activeElement.value.includes('/#article/')", Value::Null);
    anna.keys(Key::Enter + "");
    person.reads("/#article/");
    person.has_the_focus_in(".reply textarea");
    person.keys("手机号也换了");
    person.keys(Key::Enter + "");
    anna.shows("手机号也换了");
    anna.keys(Key::Escape + "");
    anna.has_the_focus_in("section.chat");
    anna.keys("n");
    anna.has_the_focus_in("textarea.note");
    anna.keys("换号要看证件");
    anna.run(anna.find(Role::TextBox, "给同事看的备注").send_keys(Key::Control + Key::Enter));
    anna.shows("换号要看证件");

    // A colleague takes over.
    let ben = agent_beside(&person, "ben", "小本");
    anna.reload();
    anna.is_live();
    anna.keys("x");
    anna.has_the_focus_in("select");
    anna.keys("小");
    push(&anna, "转接");
    ben.until_js("it is offered", "return !!document.querySelector('li[data-group=offered]')", Value::Null);
    ben.keys("t");
    ben.has_the_focus_in(".compose textarea");
    ben.shows("换号要看证件");
    person.is_talked_to_by("小本");
    ben.keys("请上传证件");
    ben.keys(Key::Enter + "");
    person.reads("请上传证件");

    // The person ends it, says whether it helped, and has one thing more.
    push(&person, t(Ui::ChatEnd));
    until("asked once more", || person.focused().contains(t(Ui::DiscardAgain)).then_some(()));
    person.keys(Key::Enter + "");
    person.reads(Ui::RatingQuestion);
    push(&person, t(Ui::RatingYes));
    until("the rating", || (standing(&person.data(), &number).2 == Some(1)).then_some(()));
    push(&person, t(Ui::ChatResume));
    person.reads(Ui::ChatWaiting);
    ben.until_js("it is offered", "return !!document.querySelector('li[data-group=offered]')", Value::Null);
    ben.keys("t");
    ben.has_the_focus_in(".compose textarea");
    person.is_talked_to_by("小本");

    // The agent ends it.
    ben.keys(Key::Escape + "");
    ben.keys("e");
    ben.has_the_focus_in("select");
    push(&ben, "结束会话");
    person.reads(Ui::ChatEnded);
    let said = messages(&person.data(), &number);
    assert_eq!(
        (&*said[0], &said[2..]),
        ("登录不了", &["手机号也换了", "换号要看证件", "请上传证件"].map(str::to_owned)[..])
    );
    assert!(!person.text().contains("换号要看证件"), "a note is among agents");
}
