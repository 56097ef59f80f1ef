use crate::harness::{EN, Page, Setup, be_there, library};
use helplet_content::Ui;
use serde_json::json;

/// An hour in which people are there, and one in which they aren't.
const OFFICE: &str = "2026-11-24T10:00:00+08:00";
const NIGHT: &str = "2026-11-24T20:00:00+08:00";

fn say(page: &Page, text: &str) {
    page.fill(Ui::ChatMessage, text);
    page.press(Ui::ChatSend);
}

#[test]
fn leads_to_a_person_in_any_wording() {
    for asked in ["转人工", "zhuanrengong", "打不开文件，给我找个真人客服"] {
        let page = Setup::default().clock(OFFICE).open();
        be_there(&page.data());
        page.navigate("chat");
        page.press(Ui::ChatSkip);
        say(&page, asked);
        page.reads(Ui::ChatHumanSaid);
        page.find(crate::harness::Role::Button, Ui::ChatHandOver);
        // Once asked for, a person is not answered over.
        say(&page, "忘记密码");
        page.until_js("said", "return root.querySelectorAll('.message.own').length == 2", json!([]));
        assert!(!page.text().contains(library("zh-CN").text(Ui::ChatAnswer)));
    }
}

#[test]
fn leads_to_a_person_in_english() {
    let page = Setup::default().in_language(EN).clock(OFFICE).open();
    be_there(&page.data());
    let t = |name: Ui| library(EN).text(name);
    page.navigate("chat");
    page.press(t(Ui::ChatSkip));
    page.fill(t(Ui::ChatMessage), "let me talk to a humna");
    page.press(t(Ui::ChatSend));
    page.find(crate::harness::Role::Button, t(Ui::ChatHandOver));
}

#[test]
fn says_why_nobody_is_there_and_when_somebody_will_be() {
    let page = Setup::default().clock(NIGHT).open();
    page.navigate("chat/human/account");
    page.reads(Ui::ChatWelcomeHuman);
    page.reads(Ui::ClosedNow);
    page.reads("明天 09:00");
    page.reads(Ui::ChatDescribe);
    say(&page, "登录不了");
    page.find(crate::harness::Role::Button, Ui::ChatLeave);
}
