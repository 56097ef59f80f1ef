//! `/v1/events`: what happens to one's tickets, as a stream or at once.

use super::problem::{Kind, Problem};
use super::visitor::Caller;
use super::{Desk, streams};
use crate::store::{self, Heard, Signal, Store, StoreError, Subscription, Visitor, clock};
use axum::Json;
use axum::extract::State;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderName};
use axum::response::sse::{self, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use helplet_desk_api::{Event, EventPage, Greeting, Typing, TypingData};
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
        let (events, last) = read(&desk.store, &caller.secret_hash, last).await?;
        let events = events.iter().map(shown).collect::<Result<_, _>>()?;
        return Ok(Json(EventPage { events, last: last.to_string() }).into_response());
    }
    let Some(place) = desk.streams.open(&caller.secret_hash)? else {
        let detail = "too many streams are open; ask with Accept: application/json, or try again later";
        return Err(Problem::new(Kind::TooManyRequests, detail).retry_after(60));
    };
    // Listened to before the table is read, so that nothing falls between.
    let listening = desk.store.subscribe_live();
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

/// What happened to this device's tickets after `last`, a batch at most, and how far that reaches.
async fn read(store: &Store, secret_hash: &str, last: i64) -> Result<(Vec<store::Event>, i64), StoreError> {
    // In this order: a device whose first ticket is written meanwhile is known by the time it is looked for.
    let newest = store.last_event().await?;
    let Some(visitor) = store.visitor(secret_hash).await? else { return Ok((Vec::new(), newest)) };
    let found = store.events_after(&visitor, last, BATCH).await?;
    let full = found.len() == BATCH as usize;
    let reached = found.last().map_or(newest, |event| if full { event.id } else { event.id.max(newest) });
    Ok((found, reached))
}

/// An event as the contract shows it.
fn shown(event: &store::Event) -> Result<Event, Problem> {
    let data = serde_json::from_str(&event.data)
        .map_err(|error| Problem::new(Kind::Internal, format!("event {} can't be read: {error}", event.id)))?;
    Ok(Event { id: event.id.to_string(), kind: event.kind.clone(), created_at: clock::shown(event.created_at), data })
}

fn shown_typing(signal: &Signal) -> Typing {
    let data = TypingData { ticket: signal.thread.clone(), number: signal.number.clone(), author: signal.author };
    Typing { kind: "typing".to_owned(), data }
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
                    Heard::Typing(signal) if signal.is_seen_by(&self.caller.secret_hash, user(&self.caller.visitor)) => {
                        // Without an id: no stream goes on from it.
                        return sse::Event::default().event("typing").json_data(shown_typing(&signal)).ok();
                    }
                    Heard::Typing(_) => {}
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
        let (found, reached) = read(&self.store, &self.caller.secret_hash, self.last).await.ok()?;
        self.behind = found.len() == BATCH as usize;
        self.last = reached;
        self.waiting.extend(found.into_iter().map(Arc::new));
        Some(())
    }
}

fn user(visitor: &Option<Visitor>) -> Option<&str> {
    Some(&visitor.as_ref()?.user.as_ref()?.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Place, Request};
    use helplet_desk_api::NewTicket;
    use serde_json::json;
    use std::time::Duration;

    #[tokio::test]
    async fn a_device_that_gets_known_before_the_table_is_read_is_told_of_its_ticket() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&Place::Sqlite(folder.path().join("helplet.db"))).await.expect("a database");
        let (stopping, secret_hash) = (watch::channel(false).1, "00");
        let mut stream = Stream {
            listening: store.subscribe_live(),
            store: store.clone(),
            stopping,
            caller: Caller { secret_hash: secret_hash.to_owned(), visitor: None },
            last: store.last_event().await.expect("a number"),
            waiting: VecDeque::new(),
            behind: true,
            heartbeat: interval(Duration::from_secs(60)),
            _place: streams::Streams::new(1).open(secret_hash).expect("room").expect("a place"),
        };
        let visitor = store.visitor_or_new(secret_hash).await.expect("a visitor");
        let ticket: NewTicket =
            serde_json::from_value(json!({ "type": "bug", "description": "打不开" })).expect("a ticket");
        let request = Request { owner: &visitor.id, key: "key-00000001", content: "00" };
        store.open_ticket(request, &visitor, &ticket).await.expect("opened");
        stream.catch_up().await.expect("read");
        let told: Vec<_> = stream.waiting.iter().map(|event| &*event.kind).collect();
        assert_eq!(told, ["ticket.created"]);
    }
}
