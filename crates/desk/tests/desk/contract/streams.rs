use crate::app::{SECRETS, TestApp, problem};
use helplet_desk::STREAMS_PER_VISITOR;
use helplet_desk_api::{Author, Event, EventPage, Greeting, Status};
use reqwest::{Method, Response};
use serde_json::json;
use std::time::Duration;

/// A stream of events as a browser's `fetch` reads it.
pub struct Stream {
    response: Response,
    text: String,
}

/// One entry: id, name, data. A heartbeat has no name.
#[derive(Debug, PartialEq)]
pub struct Entry {
    pub id: String,
    pub name: String,
    pub data: String,
}

impl Stream {
    pub async fn open(app: &TestApp, last: Option<&str>) -> Self {
        let request = app.request(Method::GET, "/v1/events").header("accept", "text/event-stream");
        let request = if let Some(last) = last { request.header("last-event-id", last) } else { request };
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        Self { response, text: String::new() }
    }

    /// The next entry; `None` at the end.
    pub async fn entry(&mut self) -> Option<Entry> {
        loop {
            if let Some((entry, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let line = entry.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default().trim().to_owned()
                };
                let found = Entry { id: field("id:"), name: field("event:"), data: field("data:") };
                self.text = rest.to_owned();
                return Some(found);
            }
            let piece = tokio::time::timeout(Duration::from_secs(20), self.response.chunk()).await.expect("in time");
            self.text.push_str(&String::from_utf8_lossy(&piece.expect("no error")?));
        }
    }

    /// The next entry that is no heartbeat, as an event whose envelope agrees with it.
    pub async fn event(&mut self) -> Event {
        let named = async {
            loop {
                let entry = self.entry().await.expect("an entry");
                if !entry.name.is_empty() {
                    return entry;
                }
            }
        };
        // In all: heartbeats come for ever.
        let entry = tokio::time::timeout(Duration::from_secs(20), named).await.expect("an event in time");
        let event: Event = serde_json::from_str(&entry.data).expect("an event");
        assert_eq!((&event.id, &event.kind), (&entry.id, &entry.name));
        event
    }

    pub async fn hello(&mut self) -> String {
        let entry = self.entry().await.expect("an entry");
        assert_eq!(entry.name, "hello");
        let greeting: Greeting = serde_json::from_str(&entry.data).expect("a greeting");
        assert_eq!(greeting.last, entry.id);
        entry.id
    }
}

async fn poll(app: &TestApp, last: Option<&str>) -> EventPage {
    let request = app.request(Method::GET, "/v1/events").header("accept", "application/json");
    let request = if let Some(last) = last { request.header("last-event-id", last) } else { request };
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status(), 200);
    response.json().await.expect("a page")
}

#[tokio::test]
async fn what_happens_to_ones_tickets_is_told_and_nothing_else() {
    let mut app = TestApp::start().await;
    app.secret = SECRETS[1];
    let other = app.opened("key-00000001").await;
    app.secret = SECRETS[0];
    // Nobody knows this device yet; its first ticket is told all the same.
    let mut stream = Stream::open(&app, None).await;
    stream.hello().await;
    let created = app.opened("key-00000002").await;
    let event = stream.event().await;
    assert_eq!((&*event.kind, &event.data.ticket, event.data.status), ("ticket.created", &created.id, Status::New));

    app.reply(&other.id, "给别人的", false, None).await;
    app.reply(&created.id, "内部", true, None).await;
    let message = app.reply(&created.id, "请更新", false, Some(Status::Waiting)).await;
    let event = stream.event().await;
    assert_eq!((&*event.kind, event.data.message.as_deref()), ("message.created", Some(&*message)));
    assert_eq!((event.data.author, event.data.status), (Some(Author::Agent), Status::Waiting));
    assert_eq!(event.data.number, created.number);
    let event = stream.event().await;
    assert_eq!((&*event.kind, event.data.status, event.data.message), ("ticket.updated", Status::Waiting, None));

    let path = format!("/v1/tickets/{}", created.id);
    let read = app.request(Method::PUT, &format!("{path}/read")).json(&json!({ "message": message }));
    assert_eq!(read.send().await.expect("an answer").status(), 204);
    assert_eq!(stream.event().await.kind, "ticket.read");
    app.send(&format!("{path}/messages"), "message-1", &json!({ "body": "更新了" })).await;
    let event = stream.event().await;
    assert_eq!(
        (&*event.kind, event.data.author, event.data.status),
        ("message.created", Some(Author::Visitor), Status::Open)
    );
    assert_eq!(stream.event().await.kind, "ticket.updated");
    app.send(&format!("{path}/rating"), "unused", &json!({ "solved": true })).await;
    assert_eq!(stream.event().await.kind, "ticket.updated");
}

#[tokio::test]
async fn a_stream_goes_on_where_it_broke_off() {
    let app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    let mut stream = Stream::open(&app, None).await;
    let begin = stream.hello().await;
    // More than are read at once.
    let mut expected = Vec::new();
    for at in 0..110 {
        expected.push(app.reply(&created.id, &format!("第 {at} 条"), false, None).await);
    }
    let first = loop {
        let event = stream.event().await;
        if event.kind == "message.created" {
            break event;
        }
    };
    drop(stream);
    assert_eq!(first.data.message.as_ref(), Some(&expected[0]));

    for from in [&begin, &first.id] {
        let mut stream = Stream::open(&app, Some(from)).await;
        assert_eq!(stream.hello().await, **from);
        let mut told = Vec::new();
        while told.last() != expected.last() {
            told.extend(stream.event().await.data.message);
        }
        let already = expected.len() - told.len();
        assert_eq!((&told[..], already), (&expected[already..], usize::from(*from == first.id)));
    }
    // The same, asked for again and again.
    let (mut told, mut last) = (Vec::new(), begin);
    while told.last() != expected.last() {
        let page = poll(&app, Some(&last)).await;
        assert!(!page.events.is_empty() && page.events.len() <= 100, "{} events", page.events.len());
        told.extend(page.events.into_iter().filter_map(|event| event.data.message));
        last = page.last;
    }
    assert_eq!(told, expected);
    assert_eq!(poll(&app, Some(&last)).await, EventPage { events: vec![], last });
}

#[tokio::test]
async fn a_poll_is_answered_at_once() {
    let mut app = TestApp::start().await;
    let nothing = poll(&app, None).await;
    assert_eq!(nothing.events, []);
    let created = app.opened("key-00000001").await;
    let page = poll(&app, Some(&nothing.last)).await;
    assert_eq!(page.events.iter().map(|event| &event.data.ticket).collect::<Vec<_>>(), [&created.id]);
    // An id that never was, as after the database was put back to an earlier state.
    assert_eq!(poll(&app, Some("999999")).await, EventPage { events: vec![], last: page.last.clone() });
    app.secret = SECRETS[1];
    assert_eq!(poll(&app, Some(&nothing.last)).await, EventPage { events: vec![], last: page.last });
    for id in ["x", "-1", ""] {
        let request = app.request(Method::GET, "/v1/events").header("last-event-id", id);
        problem(request.send().await.expect("an answer"), 400, "malformed").await;
    }
    problem(app.anonymous(Method::GET, "/v1/events").send().await.expect("an answer"), 401, "unauthorized").await;
}

#[tokio::test]
async fn a_stream_shows_that_it_lives_and_ends_with_the_desk() {
    let mut app = TestApp::start_with(|config| config.heartbeat = Duration::from_millis(50)).await;
    let mut stream = Stream::open(&app, None).await;
    stream.hello().await;
    for _ in 0..3 {
        assert_eq!(stream.entry().await.expect("an entry").name, "");
    }
    app.ask_to_stop();
    tokio::time::timeout(Duration::from_secs(5), app.ended()).await.expect("in time");
    while let Some(entry) = stream.entry().await {
        assert_eq!(entry.name, "");
    }
}

#[tokio::test]
async fn streams_are_counted() {
    let mut app = TestApp::start_with(|config| config.max_streams = STREAMS_PER_VISITOR + 1).await;
    let mut streams = Vec::new();
    for _ in 0..STREAMS_PER_VISITOR {
        streams.push(Stream::open(&app, None).await);
    }
    let ask = |app: &TestApp| app.request(Method::GET, "/v1/events").send();
    problem(ask(&app).await.expect("an answer"), 429, "too-many-requests").await;
    app.secret = SECRETS[1];
    streams.push(Stream::open(&app, None).await);
    app.secret = SECRETS[2];
    problem(ask(&app).await.expect("an answer"), 503, "unavailable").await;
    assert_eq!(poll(&app, None).await.events, [], "a poll needs no place");
    streams.clear();
    // The desk notices a closed connection when it next looks.
    let waiting = async { while ask(&app).await.expect("an answer").status() != 200 {} };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("in time");
}
