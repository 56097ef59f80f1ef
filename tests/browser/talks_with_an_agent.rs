use crate::harness::{Page, Role, hours_pass, meet, messages, standing, t, tickets, unhurried};
use helplet_content::{Ui, ui};
use serde_json::{Value, json};

/// An agent who takes conversations, in a browser of her own.
fn agent_beside(person: &Page) -> Page {
    let agent = person.beside("zh-CN");
    agent.sign_in();
    agent.takes_conversations();
    agent
}

#[test]
fn from_the_robot_to_the_rating() {
    let person = unhurried().open();
    let agent = agent_beside(&person);
    person.navigate("chat/account");
    for said in ["忘记密码", "还是不行，转人工"] {
        person.fill(Ui::ChatMessage, said);
        person.press(Ui::ChatSend);
        person.reads(said);
    }
    person.reads(Ui::ChatThere);
    person.press(Ui::ChatHandOver);
    person.reads(Ui::ChatWaiting);

    agent.accepts();
    agent.shows("机器人");
    person.is_talked_to_by("Anna");
    agent.replies("您好，我来看看");
    person.reads("您好，我来看看");
    person.types_until_seen_by(&agent);
    person.writes("手机号换了");
    agent.shows("手机号换了");
    person.reads(Ui::ChatSeen);
    agent.types_until_seen_by(&person);
    agent.replies("已经帮您换好了");
    person.reads("已经帮您换好了");

    agent.ends();
    person.reads(Ui::ChatEnded);
    person.press(Ui::RatingYes);
    person.reads(Ui::RatingThanks);
    let number = &tickets(&person.data())[0].number;
    assert_eq!(standing(&person.data(), number).2, Some(1));
    let said = messages(&person.data(), number);
    assert_eq!(said[0], "忘记密码");
    let robot = t(Ui::ChatHumanSaid);
    assert_eq!(said[2..], ["还是不行，转人工", robot, "您好，我来看看", "手机号换了", "已经帮您换好了"]);
    agent.console(&format!("tickets/{number}"));
    agent.shows("评价");
}

#[test]
fn on_after_a_while_without_a_network_and_on_the_next_day() {
    let setup = unhurried().unreachable();
    let (person, agent) = meet(setup, "登录不了");
    person.network(false);
    person.writes("断网时写的");
    person.reads(Ui::WaitingNetwork);
    agent.replies("您还在吗");
    person.network(true);
    agent.shows("断网时写的");
    person.reads("您还在吗");

    // The person leaves; what is said then counts on the launcher.
    person.goto("about:blank");
    agent.replies("查到了，明天就好");
    agent.ends();
    agent.console("figures");
    hours_pass(&person.data(), 18);
    person.clock_is("2026-11-25T09:30:00+08:00");
    person.goto(&format!("http://{}/website.html", person.desk.address));
    person.open_widget();
    person.until_js(
        "the count",
        "return root.querySelector('.launcher .badge')?.textContent.startsWith('1')",
        json!([]),
    );
    let number = tickets(&person.data())[0].number.clone();
    person.navigate("tickets");
    person.press("登录不了");
    person.reads(Ui::ChatEnded);
    person.until_js("no count", "return !root.querySelector('.launcher .badge')", json!([]));

    // Whoever knows the person is asked first.
    agent.takes_conversations();
    person.press(Ui::ChatResume);
    person.reads(Ui::ChatWaiting);
    agent.accepts();
    person.is_talked_to_by("Anna");
    person.writes("好了，谢谢");
    let all = ["登录不了", "您还在吗", "断网时写的", "查到了，明天就好", "好了，谢谢"];
    person.has_said(&all);
    agent.has_said(&all);
    assert_eq!(messages(&person.data(), &number).len(), all.len());
}

#[test]
fn who_answers_the_ticket_that_it_became_out_of_hours() {
    let person = unhurried().clock("2026-11-24T20:00:00+08:00").open();
    let agent = agent_beside(&person);
    agent.console("");
    person.navigate("chat/human/account");
    person.fill(Ui::ChatMessage, "手机号换了登不进去");
    person.press(Ui::ChatSend);
    person.reads(Ui::ClosedNow);
    person.fill(Ui::Email, "someone@example.com");
    person.press(Ui::ChatLeave);
    person.until_js("the thread", "return root.querySelector('.thread')", json!([]));
    agent.click(Role::Link, "手机号换了登不进去");
    agent.run(agent.find(Role::TextBox, "给客户的回复").send_keys("早上好，已经换好了"));
    agent.press("发送");
    agent.shows("回复已发送。");
    person.reads("早上好，已经换好了");
    assert_eq!(tickets(&person.data()).len(), 1);
}

#[test]
fn then_with_a_colleague_of_hers() {
    let (person, agent) = meet(unhurried(), "我要发票");
    let ben = person.beside("zh-CN");
    ben.sign_in_as("ben", "小本");
    ben.takes_conversations();
    // Who is there by now is known after a reload.
    agent.reload();
    agent.is_live();
    agent.keys("x");
    agent.choose("转给", "小本 (0/4)");
    agent.press("转接");
    person.reads(Ui::ChatWaiting);
    ben.accepts();
    person.is_talked_to_by("小本");
    ben.replies("发票开好了");
    person.reads("发票开好了");
    person.writes("收到");
    ben.shows("收到");
    let names = "return [...root.querySelectorAll('.message-author')].map((it) => it.textContent)";
    assert_eq!(person.js(names, Value::Null), json!([t(Ui::AuthorYou), "小本", t(Ui::AuthorYou)]));
}

#[test]
fn no_more_once_blocked() {
    let (person, agent) = meet(unhurried().tolerate("403"), "乱写的");
    let number = tickets(&person.data())[0].number.clone();
    agent.console(&format!("tickets/{number}/block"));
    agent.press("屏蔽此人");
    agent.shows("已屏蔽，不能再发消息");
    person.reads(Ui::ChatEnded);
    person.fill(Ui::Reply, "还要写");
    person.press(Ui::ReplySend);
    person.reads(ui::fill(t(Ui::RefusedOther), &[("n", "403")]));
    assert_eq!(messages(&person.data(), &number), ["乱写的"]);
    // What was written isn't lost to the person, who may send it another way.
    person.find(Role::Button, Ui::Mend);
}
