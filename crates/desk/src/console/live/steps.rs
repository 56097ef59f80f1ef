//! What an agent does to a conversation.

use super::super::Console;
use super::super::refusal::Refusal;
use super::super::thread_page;
use super::super::visit::Posted;
use super::super::words::Word;
use super::{Group, MOST_ROOM, thread};
use crate::store::{ROOM, Step, To};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helplet_desk_api::{Author, Status};

/// `POST /desk/live/presence`
pub async fn presence(State(console): State<Console>, posted: Posted) -> Result<Response, Refusal> {
    let room = posted.field("room").parse().unwrap_or(ROOM).clamp(1, MOST_ROOM);
    let here = !posted.field("here").is_empty();
    console.store.set_presence(&posted.visit.session.agent.id, here, room).await?;
    Ok(if posted.is_of_script() {
        StatusCode::NO_CONTENT.into_response()
    } else {
        Redirect::to("/desk/live").into_response()
    })
}

/// `POST /desk/tickets/{number}/take`
pub async fn take(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let thread = thread(&console, &number).await?;
    let step = console.store.take_chat(&thread, &posted.visit.session.agent.id).await?;
    after(&posted, &number, step)
}

/// `POST /desk/tickets/{number}/decline`
pub async fn decline(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let thread = thread(&console, &number).await?;
    let step = console.store.decline_chat(&thread, &posted.visit.session.agent.id).await?;
    after(&posted, &number, step)
}

/// `POST /desk/tickets/{number}/transfer`
pub async fn transfer(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let thread = thread(&console, &number).await?;
    let to = match posted.field("to").split_once(':') {
        Some(("agent", agent)) => To::Agent(agent),
        Some(("team", team)) => To::Team(team),
        _ => return Err(Refusal::NotFound),
    };
    let step = console.store.transfer_chat(&thread, &posted.visit.session.agent.id, to).await?;
    after(&posted, &number, step)
}

/// `POST /desk/tickets/{number}/end`
pub async fn end(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let thread = thread(&console, &number).await?;
    let status = Status::parse(posted.field("status")).ok_or(Refusal::NotFound)?;
    let step = console.store.end_chat(&thread).await?;
    if step == Step::Done {
        console.store.change_status(&thread, &posted.visit.session.agent.id, status).await?;
    }
    after(&posted, &number, step)
}

/// `POST /desk/tickets/{number}/seen`: the agent has the first `count` messages before their eyes.
pub async fn seen(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<StatusCode, Refusal> {
    let case = thread_page::find(&console, &number).await?;
    let count = posted.field("count").parse().unwrap_or(0).min(case.count);
    if case.agent_seen < count {
        console.store.mark_seen(&case.id, count).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /desk/tickets/{number}/typing`: the agent is writing to the person.
pub async fn typing(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<StatusCode, Refusal> {
    let thread = thread(&console, &number).await?;
    // Told of the one who talks to them: others only look on.
    let chat = console.store.live_chat(&thread).await?;
    if chat.is_some_and(|chat| Group::of(&chat, &posted.visit.session.agent.id) == Some(Group::Mine)) {
        console.store.typing(&thread, Author::Agent).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Back to the conversation, which says why where nothing was done. A script hears of that alone.
fn after(posted: &Posted, number: &str, step: Step) -> Result<Response, Refusal> {
    let (word, name) = match step {
        Step::Gone => return Err(Refusal::NoTicket),
        Step::Done if posted.is_of_script() => return Ok(StatusCode::NO_CONTENT.into_response()),
        Step::Done => return Ok(Redirect::to(&format!("/desk/live?open={number}")).into_response()),
        Step::Changed => (Word::StepChanged, "changed"),
        Step::NotThere => (Word::StepAway, "away"),
    };
    Ok(if posted.is_of_script() {
        (StatusCode::CONFLICT, posted.visit.lang.say(word)).into_response()
    } else {
        Redirect::to(&format!("/desk/live?open={number}&done={name}")).into_response()
    })
}
