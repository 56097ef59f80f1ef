//! A person at one desk and an agent at another, on one database.

use super::{agent, answered, begun, put};
use crate::app::TestApp;
use crate::contract::streams::Stream;
use helplet_desk::store::Step;
use helplet_desk_api::{Author, ChatState, Event};
use serde_json::json;

/// The next event of this kind, and in this state of the chat.
async fn event(stream: &mut Stream, kind: &str, state: ChatState) -> Event {
    loop {
        let event = stream.event().await;
        if event.kind == kind && event.data.chat == Some(state) {
            return event;
        }
    }
}

#[tokio::test]
async fn what_either_does_the_other_sees_at_once() {
    let app = TestApp::start().await;
    let second = TestApp::start_with(|config| config.database = app.database.clone()).await;
    agent(&app, "lin", 4).await;
    let mut stream = Stream::open(&app, None).await;
    stream.hello().await;
    let created = begun(&app, "key-00000001", json!({})).await;
    event(&mut stream, "ticket.created", ChatState::Waiting).await;
    assert_eq!(second.store.take_chat(&created.id, "lin").await.expect("done"), Step::Done);
    event(&mut stream, "chat.updated", ChatState::Talking).await;
    second.store.mark_seen(&created.id, 1).await.expect("noted");
    event(&mut stream, "ticket.seen", ChatState::Talking).await;
    answered(&second, &created.id, "lin", 1).await;
    let message = event(&mut stream, "message.created", ChatState::Talking).await;
    assert_eq!(message.data.author, Some(Author::Agent));

    let mut agents = Stream::open(&second, None).await;
    agents.hello().await;
    let contact = json!({ "email": "someone@example.com" });
    assert_eq!(put(&app, &format!("/v1/tickets/{}/contact", created.id), Some(contact)).await.status(), 204);
    event(&mut agents, "ticket.updated", ChatState::Talking).await;
    assert_eq!(second.count("threads WHERE email = 'someone@example.com' AND phone IS NULL").await, 1);
    assert_eq!(second.store.end_chat(&created.id).await.expect("done"), Step::Done);
    event(&mut stream, "chat.updated", ChatState::Ended).await;
}
