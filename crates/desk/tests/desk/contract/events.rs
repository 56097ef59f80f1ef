use crate::app::{TestApp, ticket};
use helplet_desk::store::{Event, Heard, Subscription};
use helplet_desk_api::Created;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// The next event, which must come soon.
async fn next(events: &mut Subscription) -> Arc<Event> {
    match tokio::time::timeout(Duration::from_secs(20), events.next()).await {
        Ok(Some(Heard::Event(event))) => event,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_new_ticket_is_an_event() {
    let mut app = TestApp::start().await;
    let created: Created = app.post("key-00000001", &ticket()).await.json().await.expect("JSON");
    let event = next(&mut app.events).await;
    assert_eq!((event.id, event.thread_id.as_str(), event.kind.as_str()), (1, created.id.as_str(), "ticket.created"));
    assert!(!event.internal && event.visitor_hash.is_some() && event.user_id.is_none(), "{event:?}");
    let data: Value = serde_json::from_str(&event.data).expect("JSON");
    assert_eq!(data, json!({ "ticket": created.id, "number": created.number, "status": "new" }));

    // A repeated request is no second one.
    app.post("key-00000001", &ticket()).await;
    app.post("key-00000002", &ticket()).await;
    assert_eq!(next(&mut app.events).await.id, 2);
}

#[tokio::test]
async fn events_come_in_order_and_none_is_missed() {
    let app = Arc::new(TestApp::start().await);
    let mut other = TestApp::start_with(|config| config.database = app.database.clone()).await;
    let requests: Vec<_> = (0..40)
        .map(|at| {
            let app = Arc::clone(&app);
            tokio::spawn(async move { app.post(&format!("key-{at:08}"), &ticket()).await.status() })
        })
        .collect();
    // Heard by another desk on the same database.
    for id in 1..=40 {
        assert_eq!(next(&mut other.events).await.id, id);
    }
    for request in requests {
        assert_eq!(request.await.expect("no panic"), 201);
    }
}
