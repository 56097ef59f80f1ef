//! What an agent can do in a conversation: answer, note, pass it on, end it.

use super::super::Console;
use super::super::content;
use super::super::layout::csrf;
use super::super::text;
use super::super::visit::Visit;
use super::super::words::Word;
use super::{Group, list, tongue};
use crate::store::{Case, Presence};
use helplet_desk_api::{ChatState, MEDIA_TYPES, Status};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// What a conversation may end in; the first is chosen at first.
const AFTERWARDS: [Status; 4] = [Status::Solved, Status::Waiting, Status::Open, Status::Closed];

/// By whose turn it is: to take it, to answer, or where it went.
pub fn show(console: &Console, visit: &Visit, case: &Case, group: Option<Group>, presences: &[Presence]) -> Markup {
    let lang = visit.lang;
    html! {
        @match (group, &case.chat) {
            (Some(waiting @ (Group::Offered | Group::Waiting)), Some(chat)) => {
                (list::take(visit, chat, waiting))
                div.steps { (note(visit, case)) (transfer(visit, case, presences)) }
            }
            (Some(Group::Mine), _) => {
                (reply(console, visit, case))
                div.steps { (note(visit, case)) (transfer(visit, case, presences)) (end(visit, case)) }
            }
            (Some(_), _) => div.steps { (note(visit, case)) (transfer(visit, case, presences)) },
            (None, chat) => {
                p { (lang.say(match chat.as_ref().map(|chat| chat.state) {
                    Some(ChatState::Missed) => Word::MissedNow,
                    _ => Word::EndedNow,
                })) }
                p { a href={ "/desk/tickets/" (case.number) } { (lang.say(Word::WholeTicket)) } }
            }
        }
    }
}

fn reply(console: &Console, visit: &Visit, case: &Case) -> Markup {
    let lang = visit.lang;
    let number = &case.number;
    let kinds: Vec<String> = MEDIA_TYPES.iter().map(|kind| format!(".{}", kind.extension)).collect();
    let tongue = content::language(&console.languages, tongue(case)).map(|language| language.tag.as_str());
    html! {
        form.compose method="post" action={ "/desk/tickets/" (number) "/reply" } enctype="multipart/form-data" data-compose="reply" {
            (csrf(visit))
            input type="hidden" name="live" value="page";
            input type="hidden" name="seen" value=(case.count);
            label.hidden-label for={ "reply-" (number) } { (lang.fill(Word::ReplyTo, number)) }
            textarea id={ "reply-" (number) } name="body" rows="3" placeholder=(lang.say(Word::ComposeHint)) aria-autocomplete="list"
                aria-controls={ "hints-" (number) } data-lang=(tongue.unwrap_or_default()) {}
            ul.hints role="listbox" id={ "hints-" (number) } aria-label=(lang.say(Word::Hints)) data-hints=(lang.say(Word::HintCount)) hidden {}
            p.hidden-label role="status" data-hint-count {}
            div.compose-row {
                label.attach {
                    span { (lang.say(Word::Files)) }
                    input type="file" name="files" multiple accept=(kinds.join(","));
                }
                button.main type="submit" { (lang.say(Word::Send)) }
            }
            p.fault role="alert" data-fault hidden {}
        }
    }
}

/// A form behind its name; `compose` where it writes a message.
fn step(visit: &Visit, case: &Case, name: &str, title: Word, compose: bool, fields: &Markup) -> Markup {
    html! {
        details.step data-step-box=(name) {
            summary { (visit.lang.say(title)) }
            form method="post" action={ "/desk/tickets/" (case.number) "/" (name) } data-compose=[compose.then_some(name)]
                data-step=[(!compose).then_some(name)] {
                (csrf(visit))
                (fields)
            }
        }
    }
}

fn note(visit: &Visit, case: &Case) -> Markup {
    let lang = visit.lang;
    let number = &case.number;
    let fields = html! {
        input type="hidden" name="live" value="page";
        input type="hidden" name="seen" value=(case.count);
        label for={ "note-" (number) } { (lang.say(Word::NoteLabel)) }
        textarea.note id={ "note-" (number) } name="body" rows="3" required {}
        button type="submit" { (lang.say(Word::SaveNote)) }
        p.fault role="alert" data-fault hidden {}
    };
    step(visit, case, "note", Word::Note, true, &fields)
}

/// To an agent who is there, to a team, or to whoever is next.
fn transfer(visit: &Visit, case: &Case, presences: &[Presence]) -> Markup {
    let lang = visit.lang;
    let number = &case.number;
    let me = &visit.session.agent.id;
    let teams: BTreeSet<&String> = presences.iter().flat_map(|presence| &presence.teams).collect();
    let fields = html! {
        label for={ "to-" (number) } { (lang.say(Word::TransferTo)) }
        select id={ "to-" (number) } name="to" {
            @for agent in presences.iter().filter(|agent| agent.here && agent.agent != *me) {
                option value={ "agent:" (agent.agent) } { (agent.shown_as) " (" (agent.load) "/" (agent.room) ")" }
            }
            @for team in teams { option value={ "team:" (team) } { (lang.fill(Word::Team, team)) } }
            option value="team:" { (lang.say(Word::ToAnyone)) }
        }
        button type="submit" { (lang.say(Word::TransferNow)) }
    };
    step(visit, case, "transfer", Word::Transfer, false, &fields)
}

fn end(visit: &Visit, case: &Case) -> Markup {
    let lang = visit.lang;
    let number = &case.number;
    let fields = html! {
        label for={ "end-" (number) } { (lang.say(Word::StatusEnd)) }
        select id={ "end-" (number) } name="status" {
            @for status in AFTERWARDS { option value=(status.name()) { (text::status(lang, status.name())) } }
        }
        button type="submit" { (lang.say(Word::EndNow)) }
    };
    step(visit, case, "end", Word::End, false, &fields)
}
