//! What agents do to a ticket.

use super::Console;
use super::attach;
use super::refusal::Refusal;
use super::reply_form::{AFTERWARDS, Draft};
use super::thread_page;
use super::visit::{Posted, Visit};
use super::words::Word;
use crate::http::body::discard;
use crate::store::{Answer, Answered, Case, StoreError};
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Redirect, Response};
use helplet_desk_api::{Status, ticket_number_in};

/// Most characters of a reply or a note.
const MAX_BODY: usize = 20_000;

/// A reply as the form sends it.
#[derive(Default)]
struct Reply {
    draft: Draft,
    seen: i64,
    /// Names of files that can't be taken.
    refused: Vec<String>,
}

/// `POST /desk/tickets/{number}/reply`
pub async fn reply(
    State(console): State<Console>,
    visit: Result<Visit, Refusal>,
    Path(number): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let visit = match visit {
        Ok(visit) => visit,
        Err(refusal) => {
            // A browser that still sends doesn't see where it is sent to.
            discard(request.into_body()).await;
            return Err(refusal);
        }
    };
    let multipart = Multipart::from_request(request, &console).await.map_err(|_| Refusal::Forged)?;
    let sent = read(&console, &visit, multipart).await?;
    let case = thread_page::find(&console, &number).await?;
    let lang = visit.lang;
    let mut draft = sent.draft;
    if !sent.refused.is_empty() {
        draft.fault = Some(lang.fill(Word::FileRefused, sent.refused.join(", ")));
    } else if draft.body.is_empty() && draft.files.is_empty() {
        draft.fault = Some(lang.say(Word::ReplyEmpty).to_owned());
    }
    write(&console, &visit, &case, draft, sent.seen).await
}

/// `GET /desk/tickets/{number}/reply` and `…/note`: the address that an answer to a form leaves in the
/// browser.
pub async fn back(_visit: Visit, Path(number): Path<String>) -> Result<Redirect, Refusal> {
    let number = ticket_number_in(&number).ok_or(Refusal::NoTicket)?;
    Ok(Redirect::to(&format!("/desk/tickets/{number}")))
}

/// `POST /desk/tickets/{number}/note`
pub async fn note(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let case = thread_page::find(&console, &number).await?;
    let mut draft = Draft { is_note: true, body: lines(posted.field("body")), ..Draft::default() };
    if draft.body.is_empty() {
        draft.fault = Some(posted.visit.lang.say(Word::ReplyEmpty).to_owned());
    }
    write(&console, &posted.visit, &case, draft, posted.field("seen").parse().unwrap_or(-1)).await
}

/// `POST /desk/tickets/{number}/status`
pub async fn status(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let case = thread_page::find(&console, &number).await?;
    let to = Status::parse(posted.field("status")).ok_or(Refusal::NotFound)?;
    console.store.change_status(&case.id, &posted.visit.session.agent.id, to).await?;
    Ok(done(&case, "change"))
}

/// `POST /desk/tickets/{number}/assignee`
pub async fn assignee(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let case = thread_page::find(&console, &number).await?;
    let agent = Some(posted.field("agent")).filter(|agent| !agent.is_empty());
    if !console.store.assign(&case.id, agent).await? {
        return Err(Refusal::NotFound);
    }
    Ok(done(&case, "change"))
}

/// Back to the ticket's page, which says what was done.
fn done(case: &Case, what: &str) -> Response {
    let address = format!("/desk/tickets/{}?done={what}", case.number);
    (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response()
}

/// Writes a reply or note, or shows it again with the reason.
async fn write(
    console: &Console,
    visit: &Visit,
    case: &Case,
    mut draft: Draft,
    seen: i64,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if draft.body.chars().count() > MAX_BODY {
        draft.fault = Some(lang.fill(Word::ReplyLong, MAX_BODY));
    }
    if draft.fault.is_none() {
        let answer = Answer {
            thread: &case.id,
            agent: &visit.session.agent.id,
            internal: draft.is_note,
            body: &draft.body,
            files: &draft.files,
            status: draft.status,
            seen,
        };
        match console.store.answer(answer).await {
            Ok(Answered::Done) => return Ok(done(case, if draft.is_note { "note" } else { "reply" })),
            Ok(Answered::Gone) => return Err(Refusal::NoTicket),
            Ok(Answered::Meanwhile) => {
                status = StatusCode::CONFLICT;
                draft.fault = Some(lang.say(Word::Meanwhile).to_owned());
            }
            Err(StoreError::FileMissing { position }) => {
                draft.files.remove(position);
                draft.fault = Some(lang.say(Word::FileGone).to_owned());
            }
            Err(error) => return Err(error.into()),
        }
    }
    // Read again: what came meanwhile is to be seen.
    let case = thread_page::find(console, &case.number).await?;
    let page = thread_page::page(console, visit, &case, &draft, "").await?;
    Ok((status, page).into_response())
}

/// Reads the form, keeping its files. Its first field is the session's token.
async fn read(console: &Console, visit: &Visit, mut form: Multipart) -> Result<Reply, Refusal> {
    let mut sent = Reply { seen: -1, ..Reply::default() };
    let mut owned = false;
    while let Some(field) = form.next_field().await.map_err(|_| Refusal::TooLarge)? {
        let name = field.name().unwrap_or_default().to_owned();
        if !owned {
            if name != "csrf" || !visit.owns(&field.text().await.map_err(|_| Refusal::TooLarge)?) {
                // The rest is read, so that the browser sees the refusal.
                while form.next_field().await.is_ok_and(|field| field.is_some()) {}
                return Err(Refusal::Forged);
            }
            owned = true;
        } else if name == "files" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            if file_name.is_empty() {
                continue;
            }
            let room = sent.draft.files.len() < console.rules.max_files as usize;
            match attach::keep(console, &visit.session.agent.id, &file_name, field, room).await? {
                Some(file) => sent.draft.files.push(file),
                None => sent.refused.push(file_name),
            }
        } else {
            let value = field.text().await.map_err(|_| Refusal::TooLarge)?;
            match name.as_str() {
                "body" => sent.draft.body = lines(&value),
                "seen" => sent.seen = value.parse().unwrap_or(-1),
                "status" => sent.draft.status = Status::parse(&value).filter(|status| AFTERWARDS.contains(status)),
                "keep" => sent.draft.files.extend(attach::kept(console, &visit.session.agent.id, &value).await?),
                _ => {}
            }
        }
    }
    if owned { Ok(sent) } else { Err(Refusal::Forged) }
}

/// Text of a form, in which browsers end lines with CR LF, without space around it.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}
