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
    /// What is answered.
    from: From,
}

/// Which page a reply or note was written on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum From {
    /// The ticket's.
    #[default]
    Ticket,
    /// The live view.
    Live,
    /// The live view's script, which wants no page.
    Script,
}

impl From {
    fn of(value: &str) -> Self {
        match value {
            "page" => Self::Live,
            "script" => Self::Script,
            _ => Self::Ticket,
        }
    }
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
    write(&console, &visit, &case, draft, sent.seen, sent.from).await
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
    let seen = posted.field("seen").parse().unwrap_or(-1);
    write(&console, &posted.visit, &case, draft, seen, From::of(posted.field("live"))).await
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
    from: From,
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
        let answered = match from {
            From::Ticket => console.store.answer(answer).await,
            From::Live | From::Script => answer_crossing(console, case, answer).await,
        };
        match answered {
            Ok(Answered::Done) => {
                return Ok(match from {
                    From::Ticket => done(case, if draft.is_note { "note" } else { "reply" }),
                    From::Live => Redirect::to(&format!("/desk/live?open={}", case.number)).into_response(),
                    From::Script => StatusCode::NO_CONTENT.into_response(),
                });
            }
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
    if from == From::Script {
        return Ok((status, draft.fault.unwrap_or_default()).into_response());
    }
    // Read again: what came meanwhile is to be seen.
    let case = thread_page::find(console, &case.number).await?;
    let page = thread_page::page(console, visit, &case, &draft, "").await?;
    Ok((status, page).into_response())
}

/// Writes what an agent says in a conversation, where lines cross: what the person has said meanwhile holds nothing
/// up. What agents have does, be it the same form sent twice.
async fn answer_crossing(console: &Console, case: &Case, answer: Answer<'_>) -> Result<Answered, StoreError> {
    const TRIES: u32 = 5;
    let mut answer = answer;
    for _ in 0..TRIES {
        match console.store.answer(answer).await? {
            Answered::Meanwhile => {}
            done => return Ok(done),
        }
        let Some(now) = console.store.case(&case.number).await? else { return Ok(Answered::Gone) };
        let Ok(seen) = usize::try_from(answer.seen) else { break };
        let others = now.messages.iter().skip(seen).any(|message| message.author != "visitor");
        if others || now.count <= answer.seen {
            break;
        }
        answer.seen = now.count;
    }
    Ok(Answered::Meanwhile)
}

/// Reads the form, keeping its files. Its first field is the session's token.
async fn read(console: &Console, visit: &Visit, mut form: Multipart) -> Result<Reply, Refusal> {
    let mut sent = Reply { seen: -1, ..Reply::default() };
    let mut owned = false;
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if !owned {
            if name != "csrf" || !visit.owns(&field.text().await?) {
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
            let value = field.text().await?;
            match name.as_str() {
                "body" => sent.draft.body = lines(&value),
                "live" => sent.from = From::of(&value),
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
