//! Blocking a person, after asking the agent once more.

use super::super::Console;
use super::super::layout::{self, csrf};
use super::super::refusal::Refusal;
use super::super::thread_page;
use super::super::visit::{Posted, Visit};
use super::super::words::Word;
use super::thread;
use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};

/// `GET /desk/tickets/{number}/block`
pub async fn ask(State(console): State<Console>, visit: Visit, Path(number): Path<String>) -> Result<Markup, Refusal> {
    let case = thread_page::find(&console, &number).await?;
    let lang = visit.lang;
    let (title, text, value) = if case.blocked {
        (Word::UnblockAsk, Word::UnblockMeans, "no")
    } else {
        (Word::BlockAsk, Word::BlockMeans, "yes")
    };
    let title = lang.fill(title, &case.number);
    let page = format!("/desk/tickets/{}", case.number);
    let content = html! {
        form.card.confirm method="post" action={ (page) "/block" } {
            h1 { (title) }
            p { (lang.say(text)) }
            (csrf(&visit))
            input type="hidden" name="blocked" value=(value);
            div.confirm-row {
                button.main type="submit" { (lang.say(if case.blocked { Word::Unblock } else { Word::Block })) }
                a href=(page) { (lang.say(Word::Cancel)) }
            }
        }
    };
    Ok(layout::page(&visit, &title, &format!("{page}/block"), content))
}

/// `POST /desk/tickets/{number}/block`
pub async fn block(
    State(console): State<Console>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Redirect, Refusal> {
    let thread = thread(&console, &number).await?;
    console.store.block(&thread, posted.field("blocked") != "no").await?;
    Ok(Redirect::to(&format!("/desk/tickets/{number}?done=change")))
}
