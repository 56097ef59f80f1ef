use crate::harness::{Role, hours_pass, meet, standing, tickets, unhurried};
use helplet_content::Ui;

#[test]
fn goes_on_with_an_ended_talk_for_a_day_and_then_says_what_else_there_is() {
    // Once it is too late, the desk refuses.
    let (person, agent) = meet(unhurried().tolerate("409"), "登录不了");
    agent.ends();
    person.reads(Ui::ChatEnded);
    person.reads("之前都可以接着聊。");
    hours_pass(&person.data(), 23);
    person.press(Ui::ChatResume);
    person.reads(Ui::ChatWaiting);
    agent.accepts();
    person.is_talked_to_by("Anna");
    person.writes("又不行了");
    agent.shows("又不行了");

    agent.ends();
    person.reads(Ui::ChatEnded);
    hours_pass(&person.data(), 25);
    person.reload();
    person.open_widget();
    person.navigate("tickets");
    person.press("登录不了");
    person.press(Ui::ChatResume);
    person.reads(Ui::ChatOver);
    // A message is read as a ticket.
    let number = tickets(&person.data())[0].number.clone();
    assert_eq!(standing(&person.data(), &number).1, "solved");
    person.fill(Ui::Reply, "那我留言");
    person.press(Ui::ReplySend);
    agent.console("");
    agent.click(Role::Link, "登录不了");
    agent.shows("那我留言");
    assert_eq!(standing(&person.data(), &number).1, "open");
    // And a new conversation can begin.
    person.press(Ui::ChatResume);
    person.press(Ui::ChatAnew);
    person.arrives_at(Ui::ChatTitle);
    person.reads(Ui::ChatWho);
}
