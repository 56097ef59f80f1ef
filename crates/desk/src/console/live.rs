//! What happens at the desk, as it happens.

use super::Console;
use super::refusal::Refusal;
use super::visit::Visit;
use crate::store::{Heard, Subscription};
use axum::extract::State;
use axum::response::sse::{Event, Sse};
use futures_util::stream::{self, Stream};
use helplet_desk_api::EventData;
use std::convert::Infallible;
use tokio::sync::watch;
use tokio::time::{Interval, interval};

struct Line {
    console: Console,
    session: String,
    events: Subscription,
    /// When the line is kept warm and the session looked at.
    beat: Interval,
}

/// `GET /desk/events`
///
/// Says which ticket has changed, and nothing of what: the page asks for that itself. Ends with the
/// session, and when the desk stops.
pub async fn events(
    State(console): State<Console>,
    visit: Visit,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let events = console.store.subscribe();
    let beat = interval(console.heartbeat);
    let line = Line { console, session: visit.session.secret_hash, events, beat };
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
        tokio::select! {
            // Waits for no browser: it comes again, to this desk or another.
            () = stopped(&mut self.console.stopping) => None,
            heard = self.events.next() => {
                let number = match heard? {
                    Heard::Event(event) => serde_json::from_str(&event.data).map_or(String::new(), |it: EventData| it.number),
                    // Which one is not known: any may have changed.
                    Heard::Missed => String::new(),
                };
                Some(Event::default().event("change").data(number))
            }
            // The first comes at once, and greets.
            _ = self.beat.tick() => {
                let lasts = self.console.store.session(&self.session).await.ok()?.is_some();
                lasts.then(|| Event::default().event("beat").data(""))
            }
        }
    }
}
