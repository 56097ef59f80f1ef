use crate::harness::{Page, Role, Visitor, unhurried, until};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Counts what is played.
const COUNTS_NOTES: &str = "window.notes = 0;
    const create = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () { window.notes += 1; return create.call(this); };";

fn written(page: &Page) -> String {
    let text = page.js("return document.querySelector('.compose textarea').value", Value::Null);
    text.as_str().unwrap_or_default().to_owned()
}

#[test]
fn takes_and_answers_a_conversation() {
    let page = unhurried().script(COUNTS_NOTES.into()).load();
    page.sign_in();
    page.takes_conversations();
    page.press_label("提示音");
    page.until_js("a sample of the sound", "return window.notes > 0", Value::Null);

    let mut person = Visitor::new(&page.desk.address, 'A');
    let talk = json!([{ "author": "robot", "body": "请重启 <img src=x>" }, { "author": "visitor", "body": "打印出来是空白页" }]);
    assert_eq!(person.begins("打印机没反应", json!({ "topic": "print", "talk": talk })), "waiting");
    page.until_js("the title says so", "return document.title.startsWith('(1) ')", Value::Null);
    page.until_js("it rings", "return window.notes > 2", Value::Null);
    page.until_js("it is offered", "return !!document.querySelector('li[data-group=offered]')", Value::Null);
    page.press("接待");
    page.has_the_focus_in(".compose textarea");
    page.until_js("the title is quiet", "return !document.title.startsWith('(')", Value::Null);
    page.shows("请重启 <img src=x>");
    page.shows("机器人");
    assert_eq!(person.looks()["chat"]["agent"], "Anna");
    until("the person's words are seen", || {
        let ticket = person.looks();
        (ticket["chat"]["seen"] == ticket["messages"][2]["id"]).then_some(())
    });

    // Enter sends, Shift and Enter do not.
    page.keys("您好，");
    page.run(page.find(Role::TextBox, "回复").send_keys(Key::Shift + Key::Enter));
    page.keys("我来看看");
    page.keys(Key::Enter + "");
    until("the answer", || (person.hears().last()? == "您好，\n我来看看").then_some(()));
    page.until_js("an empty text", "return document.querySelector('.compose textarea').value === ''", Value::Null);

    person.types();
    page.shows("对方正在输入…");
    assert_eq!(person.says("<b>还是空白</b> javascript:alert(1) https://example.com/a"), 201);
    page.shows("<b>还是空白</b>");
    page.until_js("nobody types", "return !document.querySelector('p[data-typing]').textContent", Value::Null);
    let links = page.js("return [...document.querySelectorAll('.message.person a')].map((it) => it.href)", Value::Null);
    assert_eq!(links, json!(["https://example.com/a"]));

    // An article for what was said is a click away, and what is begun survives a reload.
    page.click(Role::Button, "插入：");
    assert!(written(&page).contains("/#article/"), "{}", written(&page));
    let begun = written(&page);
    page.reload();
    page.until_js(
        "the draft",
        "return document.querySelector('.compose textarea').value === arguments[0]",
        json!([begun]),
    );
    page.is_live();

    // While nobody looks, a new message is told in the title. Hidden as a tab is that stands behind another.
    page.js(
        "Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
         document.dispatchEvent(new Event('visibilitychange'))",
        Value::Null,
    );
    person.says("还在吗");
    page.until_js("the title says so", "return document.title.startsWith('(1) ')", Value::Null);
    page.js("delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'))", Value::Null);
    page.until_js("the title is quiet", "return !document.title.startsWith('(')", Value::Null);

    page.js("document.querySelector('[data-step-box=end]').open = true", Value::Null);
    page.press("结束会话");
    page.shows("会话已结束。");
    let ticket = person.looks();
    assert_eq!((&ticket["chat"]["state"], &ticket["status"]), (&json!("ended"), &json!("solved")));
}

#[test]
fn converses_by_keyboard_alone() {
    let page = unhurried().load();
    page.sign_in();
    page.takes_conversations();
    let mut people = ['A', 'B'].map(|letter| Visitor::new(&page.desk.address, letter));
    for (at, person) in people.iter_mut().enumerate() {
        person.begins(&format!("第 {at} 位"), json!({}));
        page.shows(&format!("第 {at} 位"));
    }
    for person in &mut people {
        page.keys("t");
        page.has_the_focus_in(&format!("#reply-{}", person.number));
        // A slash in the middle of a word is one; at its start it asks.
        page.keys("见 a/b /补充");
        page.until_js(
            "answers to choose from",
            "return !!document.querySelector('.hints [aria-selected=true]')",
            Value::Null,
        );
        let named = "const text = document.activeElement;
            return document.getElementById(text.getAttribute('aria-activedescendant')).textContent";
        let named = page.js(named, Value::Null);
        page.keys(Key::Down + "");
        page.keys(Key::Up + "");
        page.keys(Key::Enter + "");
        let text = page.js("return document.activeElement.value", Value::Null);
        let text = text.as_str().expect("text");
        assert!(text.starts_with("见 a/b ") && !text.contains("/补充") && text.chars().count() > 20, "{named}: {text}");
        page.keys(Key::Enter + "");
        until("the answer", || (person.hears().last()?.starts_with("见 a/b ")).then_some(()));
        page.keys(Key::Escape + "");
        page.has_the_focus_in("section.chat");
    }
    // From column to column, round at the end.
    page.keys("j");
    page.has_the_focus_in(&format!("#chat-{}", people[0].number));
    page.keys("k");
    page.has_the_focus_in(&format!("#chat-{}", people[1].number));
    page.keys("n");
    page.keys("同事看看");
    page.run(page.find(Role::TextBox, "给同事看的备注").send_keys(Key::Control + Key::Enter));
    page.until_js(
        "the note",
        "return document.querySelector('.message.note .body')?.textContent === '同事看看'",
        Value::Null,
    );
    assert!(!people[1].hears().contains(&"同事看看".to_owned()));
    page.keys(Key::Escape + "");
    page.keys("e");
    page.has_the_focus_in(&format!("#end-{}", people[1].number));
    page.tab_to("button", "结束会话");
    page.keys(Key::Enter + "");
    until("the end", || (people[1].looks()["chat"]["state"] == "ended").then_some(()));
    page.has_the_focus_in(&format!("#chat-{}", people[1].number));
    page.keys("c");
    page.until_js("one column", "return document.querySelectorAll('section.chat').length === 1", Value::Null);
}

#[test]
fn gives_a_conversation_to_a_colleague_and_blocks_who_misbehaves() {
    let page = unhurried().load();
    page.sign_in();
    page.takes_conversations();
    let mut person = Visitor::new(&page.desk.address, 'A');
    person.begins("我要发票", json!({}));
    page.press("接待");
    page.has_the_focus_in(".compose textarea");

    let ben = page.beside("zh-CN");
    ben.sign_in_as("ben", "小本");
    ben.takes_conversations();
    // Who is there by now is known after a reload.
    page.reload();
    page.is_live();
    page.keys("x");
    page.choose("转给", "小本 (0/4)");
    page.press("转接");
    page.until_js("the column is closed", "return !document.querySelector('section.chat')", Value::Null);
    ben.until_js("it is offered", "return !!document.querySelector('li[data-group=offered]')", Value::Null);
    page.shows("正在请 小本 接待");
    ben.press("接待");
    page.shows("小本");
    ben.has_the_focus_in(".compose textarea");
    ben.keys("我是小本");
    ben.keys(Key::Enter + "");
    until("the answer", || (person.hears().last()? == "我是小本").then_some(()));
    assert_eq!(person.looks()["chat"]["agent"], "小本");

    ben.click(Role::Link, "收起会话");
    ben.console(&format!("tickets/{}", person.number));
    ben.click(Role::Link, "屏蔽此人");
    ben.shows("屏蔽工单");
    assert_eq!(person.looks()["chat"]["state"], "talking");
    ben.press("屏蔽此人");
    ben.shows("已屏蔽，不能再发消息");
    assert_eq!(person.says("再来"), 403);
    page.until_js("it is in no list", "return !document.querySelector('li[data-number]')", Value::Null);
}

#[test]
fn asks_for_one_conversation_among_two_hundred() {
    let page = unhurried().setting("--chat-wait", "1h").setting("--chat-offer", "1h").load();
    page.sign_in();
    page.takes_conversations();
    let mut person = Visitor::new(&page.desk.address, 'A');
    for at in 0..200 {
        person.begins(&format!("第 {at} 位"), json!({}));
    }
    page.until_js("all of them", "return document.querySelectorAll('li[data-number]').length === 200", Value::Null);
    // Until nothing has been asked for in a second: the places of those who came are told.
    page.until_js(
        "quiet",
        "const last = Math.max(...performance.getEntriesByType('resource').map((it) => it.responseEnd));
         return performance.now() - last > 1000",
        Value::Null,
    );
    page.js("performance.clearResourceTimings(); performance.setResourceTimingBufferSize(1000)", Value::Null);
    page.js(
        "window.untouched = document.querySelector(`li[data-number]:not([data-number='${arguments[0]}'])`)",
        json!([person.number]),
    );
    let updated = "return document.querySelector(`li[data-number='${arguments[0]}']`).dataset.updated";
    let before = page.js(updated, json!([person.number]));
    assert_eq!(person.says("还在等"), 201);
    page.until_js(
        "the row is drawn anew",
        "return document.querySelector(`li[data-number='${arguments[0]}']`).dataset.updated !== arguments[1]",
        json!([person.number, before]),
    );
    let asked =
        page.js("return performance.getEntriesByType('resource').map((it) => new URL(it.name).pathname)", Value::Null);
    assert_eq!(asked, json!([format!("/desk/live/chats/{}", person.number)]));
    assert_eq!(page.js("return window.untouched.isConnected", Value::Null), json!(true));
}
