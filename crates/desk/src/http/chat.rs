//! The live side of tickets: `/v1/chat`, and below `/v1/tickets/{id}`.

use super::problem::{Kind, Problem};
use super::ticket::{MAX_NOTE_BYTES, locked, ticket_id};
use super::visitor::{Caller, Named, nothing, unblocked};
use super::{Desk, json};
use crate::routing::Asked;
use crate::store::{Requested, Wished};
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use helplet_desk_api::{Author, Chat, ChatOffer, ChatState, ChatWish, Contact, Fault, FaultCode, validate_contact};

/// What a conversation would be about.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct About {
    #[serde(rename = "type")]
    kind: String,
    topic: String,
    tier: String,
    locale: String,
}

/// Tells whether an agent is there. Nobody is asked who they are.
#[utoipa::path(get, path = "/v1/chat", security(()), params(("type" = Option<String>, Query, description = "identifier of the ticket type"), ("topic" = Option<String>, Query, description = "identifier of the topic, see NewTicket"), ("tier" = Option<String>, Query, description = "the tier that the page claims"), ("locale" = Option<String>, Query, description = "a language tag")), responses((status = 200, description = "whether a conversation could begin now", body = ChatOffer)))]
pub async fn offer(
    State(desk): State<Desk>,
    query: Result<Query<About>, QueryRejection>,
) -> Result<Json<ChatOffer>, Problem> {
    let Query(about) = query.map_err(|_| {
        Problem::new(Kind::Malformed, "send type, topic, tier and locale as the query's parameters, each at most once")
    })?;
    let asked = Asked { kind: &about.kind, topic: &about.topic, tier: &about.tier, locale: &about.locale };
    Ok(Json(desk.store.chat_offer(asked).await?))
}

/// Asks for an agent in a ticket, or ends the conversation. Where nobody is there, it stays a ticket.
#[utoipa::path(put, path = "/v1/tickets/{id}/chat", params(("id" = String, Path, description = "the ticket's `id` or number")), request_body = ChatWish, responses((status = 200, description = "how it stands now", body = Chat)))]
pub async fn live(
    State(desk): State<Desk>,
    caller: Result<Caller, Problem>,
    Named(name): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Chat>, Problem> {
    let wish: Result<ChatWish, _> = json::read(&headers, body, MAX_NOTE_BYTES, "a wish").await;
    let visitor = unblocked(caller?.known()?)?;
    let wish = wish?;
    let id = ticket_id(&desk, &visitor, &name).await?;
    match desk.store.wish_live(&id, wish.live).await? {
        Wished::Done => {}
        Wished::Over => {
            let detail = "this conversation ended too long ago: write a message, which is read as a ticket, or open a \
                          new chat";
            return Err(Problem::new(Kind::ChatOver, detail));
        }
        Wished::Gone => return Err(nothing()),
    }
    // What never was live has ended.
    let never = Chat { state: ChatState::Ended, ahead: None, wait: None, agent: None, seen: None, until: None };
    Ok(Json(desk.store.chat(&id).await?.unwrap_or(never)))
}

/// Tells the agents that the person is writing; at most every other second it is passed on.
#[utoipa::path(put, path = "/v1/tickets/{id}/typing", params(("id" = String, Path, description = "the ticket's `id` or number")), responses((status = 204, description = "told to whoever listens")))]
pub async fn typing(State(desk): State<Desk>, caller: Caller, Named(name): Named) -> Result<StatusCode, Problem> {
    let visitor = unblocked(caller.known()?)?;
    let id = ticket_id(&desk, &visitor, &name).await?;
    desk.store.typing(&id, Author::Visitor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps how to reach the person, in place of what was known.
#[utoipa::path(put, path = "/v1/tickets/{id}/contact", params(("id" = String, Path, description = "the ticket's `id` or number")), request_body = Contact, responses((status = 204, description = "kept")))]
pub async fn contact(
    State(desk): State<Desk>,
    caller: Result<Caller, Problem>,
    Named(name): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let contact: Result<Contact, _> = json::read(&headers, body, MAX_NOTE_BYTES, "an address").await;
    let visitor = caller?.known()?;
    let contact = contact?;
    let id = ticket_id(&desk, &visitor, &name).await?;
    let faults = validate_contact(&contact);
    if !faults.is_empty() {
        return Err(Problem::faults(&faults));
    }
    let (mut work, thread) = locked(&desk, &id).await?;
    work.set_contact(&thread, &contact).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends the conversation to the ticket's e-mail address.
#[utoipa::path(post, path = "/v1/tickets/{id}/transcript", params(("id" = String, Path, description = "the ticket's `id` or number")), responses((status = 202, description = "it will be sent")))]
pub async fn transcript(State(desk): State<Desk>, caller: Caller, Named(name): Named) -> Result<StatusCode, Problem> {
    let visitor = caller.known()?;
    let id = ticket_id(&desk, &visitor, &name).await?;
    if !desk.store.sends_mail() {
        return Err(Problem::new(Kind::NoMail, "this desk sends no e-mail"));
    }
    match desk.store.request_transcript(&id).await? {
        Requested::Done => Ok(StatusCode::ACCEPTED),
        Requested::NoAddress => {
            Err(Problem::faults(&[Fault { path: "contact.email".to_owned(), code: FaultCode::Required }]))
        }
        Requested::Unanswered => Err(Problem::new(Kind::NoMail, "no agent has answered yet: there is nothing to send")),
        Requested::TooOften => {
            let detail = "this conversation was sent several times within the hour";
            Err(Problem::new(Kind::TooManyRequests, detail).retry_after(3600))
        }
        Requested::Gone => Err(nothing()),
    }
}
