//! Wishing for an agent, and for the end.

use super::{agent, begun, chat, offered, put, state, whole, wish};
use crate::app::{TestApp, problem};
use helplet_desk::store::Step;
use helplet_desk_api::{ChatState, Status};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_chat_is_taken_up_again_first_by_the_same_agent() {
    let app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    assert_eq!(app.store.take_chat(&created.id, "lin").await.expect("done"), Step::Done);
    assert_eq!(wish(&app, &created.id, true).await.state, ChatState::Talking, "it is live already");
    let ended = wish(&app, &created.id, false).await;
    assert_eq!((ended.state, ended.agent.as_deref()), (ChatState::Ended, Some("客服 lin")));
    assert_eq!(wish(&app, &created.id, false).await, ended);

    // A message alone wakes nobody.
    app.send(&format!("/v1/tickets/{}/messages", created.id), "key-00000002", &json!({ "body": "还在吗" })).await;
    assert_eq!(state(&app, &created.id).await, ChatState::Ended);
    // Others are less busy.
    agent(&app, "wu", 4).await;
    for at in 0..3 {
        let other = begun(&app, &format!("key-of-chat-{at}"), json!({})).await;
        assert_eq!(app.store.take_chat(&other.id, "lin").await.expect("done"), Step::Done);
    }
    let again = wish(&app, &created.id, true).await;
    assert_eq!((again.state, again.agent), (ChatState::Waiting, None));
    assert_eq!(offered(&app, &created.id).await, "lin");
    // Who has gone is not waited for.
    wish(&app, &created.id, false).await;
    app.store.leave("lin").await.expect("noted");
    wish(&app, &created.id, true).await;
    assert_eq!(offered(&app, &created.id).await, "wu");
    wish(&app, &created.id, false).await;
    app.store.leave("wu").await.expect("noted");
    assert_eq!(wish(&app, &created.id, true).await.state, ChatState::Missed);
}

#[tokio::test]
async fn what_ended_long_ago_stays_a_ticket() {
    let app = TestApp::start_with(|config| config.chats.reopen = Duration::from_secs(60)).await;
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    wish(&app, &created.id, false).await;
    let past = "UPDATE chats SET ended_at = ended_at - 61000";
    sqlx::query(past).execute(&app.sql().await).await.expect("written");
    let path = format!("/v1/tickets/{}", created.id);
    problem(put(&app, &format!("{path}/chat"), Some(json!({ "live": true }))).await, 409, "chat-over").await;
    assert_eq!(wish(&app, &created.id, false).await.state, ChatState::Ended);
    let sent = app.send(&format!("{path}/messages"), "key-00000002", &json!({ "body": "又坏了" })).await;
    assert_eq!(sent.status(), 201);
}

#[tokio::test]
async fn any_ticket_can_become_live_and_a_missed_one_again() {
    let app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    assert_eq!(wish(&app, &created.id, false).await.state, ChatState::Ended);
    assert_eq!(whole(&app, &created.id).await.chat, None, "it never was live");
    assert_eq!(wish(&app, &created.id, true).await.state, ChatState::Missed);
    app.reply(&created.id, "解决了", false, Some(Status::Solved)).await;
    agent(&app, "wu", 4).await;
    assert_eq!(wish(&app, &created.id, true).await.state, ChatState::Waiting);
    assert_eq!(whole(&app, &created.id).await.summary.status, Status::Open);
    assert_eq!(offered(&app, &created.id).await, "wu");
    assert_eq!(app.store.take_chat(&created.id, "wu").await.expect("done"), Step::Done);
    assert_eq!(chat(&app, &created.id).await.agent.as_deref(), Some("客服 wu"));
}
