//! What is asked of the desk about the person's tickets, and what it answers.

use super::draft::FileNote;
use super::mine::{Asked, Chat, Message, Summary, Thread, is_same};
use super::outbox::{Event, Phase};
use super::{copies, sender, visitor};
use crate::browser::clock::{self, parse_moment};
use crate::browser::file::{Contents, from_received};
use crate::browser::http::{self, Reply, Request};
use crate::browser::json::{get, items, parse, text};
use crate::browser::stream::{self, Stream, Way};
use crate::browser::task::spawn;
use crate::host::options::EndpointKind;
use crate::state::App;
use helplet_desk_api::{Author, ChatState, Status};
use wasm_bindgen::JsValue;

/// Longest wait for an answer, in seconds.
const PATIENCE: u32 = 30;

/// Longest wait for a file, in seconds.
const PATIENCE_FILES: u32 = 300;

/// Pages of the list that are asked for: more than anybody has tickets.
const MOST_PAGES: usize = 4;

/// Whether there is a desk, and it can know anything of this device.
pub fn is_answering(app: App) -> bool {
    let endpoint = &app.options.endpoint;
    !endpoint.url.is_empty() && endpoint.kind == EndpointKind::Desk && visitor::is_known()
}

/// Asks the desk; `None` where no answer came, or too late for the person who asked.
pub async fn ask(app: App, method: &str, path: &str, body: Option<String>) -> Option<Reply> {
    let extra: &[_] = if body.is_some() { &[("Content-Type", "application/json")] } else { &[] };
    let headers = Headers::new(app);
    let body = body.map_or(JsValue::NULL, JsValue::from);
    let url = [&app.options.endpoint.url, path].concat();
    let request = Request { method, url, headers: headers.with(extra), body, patience: PATIENCE };
    let reply = http::send(request, Box::new(|_| ())).await.ok();
    // Signed out meanwhile: nothing of it may get back onto the device.
    reply.filter(|_| visitor::is(&headers.secret["Bearer ".len()..]))
}

/// Asks what has happened after an event; where none is named, only which was the last one.
pub async fn ask_events(app: App, last: &str) -> Option<Reply> {
    let after = ("Last-Event-ID", last);
    let extra = [("Accept", "application/json"), after];
    let headers = Headers::new(app);
    let headers = headers.with(if last.is_empty() { &extra[..1] } else { &extra });
    let url = [&app.options.endpoint.url, "/v1/events"].concat();
    let request = Request { method: "GET", url, headers, body: JsValue::NULL, patience: PATIENCE };
    http::send(request, Box::new(|_| ())).await.ok()
}

/// Reads the stream of events after one; `hear` hears its text piece by piece.
pub fn stream(app: App, last: &str, hear: Box<dyn FnMut(String)>) -> (Way, Stream) {
    let extra = [("Last-Event-ID", last)];
    let url = [&app.options.endpoint.url, "/v1/events"].concat();
    stream::open(&url, &Headers::new(app).with(if last.is_empty() { &[] } else { &extra }), hear)
}

/// A file's bytes; `None` where they can't be had.
pub async fn file(app: App, note: &FileNote) -> Option<Contents> {
    let url = [&app.options.endpoint.url, "/v1/attachments/", &note.sha256].concat();
    let headers = Headers::new(app);
    let request =
        Request { method: "GET", url, headers: headers.with(&[]), body: JsValue::NULL, patience: PATIENCE_FILES };
    let blob = http::receive(request).await?;
    // The answer is something to save, whatever it is; its type is the one the ticket says.
    Some(from_received(&blob, &note.media_type, note.name.clone()))
}

/// What every request to the desk says.
struct Headers {
    app: App,
    secret: String,
}

impl Headers {
    fn new(app: App) -> Self {
        Self { app, secret: ["Bearer ", &visitor::secret()].concat() }
    }

    fn with<'a>(&'a self, extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let own = self.app.options.endpoint.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        own.chain([("Authorization", self.secret.as_str())]).chain(extra.iter().copied()).collect()
    }
}

/// Asks for the list of tickets.
pub fn ask_list(app: App) {
    if is_answering(app) {
        spawn(async move {
            let asked = if list(app).await.is_some() { Asked::Answered } else { Asked::Failed };
            // Signed out meanwhile, nothing was asked.
            if is_answering(app) {
                app.mine.update(|mine| mine.asked = asked);
            }
        });
    }
}

async fn list(app: App) -> Option<()> {
    let (mut tickets, mut pages, mut cursor) = (Vec::new(), Vec::new(), String::new());
    for _ in 0..MOST_PAGES {
        let path = if cursor.is_empty() { String::new() } else { ["&cursor=", &cursor].concat() };
        let reply = ask(app, "GET", &["/v1/tickets?limit=50", &path].concat(), None).await?;
        tickets.extend(read_list(&reply.body).filter(|_| reply.status == 200)?);
        cursor = text(&parse(&reply.body)?, "next");
        pages.push(reply.body);
        if cursor.is_empty() {
            break;
        }
    }
    let now = clock::seconds();
    app.mine.update(|mine| mine.set_tickets(tickets, now));
    copies::keep_list(now, pages);
    Some(())
}

/// Asks for a ticket with its messages.
pub fn ask_thread(app: App, number: String) {
    if !is_answering(app) {
        return app.mine.update(|mine| mine.set_asked(&number, Asked::Unknown));
    }
    spawn(async move {
        // What is sent by now, the answer has.
        let sent: Vec<String> = app.outbox.peek(|outbox| {
            let sent = outbox.entries().iter().filter(|it| matches!(it.phase, Phase::Sent { .. }));
            sent.filter(|it| !it.to.is_empty() && is_same(&it.to, &number)).map(|it| it.draft.key.clone()).collect()
        });
        let reply = ask(app, "GET", &["/v1/tickets/", &number].concat(), None).await;
        let asked = match reply {
            Some(reply) if reply.status == 200 => match read_thread(reply.body, clock::seconds()) {
                Some(thread) => {
                    app.mine.update(|mine| mine.set_thread(thread));
                    app.mine.peek(copies::keep_threads);
                    Asked::Answered
                }
                None => Asked::Failed,
            },
            Some(reply) if reply.status == 404 => Asked::Unknown,
            _ => Asked::Failed,
        };
        app.mine.update(|mine| mine.set_asked(&number, asked));
        if asked == Asked::Answered {
            sent.into_iter().for_each(|key| sender::tell(app, Event::Discarded(key)));
        }
    });
}

/// Tells the desk that the person has seen everything up to a message.
pub fn mark_read(app: App, number: &str, message: &str) {
    app.mine.update(|mine| mine.set_read(number));
    let path = ["/v1/tickets/", number, "/read"].concat();
    let body = helplet_desk_api::pairs_json(&[(String::from("message"), message.to_owned())]);
    spawn(async move {
        _ = ask(app, "PUT", &path, Some(body)).await;
    });
}

/// Tells the desk whether a ticket was solved; false where it did not take it.
pub async fn rate(app: App, number: &str, solved: bool, comment: &str) -> bool {
    let document = js_sys::Object::new();
    _ = js_sys::Reflect::set(&document, &"solved".into(), &solved.into());
    _ = js_sys::Reflect::set(&document, &"comment".into(), &comment.trim().into());
    let body = js_sys::JSON::stringify(&document).ok().map(String::from);
    let reply = ask(app, "POST", &["/v1/tickets/", number, "/rating"].concat(), body).await;
    reply.is_some_and(|reply| reply.status == 204)
}

/// A page of the list as the desk tells it; `None` where it is none.
pub fn read_list(source: &str) -> Option<Vec<Summary>> {
    let page = parse(source)?;
    get(&page, "tickets").is_object().then(|| items(&page, "tickets").iter().filter_map(summary).collect())
}

/// A ticket as the desk tells of it; `None` where it is none.
pub fn read_thread(source: String, as_of: u32) -> Option<Thread> {
    let value = parse(&source)?;
    let summary = summary(&value)?;
    let rating = get(&value, "rating");
    let solved = rating.is_object().then(|| get(&rating, "solved").is_truthy());
    let messages = items(&value, "messages").iter().map(message).collect();
    let chat = chat(&get(&value, "chat"));
    let email = text(&get(&value, "contact"), "email");
    Some(Thread { summary, messages, solved, chat, email, as_of, source })
}

/// The live side of a ticket as the desk tells of it; `None` where it is none.
pub fn chat(value: &JsValue) -> Option<Chat> {
    let count = |name: &str| get(value, name).as_f64().map(|count| count as u32);
    Some(Chat {
        state: ChatState::parse(&text(value, "state"))?,
        ahead: count("ahead"),
        wait: count("wait"),
        agent: text(value, "agent"),
        seen: text(value, "seen"),
        until: parse_moment(&text(value, "until")),
    })
}

fn summary(value: &JsValue) -> Option<Summary> {
    Some(Summary {
        number: Some(text(value, "number")).filter(|number| !number.is_empty())?,
        kind: text(value, "type"),
        status: Status::parse(&text(value, "status"))?,
        excerpt: text(value, "excerpt"),
        unread: get(value, "unread").as_f64().unwrap_or_default() as u32,
        updated: parse_moment(&text(value, "updated_at")),
        // A word in the list, an object in the ticket itself.
        chat: ChatState::parse(&text(value, "chat")).or_else(|| chat(&get(value, "chat")).map(|it| it.state)),
    })
}

fn message(value: &JsValue) -> Message {
    Message {
        id: text(value, "id"),
        author: Author::parse(&text(value, "author")).unwrap_or(Author::System),
        name: text(value, "name"),
        body: text(value, "body"),
        files: items(value, "attachments").iter().map(note).collect(),
        at: parse_moment(&text(value, "created_at")),
    }
}

fn note(value: &JsValue) -> FileNote {
    FileNote {
        name: text(value, "name"),
        size: get(value, "size").as_f64().unwrap_or_default() as u32,
        media_type: text(value, "media_type"),
        sha256: text(value, "sha256"),
    }
}
