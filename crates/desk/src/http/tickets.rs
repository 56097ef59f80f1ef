//! `/v1/tickets`

use super::problem::{Kind, Problem};
use super::visitor::{Caller, unblocked};
use super::{Desk, body, json};
use crate::store::{Cursor, Done, Request, Visitor, clock, created_at};
use axum::Json;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use helplet_desk_api::{
    Attachment, ChatState, Created, Fault, FaultCode, NewTicket, TicketPage, media_type_of, validate,
};
use sha2::{Digest, Sha256};

/// The largest ticket or message taken, in bytes of JSON, files not counted. The longest one the
/// widget can write, every character escaped, stays below half of it.
pub const MAX_TICKET_BYTES: usize = 256 << 10;

/// Tickets on a page where nothing else is asked for.
pub const PAGE: u32 = 20;
/// The most on a page.
pub const MAX_PAGE: u32 = 50;

/// Opens a ticket.
#[utoipa::path(post, path = "/v1/tickets", params(("Idempotency-Key" = String, Header, description = "8 to 128 visible ASCII characters")), request_body = NewTicket, responses((status = 201, description = "the ticket was stored, now or before under this key", body = Created)))]
pub async fn create(
    State(desk): State<Desk>,
    visitor: Result<Visitor, Problem>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Created>), Problem> {
    let body = body::read(body, MAX_TICKET_BYTES).await?;
    let visitor = unblocked(visitor?)?;
    let key = json::idempotency_key(&headers);
    let ticket: NewTicket = json::parse(&headers, &body, "a ticket")?;
    let key = key?;

    // What was accepted once is answered the same for ever, even when the rules have changed since.
    let content = format!("{:x}", Sha256::digest(ticket.to_json()));
    let request = Request { owner: &visitor.id, key, content: &content };
    if let Some(done) = desk.store.done(request).await? {
        return answer(&done, &content);
    }
    let mut faults = validate(&ticket, &desk.rules);
    if faults.is_empty() {
        faults = file_faults(&desk, &visitor.id, &ticket.attachments).await?;
    }
    if !faults.is_empty() {
        return Err(Problem::faults(&faults));
    }
    if !ticket.website.is_empty() {
        // A program that fills in whatever it finds learns nothing from the answer.
        return Ok((StatusCode::CREATED, Json(created_at(clock::now(), ticket.chat.then_some(ChatState::Missed))?)));
    }
    answer(&desk.store.open_ticket(request, &visitor, &ticket).await?, &content)
}

/// The first answer again, unless the key stood for something else.
pub fn answer<T: serde::de::DeserializeOwned>(done: &Done, content: &str) -> Result<(StatusCode, Json<T>), Problem> {
    let first = (done.content == content).then(|| serde_json::from_str(&done.answer).ok()).flatten();
    let Some(first) = first else {
        let detail = "something else was sent under this Idempotency-Key; what is new needs a new key";
        return Err(Problem::new(Kind::KeyReused, detail));
    };
    Ok((StatusCode::CREATED, Json(first)))
}

/// What only the kept files show: missing, of another length, or of another kind than is said.
pub async fn file_faults(desk: &Desk, owner: &str, files: &[Attachment]) -> Result<Vec<Fault>, Problem> {
    let mut faults = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let (part, code) = match desk.store.uploaded(owner, &file.sha256).await? {
            None => ("sha256", FaultCode::FileMissing),
            Some(facts) if facts.size != file.size => ("size", FaultCode::FileSize),
            Some(facts) if media_type_of(&file.name, &facts.head).is_none_or(|kind| kind.name != file.media_type) => {
                ("media_type", FaultCode::MediaType)
            }
            Some(_) => continue,
        };
        faults.push(Fault { path: format!("attachments[{at}].{part}"), code });
    }
    Ok(faults)
}

/// Which page is asked for.
#[derive(serde::Deserialize)]
pub struct PageQuery {
    cursor: Option<String>,
    limit: Option<u32>,
}

/// Lists the tickets of whoever asks, newest activity first.
#[utoipa::path(get, path = "/v1/tickets", params(("cursor" = Option<String>, Query, description = "what the page before named as its `next`"), ("limit" = Option<u32>, Query, description = "tickets on the page, 1 to 50; 20 where left out")), responses((status = 200, description = "a page", body = TicketPage)))]
pub async fn list(
    State(desk): State<Desk>,
    caller: Caller,
    query: Result<Query<PageQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<TicketPage>, Problem> {
    let bad = |what: &str| Problem::new(Kind::Malformed, what);
    let Query(query) =
        query.map_err(|_| bad("send cursor and limit as the query's parameters, limit a number from 1 to 50"))?;
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(bad("limit is a number from 1 to 50"));
    }
    let cursor = query.cursor.as_deref().map(|text| {
        Cursor::parse(text).ok_or_else(|| bad("cursor is what a page named as its next; leave it out for the first"))
    });
    let cursor = cursor.transpose()?;
    let Some(visitor) = caller.visitor else { return Ok(Json(TicketPage::default())) };
    Ok(Json(desk.store.tickets(&visitor, cursor.as_ref(), limit).await?))
}
