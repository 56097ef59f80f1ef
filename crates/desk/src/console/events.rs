//! What happens at the desk, as it happens: which ticket, and nothing of what.

use super::Console;
use super::refusal::Refusal;
use super::visit::Visit;
use crate::store::{EventKind, Heard, StoreError, Subscription};
use axum::extract::{Query, State};
use axum::response::sse::{Event, Sse};
use futures_util::stream::{self, Stream};
use helplet_desk_api::{Author, EventData, TypingData};
use std::convert::Infallible;
use tokio::sync::watch;
use tokio::time::{Interval, interval};

/// What a page wants to hear.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Not empty: of conversations alone.
    live: String,
}

struct Line {
    console: Console,
    session: String,
    agent: String,
    live: bool,
    /// How many conversations the agent is asked to take, as the page was last told.
    offered: Option<i64>,
    /// What is told after what was told last.
    next: Option<Event>,
    events: Subscription,
    /// When the line is kept warm and the session looked at.
    beat: Interval,
}

/// `GET /desk/events`
///
/// The page asks for what has changed itself. While it is open, its agent is heard of. Ends with the session,
/// and when the desk stops.
pub async fn events(
    State(console): State<Console>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let events = console.store.subscribe_live();
    let beat = interval(console.heartbeat);
    let (session, agent) = (visit.session.secret_hash, visit.session.agent.id);
    let live = !wanted.live.is_empty();
    let line = Line { console, session, agent, live, offered: None, next: None, events, beat };
    Ok(Sse::new(stream::unfold(line, |mut line| async {
        let event = line.next().await?;
        Some((Ok(event), line))
    })))
}

/// Waits until the desk stops; a desk that is gone has stopped.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await.map(drop);
}

impl Line {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.next.take() {
                return Some(event);
            }
            tokio::select! {
                // Waits for no browser: it comes again, to this desk or another.
                () = stopped(&mut self.console.stopping) => return None,
                heard = self.events.next() => {
                    let heard = heard?;
                    let moves_offers = match &heard {
                        Heard::Event(event) => event.kind == EventKind::ChatUpdated.name(),
                        Heard::Missed => true,
                        Heard::Typing(_) => false,
                    };
                    if moves_offers {
                        self.next = self.offers().await.ok()?;
                    }
                    let told = match heard {
                        Heard::Typing(signal) if self.live && signal.author == Author::Visitor => {
                            let (ticket, number, author) = (signal.thread.clone(), signal.number.clone(), signal.author);
                            let data = TypingData { ticket, number, author };
                            return Event::default().event("typing").json_data(data).ok();
                        }
                        Heard::Typing(_) => None,
                        Heard::Event(event) => self.told(&event.data),
                        // Which one is not known: any may have changed.
                        Heard::Missed => Some(String::new()),
                    };
                    if let Some(number) = told {
                        return Some(Event::default().event("change").data(number));
                    }
                }
                // The first comes at once, and greets.
                _ = self.beat.tick() => {
                    self.console.store.session(&self.session).await.ok()??;
                    self.console.store.keep_presence(&self.agent).await.ok()?;
                    self.next = self.offers().await.ok()?;
                    return Some(Event::default().event("beat").data(""));
                }
            }
        }
    }

    /// What a page other than the live view is to be told of what its agent is asked to take, where that has changed.
    async fn offers(&mut self) -> Result<Option<Event>, StoreError> {
        if self.live {
            return Ok(None);
        }
        let offered = Some(self.console.store.offers(&self.agent).await?);
        let told = std::mem::replace(&mut self.offered, offered);
        let count = offered.filter(|_| told != offered);
        Ok(count.map(|count| Event::default().event("offer").data(count.to_string())))
    }

    /// The number of the ticket that an event is about, where it is wanted.
    fn told(&self, data: &str) -> Option<String> {
        let data: Option<EventData> = serde_json::from_str(data).ok();
        match data {
            Some(data) if self.live && data.chat.is_none() => None,
            data => Some(data.map(|data| data.number).unwrap_or_default()),
        }
    }
}
