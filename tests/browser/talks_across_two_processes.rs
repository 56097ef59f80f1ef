use crate::harness::{Page, unhurried};
use helplet_content::Ui;
use serde_json::Value;

/// Each sees the other type, and what is said is seen.
#[track_caller]
fn hear_each_other(person: &Page, agent: &Page, word: &str) {
    person.types_until_seen_by(agent);
    person.writes(&format!("{word}，我说"));
    agent.shows(&format!("{word}，我说"));
    agent.until_js("nobody types", "return !document.querySelector('p[data-typing]').textContent", Value::Null);
    person.until_js(
        "the mark that it was seen",
        "return [...root.querySelectorAll('.message.own')].at(-1).querySelector('.seen-mark')",
        Value::Null,
    );

    agent.types_until_seen_by(person);
    agent.replies(&format!("{word}，您说"));
    person.reads(format!("{word}，您说"));
    person.until_js("nobody types", "return !root.querySelector('.typing')", Value::Null);
    agent.until_js(
        "the mark that it was seen",
        "return [...document.querySelectorAll('.message.agent')].at(-1).textContent.includes('客户已读')",
        Value::Null,
    );
}

#[test]
fn talks_across_two_processes_each_of_which_is_killed() {
    let mut person = unhurried().on_postgres().unreachable().open();
    let mut agent = person.at_another_process("zh-CN");
    assert_ne!(person.desk.address, agent.desk.address);
    agent.sign_in();
    agent.takes_conversations();
    person.asks_for_a_person("登录不了");
    agent.accepts();
    person.is_talked_to_by("Anna");
    hear_each_other(&person, &agent, "一");

    person.desk.stop();
    agent.replies("您那边断了吗");
    person.writes("断线时写的");
    person.reads(Ui::TroubleNetwork);
    person.writes("又写了一句");
    person.desk.start_again();
    agent.shows("又写了一句");
    person.reads("您那边断了吗");
    hear_each_other(&person, &agent, "二");

    agent.desk.stop();
    agent.until_js("that it is told", "return document.querySelector('.live-lost').textContent", Value::Null);
    person.writes("现在是您那边断了");
    agent.desk.start_again();
    agent.shows("现在是您那边断了");
    hear_each_other(&person, &agent, "三");

    let before =
        ["登录不了", "一，我说", "一，您说", "您那边断了吗", "断线时写的", "又写了一句", "二，我说", "二，您说"];
    let all = [&before[..], &["现在是您那边断了", "三，我说", "三，您说"]].concat();
    person.has_said(&all);
    agent.has_said(&all);
    person.reload();
    person.open_widget();
    person.press(Ui::ChatTile);
    person.press(Ui::ChatContinue);
    person.has_said(&all);
}
