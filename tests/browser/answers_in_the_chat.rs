use crate::harness::{Page, Role, Setup, ZH, article, library, until};
use helplet_content::Ui;
use serde_json::json;

fn begun(page: &Page) {
    page.navigate("chat");
    page.press(Ui::ChatSkip);
    page.reads(Ui::ChatWelcome);
}

fn say(page: &Page, text: &str) {
    page.fill(Ui::ChatMessage, text);
    page.press(Ui::ChatSend);
}

#[test]
fn answers_with_the_first_steps_and_leads_to_the_whole_article() {
    let page = Setup::default().open();
    page.press(Ui::ChatTile);
    page.arrives_at(Ui::ChatTitle);
    page.press(library(ZH).wizard[0].choices[0].label.as_str());
    page.reads(Ui::ChatWelcome);
    say(&page, "忘记密码");
    page.reads(Ui::ChatAnswer);
    let answer = article(ZH, "forgot-password");
    assert_eq!(page.texts(".chat-steps > .strong"), [answer.title.as_str()]);
    assert!(page.texts(".chat-steps li").len() > 1, "the first steps are shown");
    // The focus stays where one types.
    assert!(page.focused().starts_with("textarea"), "{}", page.focused());
    page.click(Role::Button, Ui::Yes);
    page.reads(Ui::ChatGlad);
    page.press(Ui::ChatOpen);
    page.arrives_at(&answer.title);
    page.press(Ui::Back);
    page.arrives_at(Ui::ChatTitle);
    page.reads(Ui::ChatGlad);
}

#[test]
fn answers_with_the_network_cut() {
    let mut page = Setup::default().unreachable().open();
    until("the whole widget", || (page.fetched_parts().len() == 1).then_some(()));
    page.network(false);
    page.desk.stop();
    begun(&page);
    say(&page, "wangjimima");
    page.reads(Ui::ChatAnswer);
    page.reads(article(ZH, "forgot-password").title.as_str());
}

#[test]
fn offers_choices_where_it_is_not_sure() {
    let page = Setup::default().open();
    begun(&page);
    say(&page, "密码");
    page.reads(Ui::ChatChoices);
    let choices = page.texts(".message .choice");
    assert!((3..=5).contains(&choices.len()), "{choices:?}");
    page.press(choices[0].as_str());
    page.until_js("its answer", "return root.querySelector('.chat-steps')", json!([]));
    assert_eq!(page.texts(".chat-steps > .strong"), choices[..1]);
    say(&page, "谢谢");
    page.reads(Ui::ChatThanks);
}

#[test]
fn says_so_where_it_knows_nothing_and_shows_ways_on() {
    let page = Setup::default().open();
    begun(&page);
    say(&page, "附近有什么好吃的");
    page.reads(Ui::ChatNothing);
    for way in [Ui::WizardTile, Ui::ChatHuman, Ui::TicketTile] {
        page.find(Role::Button, way);
    }
    page.press(Ui::TicketTile);
    page.arrives_at(Ui::TicketTitle);
    assert_eq!(page.texts(".trail li"), ["附近有什么好吃的"], "what was asked goes along");
}
