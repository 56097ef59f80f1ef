use crate::harness::{Page, Setup, ZH, article, choice};
use helplet_content::Ui;
use serde_json::json;

fn say(page: &Page, text: &str) {
    page.fill(Ui::ChatMessage, text);
    page.press(Ui::ChatSend);
}

#[test]
fn keeps_the_talk_over_a_reload_and_what_was_not_said_yet() {
    let page = Setup::default().open();
    page.navigate("chat/account");
    say(&page, "忘记密码");
    page.reads(Ui::ChatAnswer);
    page.fill(Ui::ChatMessage, "还没有说完");
    page.reload();
    page.open_widget();
    page.press(Ui::ChatTile);
    page.reads(article(ZH, "forgot-password").title.as_str());
    assert_eq!(page.texts(".message.own .message-body"), [choice("start", 0), "忘记密码"]);
    assert_eq!(page.js("return root.querySelector('.composer textarea').value", json!([])), "还没有说完");
    page.press(Ui::ChatRestart);
    page.press(Ui::DiscardAgain);
    page.reads(Ui::ChatWho);
    page.reload();
    page.open_widget();
    page.press(Ui::ChatTile);
    page.reads(Ui::ChatWho);
}

#[test]
fn speaks_the_language_that_is_shown() {
    let page = Setup::default().open();
    page.navigate("chat/account");
    say(&page, "忘记密码");
    page.reads(Ui::ChatAnswer);
    page.command("setLocale", "en");
    page.reads(article("en", "forgot-password").title.as_str());
}

#[test]
fn begins_where_the_page_says() {
    let page = Setup::default().load();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.js("Helplet('startChat', {topic: 'payment', message: '会员没有到账'})", json!([]));
    page.arrives_at(Ui::ChatTitle);
    page.until_js("the box", "return root.querySelector('.composer textarea')", json!([]));
    assert_eq!(page.texts(".message.own .message-body"), [choice("start", 1)]);
    assert_eq!(page.js("return root.querySelector('.composer textarea').value", json!([])), "会员没有到账");
    page.press(Ui::ChatSend);
    page.until_js("an answer", "return root.querySelectorAll('.message.robot').length == 2", json!([]));
}
