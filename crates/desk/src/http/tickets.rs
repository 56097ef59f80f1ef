//! `/v1/tickets`

use super::problem::{Kind, Problem};
use super::{Desk, body, headers};
use crate::store::{Done, Request, Visitor};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use helplet_desk_api::{Created, Fault, FaultCode, NewTicket, Object, is_idempotency_key, media_type_of, validate};
use sha2::{Digest, Sha256};

/// The largest ticket taken, in bytes of JSON, files not counted. The longest one the widget can
/// write, every character escaped, stays below half of it.
pub const MAX_TICKET_BYTES: usize = 256 << 10;

/// `POST /v1/tickets`
pub async fn create(
    State(desk): State<Desk>,
    visitor: Result<Visitor, Problem>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Created>), Problem> {
    let body = body::read(body, MAX_TICKET_BYTES).await?;
    let visitor = visitor?;
    if headers::media_type(&headers) != "application/json" {
        return Err(Problem::new(Kind::MediaType, "send Content-Type: application/json"));
    }
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if !is_idempotency_key(key) {
        let detail = "send an Idempotency-Key of 8 to 128 visible ASCII characters, new for every ticket \
                      and the same for every try to send it";
        return Err(Problem::new(Kind::KeyMissing, detail));
    }
    let Object(ticket): Object<NewTicket> = serde_json::from_slice(&body)
        .map_err(|error| Problem::new(Kind::Malformed, format!("not a ticket in JSON: {error}")))?;

    // What was accepted once is answered the same for ever, even when the rules have changed since.
    let content = format!("{:x}", Sha256::digest(ticket.to_json()));
    let request = Request { owner: &visitor.id, key, content: &content };
    if let Some(done) = desk.store.done(request).await? {
        return answer(done, &content);
    }
    let mut faults = validate(&ticket, &desk.rules);
    if faults.is_empty() {
        faults = file_faults(&desk, &visitor, &ticket).await?;
    }
    if !faults.is_empty() {
        return Err(Problem::faults(&faults));
    }
    answer(desk.store.open_ticket(request, &visitor, &ticket).await?, &content)
}

/// The first answer again, unless the key stood for another ticket.
fn answer(done: Done, content: &str) -> Result<(StatusCode, Json<Created>), Problem> {
    let created = (done.content == content).then(|| serde_json::from_str(&done.answer).ok()).flatten();
    let Some(created) = created else {
        let detail = "something else was sent under this Idempotency-Key; a new ticket needs a new key";
        return Err(Problem::new(Kind::KeyReused, detail));
    };
    Ok((StatusCode::CREATED, Json(created)))
}

/// What only the kept files show: missing, of another length, or of another kind than the ticket says.
async fn file_faults(desk: &Desk, visitor: &Visitor, ticket: &NewTicket) -> Result<Vec<Fault>, Problem> {
    let mut faults = Vec::new();
    for (at, file) in ticket.attachments.iter().enumerate() {
        let (part, code) = match desk.store.uploaded(&visitor.id, &file.sha256).await? {
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
