//! The live view: who waits, and several conversations side by side. The page is whole without its script, which
//! asks for the one conversation that has changed, and for nothing else.

pub mod block;
mod column;
pub mod hints;
mod list;
pub mod steps;
mod write;

use super::Console;
use super::layout::{self, View, csrf};
use super::refusal::Refusal;
use super::thread_page;
use super::visit::Visit;
use super::words::{Lang, Word};
use crate::store::{Case, LiveChat, Presence, ROOM, clock};
use axum::extract::{Path, Query, State};
use helplet_desk_api::{ChatState, ticket_number_in};
use maud::{Markup, html};

/// Conversations side by side at first, where the address names none.
const COLUMNS: usize = 4;
/// Conversations that an address may name.
const MOST_COLUMNS: usize = 8;
/// Most conversations at once that an agent may ask for.
const MOST_ROOM: u32 = 50;

/// What an address may say.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Numbers of conversations, with commas between.
    open: String,
    /// What was just done, or why it was not: `changed`, `away`.
    done: String,
}

impl Asked {
    fn numbers(&self) -> Vec<String> {
        let mut numbers = Vec::new();
        for number in self.open.split(',').filter_map(ticket_number_in) {
            if !numbers.contains(&number) && numbers.len() < MOST_COLUMNS {
                numbers.push(number);
            }
        }
        numbers
    }
}

/// What a fragment is to hold.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Part {
    /// Not empty: the conversation, too.
    column: String,
}

/// Where a chat stands for one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    /// They are asked to take it.
    Offered,
    /// It waits, and somebody else or nobody is asked.
    Waiting,
    /// They talk in it.
    Mine,
    /// Somebody else does.
    Others,
}

impl Group {
    const ALL: [Self; 4] = [Self::Offered, Self::Waiting, Self::Mine, Self::Others];

    /// `None` where nobody waits or talks any more.
    fn of(chat: &LiveChat, me: &str) -> Option<Self> {
        match chat.state {
            ChatState::Waiting if chat.offered_to.as_deref() == Some(me) => Some(Self::Offered),
            ChatState::Waiting => Some(Self::Waiting),
            ChatState::Talking if chat.agent_id.as_deref() == Some(me) => Some(Self::Mine),
            ChatState::Talking => Some(Self::Others),
            ChatState::Ended | ChatState::Missed => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Waiting => "waiting",
            Self::Mine => "mine",
            Self::Others => "others",
        }
    }

    fn word(self) -> Word {
        match self {
            Self::Offered => Word::LiveOffered,
            Self::Waiting => Word::LiveWaiting,
            Self::Mine => Word::LiveMine,
            Self::Others => Word::LiveOthers,
        }
    }
}

/// `GET /desk/live`
pub async fn get(State(console): State<Console>, visit: Visit, Query(asked): Query<Asked>) -> Result<Markup, Refusal> {
    let lang = visit.lang;
    let me = &visit.session.agent.id;
    let chats = console.store.live_chats().await?;
    let presences = console.store.presences().await?;
    let mut numbers = asked.numbers();
    if numbers.is_empty() {
        let mine = chats.iter().filter(|chat| Group::of(chat, me) == Some(Group::Mine));
        numbers = mine.take(COLUMNS).map(|chat| chat.number.clone()).collect();
    }
    let mut cases = Vec::new();
    for number in &numbers {
        cases.extend(console.store.case(number).await?);
    }
    let here = format!("/desk/live?open={}", numbers.join(","));
    let fault = match asked.done.as_str() {
        "changed" => Some(Word::StepChanged),
        "away" => Some(Word::StepAway),
        _ => None,
    };
    let content = html! {
        div.live data-live-view data-now=(clock::now()) data-typing=(lang.say(Word::Typing)) data-lost=(lang.say(Word::LiveUnsent)) {
            div.live-head {
                h1 { (lang.say(Word::Live)) }
                (presence(&visit, &presences))
                label.needs-script { input type="checkbox" data-sound; " " (lang.say(Word::Sound)) }
            }
            p.fault role="alert" data-fault hidden[fault.is_none()] { @if let Some(word) = fault { (lang.say(word)) } }
            div.live-parts {
                (list::show(&console, &visit, &chats))
                div.columns data-columns {
                    @for case in &cases { (column::show(&console, &visit, case, &presences)) }
                    p.empty.no-column { (lang.say(Word::LiveNoneOpen)) }
                }
            }
            dialog.picture aria-label=(lang.say(Word::Files)) {
                form method="dialog" { button type="submit" { (lang.say(Word::CloseDialog)) } }
            }
        }
    };
    Ok(layout::page_of(View::Live, &visit, lang.say(Word::Live), &here, content))
}

/// `GET /desk/live/list`: the list alone, for a script that has missed what happened.
pub async fn rows(State(console): State<Console>, visit: Visit) -> Result<Markup, Refusal> {
    let chats = console.store.live_chats().await?;
    Ok(list::show(&console, &visit, &chats))
}

/// `GET /desk/live/chats/{number}`: what one conversation looks like now: its row in the list, where it has one, and
/// if wished the conversation.
pub async fn fragment(
    State(console): State<Console>,
    visit: Visit,
    Path(number): Path<String>,
    Query(part): Query<Part>,
) -> Result<Markup, Refusal> {
    let me = &visit.session.agent.id;
    let (chat, column) = if part.column.is_empty() {
        let thread = thread(&console, &number).await?;
        (console.store.live_chat(&thread).await?, None)
    } else {
        let case = thread_page::find(&console, &number).await?;
        let presences = console.store.presences().await?;
        let column = column::show(&console, &visit, &case, &presences);
        (case.chat, Some(column))
    };
    let group = chat.as_ref().and_then(|chat| Some((chat, Group::of(chat, me)?)));
    Ok(html! {
        @if let Some((chat, group)) = group { ul { (list::row(&console, &visit, chat, group)) } }
        @if let Some(column) = column { (column) }
    })
}

/// The thread of a number, however it is written.
async fn thread(console: &Console, number: &str) -> Result<String, Refusal> {
    let number = ticket_number_in(number).ok_or(Refusal::NoTicket)?;
    console.store.thread_id(&number).await?.ok_or(Refusal::NoTicket)
}

/// Whether the agent takes conversations, and how many.
fn presence(visit: &Visit, presences: &[Presence]) -> Markup {
    let lang = visit.lang;
    let own = presences.iter().find(|presence| presence.agent == visit.session.agent.id);
    let said = own.is_some_and(|own| own.said);
    let room = own.map_or(ROOM, |own| own.room);
    html! {
        form.presence method="post" action="/desk/live/presence" data-presence {
            (csrf(visit))
            label { input type="checkbox" role="switch" name="here" value="1" checked[said]; " " (lang.say(Word::Here)) }
            label { (lang.say(Word::Room)) " " input type="number" name="room" min="1" max=(MOST_ROOM) value=(room) required; }
            button type="submit" { (lang.say(Word::Save)) }
        }
    }
}

/// What a person is called: by a signed token, else in general.
fn person(lang: Lang, name: Option<&String>) -> &str {
    name.map(String::as_str).filter(|name| !name.trim().is_empty()).unwrap_or(lang.say(Word::Person))
}

/// A length of time that goes on, told by the script to the second.
fn since(lang: Lang, at: i64) -> Markup {
    html! { span.timer data-since=(at) { (super::text::duration(lang, clock::now() - at)) } }
}

/// The language that articles and canned answers for a ticket are in.
fn tongue(case: &Case) -> &str {
    case.locale.as_deref().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_conversations() {
        let asked = |open: &str| Asked { open: open.into(), ..Asked::default() }.numbers();
        assert_eq!(asked(""), Vec::<String>::new());
        assert_eq!(asked("x,,1"), Vec::<String>::new());
        let numbers: Vec<String> = (0..20).map(helplet_desk_api::ticket_number).collect();
        let twice = [numbers.as_slice(), &numbers].concat().join(",");
        assert_eq!(asked(&twice), numbers[..MOST_COLUMNS]);
    }
}
