//! Who may not write any more.

use super::{agent, begun, put, state, whole};
use crate::app::{PNG, SECRETS, TestApp, hash, problem, ticket};
use helplet_desk_api::{ChatState, TicketPage};
use serde_json::json;

#[tokio::test]
async fn whoever_is_blocked_reads_and_writes_nothing() {
    let mut app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    assert!(app.store.block(&created.id, true).await.expect("written"));
    assert_eq!(state(&app, &created.id).await, ChatState::Ended);
    assert!(app.store.case(&created.number).await.expect("read").expect("a case").blocked);

    let path = format!("/v1/tickets/{}", created.id);
    problem(app.post("key-00000002", &ticket()).await, 403, "blocked").await;
    problem(app.send(&format!("{path}/messages"), "key-00000003", &json!({ "body": "x" })).await, 403, "blocked").await;
    problem(put(&app, &format!("{path}/chat"), Some(json!({ "live": true }))).await, 403, "blocked").await;
    problem(put(&app, &format!("{path}/typing"), None).await, 403, "blocked").await;
    problem(app.put(&hash(PNG), "image/png", PNG).await, 403, "blocked").await;
    assert_eq!(whole(&app, &created.id).await.messages.len(), 1);
    assert_eq!(app.get("/v1/tickets").await.json::<TicketPage>().await.expect("a page").tickets.len(), 1);
    app.secret = SECRETS[1];
    assert_eq!(app.post("key-00000002", &ticket()).await.status(), 201, "others may");

    app.secret = SECRETS[0];
    assert!(app.store.block(&created.id, false).await.expect("written"));
    assert_eq!(app.post("key-00000002", &ticket()).await.status(), 201);
    assert!(!app.store.block("nothing", true).await.expect("read"));
}
