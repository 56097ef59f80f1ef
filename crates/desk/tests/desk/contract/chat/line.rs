//! The line of those who wait.

use super::{agent, begun, chat};
use crate::app::TestApp;
use helplet_desk::store::Step;
use helplet_desk_api::ChatState;
use serde_json::json;

#[tokio::test]
async fn who_pays_more_comes_first_and_of_the_same_who_came_first() {
    let app = TestApp::start().await;
    agent(&app, "lin", 1).await;
    let talking = begun(&app, "key-00000001", json!({})).await;
    assert_eq!(app.store.take_chat(&talking.id, "lin").await.expect("done"), Step::Done);
    let mut ids = Vec::new();
    for (at, tier) in ["free", "member", "free", "enterprise", "member"].into_iter().enumerate() {
        ids.push(begun(&app, &format!("key-of-chat-{at}"), json!({ "tier": tier })).await.id);
    }
    let mut ahead = Vec::new();
    for id in &ids {
        ahead.push(chat(&app, id).await.ahead.expect("a place"));
    }
    assert_eq!(ahead, [3, 1, 4, 0, 2]);
    let seen: Vec<String> = app.store.live_chats().await.expect("read").into_iter().map(|it| it.thread).collect();
    let order: Vec<String> =
        [3, 1, 4, 0, 2].map(|at| ids[at].clone()).into_iter().chain([talking.id.clone()]).collect();
    assert_eq!(seen, order);
    // Everybody moves up, and hears of it.
    app.until("chats WHERE state = 'waiting' AND told_place = 4", 1).await;
    assert_eq!(app.store.end_chat(&ids[3]).await.expect("done"), Step::Done);
    app.until("chats WHERE state = 'waiting' AND told_place = 4", 0).await;
    assert_eq!(chat(&app, &ids[2]).await.ahead, Some(3));
    let told = format!("events WHERE kind = 'chat.updated' AND internal = 0 AND thread_id = '{}'", ids[2]);
    assert!(app.count(&told).await >= 1);
}

#[tokio::test]
async fn a_long_line_is_not_told_of_every_step() {
    let app = TestApp::start().await;
    agent(&app, "lin", 1).await;
    // There, and busy with something else.
    app.store.set_presence("lin", true, 0).await.expect("noted");
    let first = begun(&app, "key-00000001", json!({})).await;
    let sql = app.sql().await;
    for insert in [
        "INSERT INTO threads (id, number, type, status, fields, environment, trail, tier_signed, messages, visitor_seen,
                              agent_seen, created_at, updated_at)
         WITH RECURSIVE n (i) AS (SELECT 1000000 UNION ALL SELECT i + 1 FROM n WHERE i < 1001999)
         SELECT CAST(i AS TEXT), CAST(i AS TEXT), 'bug', 'new', '{}', '{}', '[]', 0, 1, 1, 0, 0, 0 FROM n",
        "INSERT INTO chats (thread_id, state, team, priority, queued_at, miss_at, place, told_place)
         SELECT id, 'waiting', '', 0, 9000000000000 + CAST(id AS BIGINT), 9999999999999, 0, CAST(id AS BIGINT) - 999999
         FROM threads WHERE created_at = 0",
    ] {
        sqlx::query(insert).execute(&sql).await.expect("written");
    }
    let before = app.count("events").await;
    assert_eq!(app.store.line().await.expect("read").len(), 2001);
    assert_eq!(app.store.end_chat(&first.id).await.expect("done"), Step::Done);
    app.until("chats WHERE state = 'waiting' AND told_place = 0", 1).await;
    let told = app.count("events").await - before;
    assert!((21..50).contains(&told), "{told} events");
    let last = app.store.chat("1001999").await.expect("read").expect("a chat");
    assert_eq!((last.state, last.ahead), (ChatState::Waiting, Some(1999)));
}
