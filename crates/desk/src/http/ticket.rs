//! `/v1/tickets/{id}` and what is below it. Whoever may not see a ticket is told that there is none.

use super::problem::Problem;
use super::tickets::{MAX_TICKET_BYTES, answer, file_faults};
use super::visitor::{Caller, Named, nothing, unblocked};
use super::{Desk, body, json};
use crate::store::{Actor, Addition, Locked, Request, Visitor, Work, clock, random_id};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use helplet_desk_api::{
    Author, Fault, FaultCode, Message, NewMessage, Rating, ReadMark, Ticket, validate_message, validate_rating,
};
use sha2::{Digest, Sha256};

/// The largest rating or read mark taken, in bytes of JSON.
pub const MAX_NOTE_BYTES: usize = 16 << 10;

/// Answers a ticket with its messages.
#[utoipa::path(get, path = "/v1/tickets/{id}", params(("id" = String, Path, description = "the ticket's `id` or number")), responses((status = 200, description = "the ticket", body = Ticket)))]
pub async fn get(State(desk): State<Desk>, caller: Caller, Named(name): Named) -> Result<Json<Ticket>, Problem> {
    let id = ticket_id(&desk, &caller.known()?, &name).await?;
    Ok(Json(desk.store.ticket(&id).await?.ok_or_else(nothing)?))
}

/// Adds a message to a ticket, and opens it again where it waited or was done.
#[utoipa::path(post, path = "/v1/tickets/{id}/messages", params(("id" = String, Path, description = "the ticket's `id` or number"), ("Idempotency-Key" = String, Header, description = "8 to 128 visible ASCII characters")), request_body = NewMessage, responses((status = 201, description = "the message was stored, now or before under this key", body = Message)))]
pub async fn write(
    State(desk): State<Desk>,
    caller: Result<Caller, Problem>,
    Named(name): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Message>), Problem> {
    let body = body::read(body, MAX_TICKET_BYTES).await?;
    let visitor = unblocked(caller?.known()?)?;
    let key = json::idempotency_key(&headers);
    let message: NewMessage = json::parse(&headers, &body, "a message")?;
    let key = key?;
    let thread = ticket_id(&desk, &visitor, &name).await?;

    let content = format!("{:x}", Sha256::digest([&*thread, &*message.to_json()].concat()));
    let request = Request { owner: &visitor.id, key, content: &content };
    if let Some(done) = desk.store.done(request).await? {
        return answer(&done, &content);
    }
    let mut faults = validate_message(&message, &desk.rules);
    if faults.is_empty() {
        faults = file_faults(&desk, &visitor.id, &message.attachments).await?;
    }
    if !faults.is_empty() {
        return Err(Problem::faults(&faults));
    }
    let now = clock::now();
    let written = Message {
        id: random_id()?,
        author: Author::Visitor,
        name: None,
        body: message.body,
        attachments: message.attachments,
        created_at: clock::shown(now),
    };
    let addition = Addition {
        id: &written.id,
        thread: &thread,
        actor: Actor::Visitor,
        internal: false,
        body: &written.body,
        files: &written.attachments,
        status: None,
        at: now,
    };
    let first = serde_json::to_string(&written).unwrap_or_default();
    let done = desk.store.write_message(request, &addition, &first).await?;
    answer(&done.ok_or_else(nothing)?, &content)
}

/// Notes how far the person has read.
#[utoipa::path(put, path = "/v1/tickets/{id}/read", params(("id" = String, Path, description = "the ticket's `id` or number")), request_body = ReadMark, responses((status = 204, description = "noted")))]
pub async fn read(
    State(desk): State<Desk>,
    caller: Result<Caller, Problem>,
    Named(name): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let mark: Result<ReadMark, _> = json::read(&headers, body, MAX_NOTE_BYTES, "a read mark").await;
    let visitor = caller?.known()?;
    let mark = mark?;
    let id = ticket_id(&desk, &visitor, &name).await?;
    let (mut work, thread) = locked(&desk, &id).await?;
    if !work.mark_read(&thread, &mark.message).await? {
        let path = "message".to_owned();
        return Err(Problem::faults(&[Fault { path, code: FaultCode::UnknownMessage }]));
    }
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps whether the ticket was solved.
#[utoipa::path(post, path = "/v1/tickets/{id}/rating", params(("id" = String, Path, description = "the ticket's `id` or number")), request_body = Rating, responses((status = 204, description = "kept")))]
pub async fn rate(
    State(desk): State<Desk>,
    caller: Result<Caller, Problem>,
    Named(name): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let rating: Result<Rating, _> = json::read(&headers, body, MAX_NOTE_BYTES, "a rating").await;
    let visitor = caller?.known()?;
    let rating = rating?;
    let id = ticket_id(&desk, &visitor, &name).await?;
    let faults = validate_rating(&rating);
    if !faults.is_empty() {
        return Err(Problem::faults(&faults));
    }
    let (mut work, thread) = locked(&desk, &id).await?;
    work.rate(&thread, &rating).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The id of the ticket a visitor names by id or number.
pub async fn ticket_id(desk: &Desk, visitor: &Visitor, name: &str) -> Result<String, Problem> {
    desk.store.ticket_id(visitor, name).await?.ok_or_else(nothing)
}

/// A transaction that begins with nobody else changing the ticket.
pub async fn locked(desk: &Desk, id: &str) -> Result<(Work, Locked), Problem> {
    let mut work = desk.store.begin().await?;
    let thread = work.lock_thread(id).await?.ok_or_else(nothing)?;
    Ok((work, thread))
}
