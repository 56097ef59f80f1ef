use crate::harness::{Page, Role, Setup, ZH, answer, article, be_there, messages, t, take, tickets, until};
use helplet_content::{Ui, ui};
use serde_json::json;
use thirtyfour::Key;

fn say(page: &Page, text: &str) {
    page.fill(Ui::ChatMessage, text);
    page.press(Ui::ChatSend);
}

/// A page whose visitor has asked the robot and then for a person who is there; the ticket's number.
fn handed_over() -> (Page, String) {
    let page = Setup::default().clock("2026-11-24T10:00:00+08:00").open();
    be_there(&page.data());
    page.navigate("chat/account");
    say(&page, "忘记密码");
    page.reads(Ui::ChatAnswer);
    say(&page, "还是不行，转人工");
    page.reads(Ui::ChatThere);
    page.press(Ui::ChatHandOver);
    page.reads(Ui::ChatWaiting);
    let number = tickets(&page.data())[0].number.clone();
    (page, number)
}

#[test]
fn takes_the_talk_along_and_goes_on_in_the_same_place() {
    let (page, number) = handed_over();
    let said = messages(&page.data(), &number);
    assert_eq!(said[0], "忘记密码");
    assert!(said[1].contains(&article(ZH, "forgot-password").title), "{said:?}");
    assert_eq!(said[2], "还是不行，转人工");
    // The same bubbles, the robot's among them.
    page.until_js("the robot's", "return root.querySelector('.bubbles .message.robot')", json!([]));

    take(&page.data(), &number);
    answer(&page.data(), &number, "您好，我来看看 https://help.example/reset", None);
    page.reads(ui::fill(t(Ui::ChatTalking), &[("name", "小林")]));
    let link = page.find(Role::Link, "https://help.example/reset");
    assert_eq!(page.run(link.attr("rel")).as_deref(), Some("noopener noreferrer nofollow"));

    // Enter sends while somebody is there, and the focus stays.
    page.fill(Ui::Reply, "<b>手机号</b>换了");
    page.keys(Key::Enter + "");
    until("the message at the desk", || {
        messages(&page.data(), &number).contains(&"<b>手机号</b>换了".to_owned()).then_some(())
    });
    page.reads("<b>手机号</b>换了");
    assert!(page.focused().starts_with("textarea"), "{}", page.focused());
}

#[test]
fn is_there_again_on_the_next_page_and_counts_what_came_meanwhile() {
    let (page, number) = handed_over();
    page.reload();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    answer(&page.data(), &number, "还在吗", None);
    page.open_widget();
    page.until_js("the count", "return root.querySelector('.launcher .badge')", json!([]));
    page.press(Ui::ChatTile);
    page.press(Ui::ChatContinue);
    page.reads("还在吗");
    page.until_js("no count", "return !root.querySelector('.launcher .badge')", json!([]));
}

#[test]
fn ends_with_a_rating_and_may_go_on() {
    let (page, number) = handed_over();
    take(&page.data(), &number);
    page.reads(ui::fill(t(Ui::ChatTalking), &[("name", "小林")]));
    page.press(Ui::ChatEnd);
    page.press(Ui::DiscardAgain);
    page.reads(Ui::ChatEnded);
    page.reads(Ui::RatingQuestion);
    page.press(Ui::RatingYes);
    page.reads(Ui::RatingThanks);
    page.find(Role::Button, Ui::ChatSave);
    page.press(Ui::ChatResume);
    page.gone(Role::Button, Ui::ChatResume);
    page.find(Role::Button, Ui::ChatEnd);
}

#[test]
fn says_when_nobody_is_there_although_it_is_the_hour() {
    let page = Setup::default().clock("2026-11-24T10:00:00+08:00").open();
    page.navigate("chat/human/account");
    say(&page, "登录不了");
    page.reads(Ui::ChatNobody);
    page.press(Ui::ChatLeave);
    let number = until("the ticket", || tickets(&page.data()).first().map(|it| it.number.clone()));
    page.reads(ui::fill(t(Ui::ChatMissed), &[("number", &number)]));
    page.fill(Ui::ChatAddress, "someone@example.com");
    page.press(Ui::ChatAddressSave);
    until("the address", || (tickets(&page.data())[0].email == "someone@example.com").then_some(()));
}
