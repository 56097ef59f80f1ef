//! `/v1/events`: what happens to one's tickets, as a stream or at once.

use super::problem::{Kind, Problem};
use super::visitor::Caller;
use super::{Desk, streams};
use crate::store::{self, Heard, Store, Subscription, Visitor, clock};
use axum::Json;
use axum::extract::State;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderName};
use axum::response::sse::{self, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use helplet_desk_api::{Event, EventPage, Greeting};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Events read from the table at once, and the most in one JSON answer.
const BATCH: i64 = 100;

/// Tells what happens to one's tickets: as a stream, or at once.
#[utoipa::path(get, path = "/v1/events", params(("Last-Event-ID" = Option<String>, Header, description = "the `id` of the last event heard")), responses((status = 200, description = "a stream whose data are events, or with `Accept: application/json` a page of them", content((Event = "text/event-stream"), (EventPage = "application/json")))))]
pub async fn events(State(desk): State<Desk>, caller: Caller, headers: HeaderMap) -> Result<Response, Problem> {
    let newest = desk.store.last_event().await?;
    let last = match headers.get("last-event-id") {
        None => newest,
        // One from before the database was put back to an earlier state is as good as none.
        Some(id) => id.to_str().ok().and_then(|id| id.parse().ok()).map_or(-1, |id: i64| id.min(newest)),
    };
    if last < 0 {
        return Err(Problem::new(Kind::Malformed, "Last-Event-ID is the id of an event; leave it out at first"));
    }
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accept.contains("application/json") && !accept.contains("text/event-stream") {
        return Ok(Json(since(&desk.store, &caller, last, newest).await?).into_response());
    }
    let Some(place) = desk.streams.open(&caller.secret_hash)? else {
        let detail = "too many streams are open; ask with Accept: application/json, or try again later";
        return Err(Problem::new(Kind::TooManyRequests, detail).retry_after(60));
    };
    // Listened to before the table is read, so that nothing falls between.
    let listening = desk.store.subscribe();
    let mut heartbeat = interval(desk.heartbeat);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    heartbeat.reset();
    let stream = Stream {
        store: desk.store,
        stopping: desk.stopping,
        listening,
        caller,
        last,
        waiting: VecDeque::new(),
        behind: true,
        heartbeat,
        _place: place,
    };
    let hello = Greeting { last: last.to_string() };
    let hello = sse::Event::default().event("hello").id(last.to_string()).json_data(hello);
    let hello = hello.map_err(|_| Problem::new(Kind::Internal, "the stream can't begin"))?;
    let told = stream::unfold(stream, |mut stream| async move { Some((stream.next().await?, stream)) });
    let all = futures_util::StreamExt::chain(stream::iter([hello]), told);
    // A proxy that gathers the answer first would keep it until the end.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
    let all = futures_util::StreamExt::map(all, Ok::<_, Infallible>);
    Ok((unbuffered, Sse::new(all)).into_response())
}

/// What happened between these two.
async fn since(store: &Store, caller: &Caller, last: i64, newest: i64) -> Result<EventPage, Problem> {
    let Some(visitor) = &caller.visitor else {
        return Ok(EventPage { events: Vec::new(), last: newest.to_string() });
    };
    let found = store.events_after(visitor, last, BATCH).await?;
    let full = found.len() == BATCH as usize;
    let reached = found.last().map_or(newest, |event| if full { event.id } else { event.id.max(newest) });
    Ok(EventPage { events: found.iter().map(shown).collect::<Result<_, _>>()?, last: reached.to_string() })
}

/// An event as the contract shows it.
fn shown(event: &store::Event) -> Result<Event, Problem> {
    let data = serde_json::from_str(&event.data)
        .map_err(|error| Problem::new(Kind::Internal, format!("event {} can't be read: {error}", event.id)))?;
    Ok(Event { id: event.id.to_string(), kind: event.kind.clone(), created_at: clock::shown(event.created_at), data })
}

/// A stream of events to one device.
struct Stream {
    store: Store,
    stopping: watch::Receiver<bool>,
    listening: Subscription,
    caller: Caller,
    /// Everything up to this event was told, or was not theirs.
    last: i64,
    waiting: VecDeque<Arc<store::Event>>,
    /// The table has to be read.
    behind: bool,
    heartbeat: Interval,
    _place: streams::Place,
}

impl Stream {
    /// The next thing to say; `None` ends the stream, and the device asks again.
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                let event = shown(&event).ok()?;
                return sse::Event::default().event(&event.kind).id(&event.id).json_data(&event).ok();
            }
            if self.behind {
                self.catch_up().await?;
                continue;
            }
            tokio::select! {
                // A closed channel is a desk that has ended.
                () = async { drop(self.stopping.wait_for(|stopping| *stopping).await) } => return None,
                heard = self.listening.next() => match heard? {
                    Heard::Missed => self.behind = true,
                    Heard::Event(event) if event.id > self.last => {
                        self.last = event.id;
                        if event.is_seen_by(&self.caller.secret_hash, user(&self.caller.visitor)) {
                            self.waiting.push_back(event);
                        }
                    }
                    Heard::Event(_) => {}
                },
                _ = self.heartbeat.tick() => {
                    let now = self.store.visitor(&self.caller.secret_hash).await.ok()?;
                    // Somebody signed in, or their time is over. The device asks again from the last
                    // event it was told, and so misses nothing that became theirs meanwhile.
                    if user(&now) != user(&self.caller.visitor) {
                        return None;
                    }
                    self.caller.visitor = now;
                    return Some(sse::Event::default().comment(""));
                }
            }
        }
    }

    /// Reads on in the table; `None` where it fails.
    async fn catch_up(&mut self) -> Option<()> {
        let newest = self.store.last_event().await.ok()?;
        let found = match &self.caller.visitor {
            None => Vec::new(),
            Some(visitor) => self.store.events_after(visitor, self.last, BATCH).await.ok()?,
        };
        self.behind = found.len() == BATCH as usize;
        self.last = found.last().map_or(newest, |event| if self.behind { event.id } else { event.id.max(newest) });
        self.waiting.extend(found.into_iter().map(Arc::new));
        Some(())
    }
}

fn user(visitor: &Option<Visitor>) -> Option<&str> {
    Some(&visitor.as_ref()?.user.as_ref()?.id)
}
