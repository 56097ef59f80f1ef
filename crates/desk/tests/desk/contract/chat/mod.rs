//! Live conversations, from both sides.

mod blocks;
mod desks;
mod life;
mod line;
mod offers;
mod reopening;
mod teams;
mod transcripts;
mod typing;

use crate::app::{TestApp, ticket};
use helplet_desk::store::{Answer, Answered};
use helplet_desk_api::{Chat, ChatState, Created, Ticket};
use reqwest::Method;
use serde_json::{Value, json};

/// An agent who takes this many chats at once; 0: they are away.
pub async fn agent(app: &TestApp, id: &str, room: u32) {
    let insert = "INSERT INTO agents (id, name, shown_as, password_hash, created_at) VALUES ($1, $1, $2, '', 0)
                  ON CONFLICT DO NOTHING";
    let shown = format!("客服 {id}");
    sqlx::query(insert).bind(id).bind(shown).execute(&app.sql().await).await.expect("an agent");
    app.store.set_presence(id, room > 0, room.max(1)).await.expect("noted");
}

/// What somebody sends who asks for a person; `more` replaces what it names.
pub fn asking(more: Value) -> Value {
    let mut ticket = ticket();
    let object = ticket.as_object_mut().expect("an object");
    object.insert("chat".into(), true.into());
    object.insert("contact".into(), json!({}));
    object.extend(more.as_object().expect("an object").clone());
    ticket
}

/// A chat of the device that asks.
pub async fn begun(app: &TestApp, key: &str, more: Value) -> Created {
    let answer = app.post(key, &asking(more)).await;
    assert_eq!(answer.status(), 201);
    answer.json().await.expect("JSON")
}

pub async fn whole(app: &TestApp, id: &str) -> Ticket {
    app.get(&format!("/v1/tickets/{id}")).await.json().await.expect("a ticket")
}

pub async fn chat(app: &TestApp, id: &str) -> Chat {
    whole(app, id).await.chat.expect("a chat")
}

pub async fn state(app: &TestApp, id: &str) -> ChatState {
    chat(app, id).await.state
}

/// What the person wishes: an agent, or the end. Gives the chat as it is then.
pub async fn wish(app: &TestApp, id: &str, live: bool) -> Chat {
    let answer = put(app, &format!("/v1/tickets/{id}/chat"), Some(json!({ "live": live }))).await;
    assert_eq!(answer.status(), 200);
    answer.json().await.expect("a chat")
}

/// A request with a body, or with none.
pub async fn put(app: &TestApp, path: &str, body: Option<Value>) -> reqwest::Response {
    let request = app.request(Method::PUT, path);
    let request = if let Some(body) = body { request.json(&body) } else { request };
    request.send().await.expect("an answer")
}

/// An answer of an agent who has seen so many messages.
pub async fn answered(app: &TestApp, id: &str, agent: &str, seen: i64) {
    let answer = Answer { thread: id, agent, internal: false, body: "您好", files: &[], status: None, seen };
    assert_eq!(app.store.answer(answer).await.expect("written"), Answered::Done);
}

/// Who is asked to take a chat, once somebody is.
pub async fn offered(app: &TestApp, id: &str) -> String {
    app.until(&format!("chats WHERE thread_id = '{id}' AND offered_to IS NOT NULL"), 1).await;
    app.store.live_chat(id).await.expect("read").expect("a chat").offered_to.expect("an agent")
}
