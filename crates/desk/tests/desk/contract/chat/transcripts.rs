//! The conversation as an e-mail.

use super::{agent, answered, begun, put};
use crate::app::{TestApp, problem};
use crate::contract::mail::{by, next, parse};
use helplet_desk::store::Answer;
use helplet_testing::smtp_sink::SmtpSink;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn what_was_said_is_sent_to_whoever_asks_for_it() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = TestApp::start_with(by(&sink, Duration::from_secs(24 * 3600))).await;
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({ "talk": [{ "author": "robot", "body": "请试试重启。" }] })).await;
    let path = format!("/v1/tickets/{}", created.id);
    let ask = async || app.send(&format!("{path}/transcript"), "unused", &json!({})).await;
    let faults = problem(ask().await, 422, "invalid").await;
    assert_eq!(
        (&faults["errors"][0]["path"], &faults["errors"][0]["code"]),
        (&"contact.email".into(), &"required".into())
    );
    let contact = json!({ "email": "someone@example.com" });
    assert_eq!(put(&app, &format!("{path}/contact"), Some(contact)).await.status(), 204);
    // Else anybody could let the desk send anything to anybody.
    problem(ask().await, 409, "no-mail").await;

    answered(&app, &created.id, "lin", 2).await;
    let note =
        Answer { thread: &created.id, agent: "lin", internal: true, body: "内部", files: &[], status: None, seen: 3 };
    app.store.answer(note).await.expect("written");
    assert_eq!(ask().await.status(), 202);
    let taken = next(&mut sink).await;
    assert_eq!(taken.to, ["someone@example.com"]);
    let mail = parse(&taken);
    assert_eq!(mail.subject(), Some(&*format!("对话记录 {}", created.number)));
    let text = mail.body_text(0).expect("text").replace("\r\n", "\n");
    for said in ["  我\n打开表格时闪退\n", "  机器人\n请试试重启。\n", "  客服 lin\n您好\n", "#ticket/"]
    {
        assert!(text.contains(said), "{said:?} in {text}");
    }
    assert!(!text.contains("内部"), "{text}");
    // What waits for the person to look goes its own way, later.
    app.until("deliveries WHERE done_at IS NULL AND transcript = 0", 1).await;

    for _ in 0..2 {
        assert_eq!(ask().await.status(), 202);
        next(&mut sink).await;
    }
    problem(ask().await, 429, "too-many-requests").await;
}
