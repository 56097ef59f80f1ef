//! What a support lead reads.

use super::{Console, header};
use crate::contract::chat::begun;
use helplet_desk::ConsoleLanguage;
use helplet_desk::store::Answer;
use helplet_desk_api::Created;
use serde_json::json;

const DAY: i64 = 86_400_000;
/// 2026-03-01T20:00:00Z.
const AT: i64 = 1_772_395_200_000;

/// Puts a conversation, and its messages after the first, so far from [`AT`]; in milliseconds.
async fn moved(console: &Console, created: &Created, asked: i64, answered: i64) {
    let pool = console.app.sql().await;
    let chat = sqlx::query("UPDATE chats SET queued_at = $2 WHERE thread_id = $1");
    chat.bind(&created.id).bind(AT + asked).execute(&pool).await.expect("written");
    let messages = sqlx::query("UPDATE messages SET created_at = $2 WHERE thread_id = $1 AND author = 'agent'");
    messages.bind(&created.id).bind(AT + answered).execute(&pool).await.expect("written");
}

/// A desk with five conversations on two days, of which three were answered.
async fn busy() -> Console {
    let console = Console::start_with(|config| {
        let topics = vec![("crash".into(), "It crashes".into())];
        config.console = vec![ConsoleLanguage { tag: "en".into(), topics, ..ConsoleLanguage::default() }];
    })
    .await;
    console.send("/desk/live/presence", &[("here", "1"), ("room", "9")]).await;
    let anna = console.app.store.agents().await.expect("agents")[0].id.clone();
    for (at, wait) in [10_000, 20_000, 300_000].into_iter().enumerate() {
        let created = begun(&console.app, &format!("key-answered{at}"), json!({ "topic": "crash" })).await;
        let note =
            Answer { thread: &created.id, agent: &anna, internal: true, body: "a", files: &[], status: None, seen: 1 };
        console.app.store.answer(note).await.expect("written");
        console.app.store.answer(Answer { internal: false, seen: 2, ..note }).await.expect("written");
        moved(&console, &created, 0, wait).await;
        if at < 2 {
            let rating = json!({ "solved": at == 0 });
            let path = format!("/v1/tickets/{}/rating", created.id);
            assert_eq!(console.app.send(&path, "rating-01", &rating).await.status(), 204);
        }
    }
    let left = begun(&console.app, "key-left-alone", json!({ "topic": "=cmd()" })).await;
    console.app.store.end_chat(&left.id).await.expect("ended");
    moved(&console, &left, -DAY, 0).await;
    console.send("/desk/live/presence", &[("room", "9")]).await;
    let missed = begun(&console.app, "key-missed-it", json!({ "contact": { "email": "a@b.cn" } })).await;
    moved(&console, &missed, -DAY, 0).await;
    let robot =
        |outcome: &str, topic: &str| json!({ "kind": "chat", "locale": "en", "topic": topic, "outcome": outcome });
    let items = json!({ "items": [robot("answered", "crash"), robot("answered", "crash"), robot("nothing", "crash"),
        robot("answered", "<b>x") ]});
    let kept = console.app.anonymous(reqwest::Method::POST, "/v1/feedback").json(&items).send().await;
    assert_eq!(kept.expect("an answer").status(), 204);
    let past = sqlx::query("UPDATE feedback SET created_at = $1").bind(AT);
    past.execute(&console.app.sql().await).await.expect("written");
    console
}

#[tokio::test]
async fn figures_are_counted_by_day_type_and_topic() {
    let mut console = busy().await;
    let path = "/desk/figures.csv?from=2026-02-01&to=2026-03-05";
    let answer = console.get(path).await;
    assert_eq!(header(&answer, "content-type"), "text/csv; charset=utf-8");
    let disposition = "attachment; filename=\"helplet-figures-2026-02-01-2026-03-05.csv\"";
    assert_eq!(header(&answer, "content-disposition"), disposition);
    let csv = answer.text().await.expect("text");
    let expected = [
        "day,type,topic,robot_answered,human_answered,missed,left,wait_median_s,wait_p90_s,solved,unsolved",
        "2026-02-28,bug,,0,0,1,0,,,0,0",
        "2026-02-28,bug,other,0,0,0,1,,,0,0",
        "2026-03-01,,crash,2,0,0,0,,,0,0",
        "2026-03-01,,other,1,0,0,0,,,0,0",
        "2026-03-01,bug,crash,0,3,0,0,20.0,300.0,1,1",
        "",
    ];
    assert_eq!(csv, expected.join("\r\n"));
    // East of Greenwich it was the next day already.
    console.cookie = format!("{}; helplet_zone=480", console.cookie);
    let csv = console.page(path).await;
    assert!(csv.contains("2026-03-01,bug,other") && csv.contains("2026-03-02,bug,crash"), "{csv}");
    assert_eq!(console.page("/desk/figures.csv?from=2026-03-03&to=2026-03-05").await.lines().count(), 1);
}

#[tokio::test]
async fn the_page_draws_what_its_tables_say() {
    let mut console = busy().await;
    let path = "/desk/figures?from=2026-02-27&to=2026-03-02";
    let page = console.page(path).await;
    assert_eq!(page.matches("<svg class=\"plot\"").count(), 3);
    assert_eq!(page.matches("<table>").count(), 5, "one for each plot, and two");
    for text in [
        "<dt>Answered by the robot</dt><dd>3</dd>",
        "<dt>Answered by people</dt><dd>3</dd>",
        "<dt>Median wait</dt><dd>20 s</dd>",
        "<dt>90th percentile wait</dt><dd>5 min</dd>",
        "<dt>Rated as solved</dt><dd>50 %</dd>",
        "It crashes",
        "Days in UTC.",
        "href=\"/desk/figures.csv?from=2026-02-27&amp;to=2026-03-02\"",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    for text in ["=cmd()", "<b>x", "style="] {
        assert!(!page.contains(text), "{text}");
    }
    console.cookie = format!("{}; helplet_language=zh-CN; helplet_zone=480", console.cookie);
    let page = console.page(path).await;
    assert!(page.contains("<dt>人工解答</dt><dd>3</dd>") && page.contains("UTC+8"), "{page}");
    let page = console.page("/desk/figures?from=2020-01-01&to=2020-01-02").await;
    assert!(page.contains("这些天里没有会话。") && !page.contains("<svg class=\"plot\""));
}
