use crate::harness::{Page, Setup, be_there, files, messages, noise, tickets, until};
use helplet_content::Ui;
use serde_json::json;

fn say(page: &Page, text: &str) {
    page.fill(Ui::ChatMessage, text);
    page.press(Ui::ChatSend);
}

#[test]
fn makes_the_talk_a_ticket_in_one_step_when_nobody_is_there() {
    let page = Setup::default().clock("2026-11-24T20:00:00+08:00").open();
    page.navigate("chat/payment");
    say(&page, "会员没有到账");
    page.until_js("an answer", "return root.querySelectorAll('.message.robot').length == 2", json!([]));
    say(&page, "转人工");
    page.reads(Ui::ClosedNow);
    page.pick(&[&page.on_device("receipt.png", &noise(30, 30, 1))]);
    page.listed_files(1);
    page.fill(Ui::Email, "someone@example.com");
    page.press(Ui::ChatLeave);
    page.until_js("the thread", "return root.querySelector('.thread')", json!([]));
    let stored = tickets(&page.data());
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].kind, "payment");
    assert_eq!(stored[0].description, "会员没有到账");
    assert_eq!(stored[0].email, "someone@example.com");
    let said = messages(&page.data(), &stored[0].number);
    assert!(said.contains(&"转人工".to_owned()), "the talk goes along: {said:?}");
    assert_eq!(files(&page.data()).len(), 1);
    // The talk is over on the device: it is a ticket now.
    assert_eq!(page.js("return localStorage['helplet:chat'] || ''", json!([])), "");
}

#[test]
fn waits_visibly_without_a_network_and_goes_on_by_itself() {
    let mut page = Setup::default().clock("2026-11-24T10:00:00+08:00").unreachable().open();
    be_there(&page.data());
    page.navigate("chat/human/account");
    page.network(false);
    page.desk.stop();
    say(&page, "手机号换了登不进去");
    page.press(Ui::ChatHandOver);
    page.reads(Ui::WaitingNetwork);
    say(&page, "很着急");
    page.reads("很着急");
    page.desk.start_again();
    page.network(true);
    page.until_js("the thread", "return root.querySelector('.thread')", json!([]));
    page.until_js("what was said since", "return root.querySelectorAll('.message.own').length >= 2", json!([]));
    let stored = tickets(&page.data());
    assert_eq!(stored.len(), 1);
    until("what was said since, at the desk", || {
        messages(&page.data(), &stored[0].number).contains(&"很着急".to_owned()).then_some(())
    });
}
