//! Who is writing now.

use super::{agent, begun, put};
use crate::app::{SECRETS, TestApp};
use crate::contract::streams::{Entry, Stream};
use helplet_desk::store::{Heard, Step, Subscription};
use helplet_desk_api::{Author, Typing, TypingData};
use serde_json::json;
use std::time::Duration;

/// The next thing heard that is no event of this kind.
async fn heard(listening: &mut Subscription, but: &str) -> Heard {
    loop {
        let next = tokio::time::timeout(Duration::from_secs(20), listening.next()).await.expect("in time");
        match next.expect("a desk") {
            Heard::Event(event) if event.kind == but => {}
            other => return other,
        }
    }
}

/// The next entry but heartbeats and news of the chat.
async fn entry(stream: &mut Stream) -> Entry {
    loop {
        let entry = stream.entry().await.expect("an entry");
        if !matches!(&*entry.name, "" | "chat.updated" | "ticket.created" | "ticket.updated") {
            return entry;
        }
    }
}

#[tokio::test]
async fn each_side_hears_the_other_from_desk_to_desk_and_nothing_is_kept() {
    let mut app = TestApp::start().await;
    // Files have no notifications: there, one process has all.
    let second = TestApp::start_with(|config| config.database = app.database.clone()).await;
    let agents_store = if crate::POSTGRES { second.store.clone() } else { app.store.clone() };
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    app.secret = SECRETS[1];
    let mut other = Stream::open(&app, None).await;
    app.secret = SECRETS[0];
    let mut stream = Stream::open(&app, None).await;
    stream.hello().await;
    other.hello().await;
    let mut listening = agents_store.subscribe_live();
    assert_eq!(agents_store.take_chat(&created.id, "lin").await.expect("done"), Step::Done);

    let path = format!("/v1/tickets/{}/typing", created.id);
    // PostgreSQL is listened to from some moment after the start on: asked until it is.
    let signal = loop {
        assert_eq!(put(&app, &path, None).await.status(), 204);
        let soon = tokio::time::timeout(Duration::from_millis(100), heard(&mut listening, "chat.updated"));
        if let Ok(Heard::Typing(signal)) = soon.await {
            break signal;
        }
    };
    assert_eq!((&signal.thread, &signal.number, signal.author), (&created.id, &created.number, Author::Visitor));

    agents_store.typing(&created.id, Author::Agent).await.expect("told");
    agents_store.typing(&created.id, Author::Agent).await.expect("told");
    let told = entry(&mut stream).await;
    assert_eq!((&*told.name, &*told.id), ("typing", ""));
    let typing: Typing = serde_json::from_str(&told.data).expect("JSON");
    let data = TypingData { ticket: created.id.clone(), number: created.number.clone(), author: Author::Agent };
    assert_eq!(typing, Typing { kind: "typing".into(), data });
    // The second came too soon, and the other device was told of none.
    app.reply(&created.id, "您好", false, None).await;
    assert_eq!(entry(&mut stream).await.name, "message.created");
    app.secret = SECRETS[1];
    app.opened("key-00000002").await;
    assert_eq!(other.event().await.kind, "ticket.created");
    assert_eq!(app.count("events WHERE kind = 'typing'").await, 0);
}

#[tokio::test]
async fn in_a_ticket_that_is_not_live_nobody_is_told() {
    let app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    let mut listening = app.store.subscribe_live();
    assert_eq!(put(&app, &format!("/v1/tickets/{}/typing", created.number), None).await.status(), 204);
    app.reply(&created.id, "您好", false, None).await;
    let Heard::Event(event) = heard(&mut listening, "ticket.created").await else { panic!("an event") };
    assert_eq!(event.kind, "message.created");
}
