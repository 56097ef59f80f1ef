//! A chat on its way to a person: kept on the device, sent off as a ticket, and what is said to the desk of it.

use super::attachment::{self, Attachment};
use super::draft::Draft;
use super::outbox::Phase;
use super::{desk, sender};
use crate::browser::json::{get, parse};
use crate::browser::task::spawn;
use crate::browser::{address, clock, environment, storage};
use crate::chat::conversation::{Answer, Conversation};
use crate::chat::topic;
use crate::host::options::EndpointKind;
use crate::reactive::effect;
use crate::screen::Screen;
use crate::state::App;
use crate::text::decimal;
use crate::ticket::mine::is_same;
use helplet_content::Ui;
use helplet_content::audience::Tier;
use helplet_desk_api::{Author, pairs_json};

/// Where the conversation is kept, and its files.
const KEPT: &str = "chat";

/// How long "is typing" stays without being told again, in seconds: a little more than it is told anew.
const TYPING: u32 = 6;

/// Where the files are kept that go along.
pub fn place() -> String {
    attachment::of_draft(KEPT)
}

/// Takes the kept conversation up, and passes on what was said when the desk has it.
pub fn start(app: App) {
    restore(app);
    storage::follow_others(move |key| {
        if key == KEPT {
            restore(app);
        }
    });
    effect(move || follow(app));
}

fn restore(app: App) {
    app.chat.set(storage::read(KEPT).map(|text| Conversation::decode(&text)).unwrap_or_default());
}

/// Changes the conversation and keeps it; false where the device can't.
pub fn change(app: App, change: impl FnOnce(&mut Conversation)) -> bool {
    app.chat.update(change);
    app.chat.peek(|chat| {
        if chat.is_empty() && chat.typed.is_empty() {
            storage::remove(KEPT);
            return true;
        }
        storage::write(KEPT, &chat.encode())
    })
}

/// Begins anew.
pub fn restart(app: App) {
    change(app, |chat| *chat = Conversation::default());
    spawn(attachment::forget(place()));
}

/// Once the desk has the conversation, it goes on as a ticket's.
fn follow(app: App) {
    let key = app.chat.with(|chat| chat.key.clone());
    if key.is_empty() {
        return;
    }
    let entry = app.outbox.with(|outbox| {
        let entry = outbox.entry(&key).map(|entry| entry.phase.clone());
        outbox.is_settled().then_some(entry)
    });
    let number = match entry {
        Some(Some(Phase::Sent { number })) => number,
        // Discarded, or taken back into the ticket form: a person can be asked for again.
        Some(None) => {
            change(app, |chat| chat.key.clear());
            return;
        }
        _ => return,
    };
    let more = app.chat.peek(|chat| chat.more.clone());
    restart(app);
    for (at, text) in more.into_iter().enumerate() {
        // Another tab that follows, too, passes the same on under the same key.
        let of_it = [key.as_str(), "-", &decimal(at)].concat();
        let message = Draft { description: text, ..Draft::new(of_it, Vec::new()) };
        sender::submit(app, message, &number, Vec::new(), false);
    }
    if app.history.peek(|history| matches!(history.current(), Screen::Chat(_))) {
        app.history.update(|history| {
            history.leave(|screen| matches!(screen, Screen::Chat(_)));
            history.push(Screen::Thread(number));
        });
    }
}

/// The ticket that the conversation becomes; `None` where the person has said nothing.
pub fn draft(app: App, words: impl Fn(&Answer) -> String, facts: Vec<(String, String)>) -> Option<Draft> {
    let loaded = app.library.get_untracked()?;
    let max = usize::from(loaded.library.tickets.max_description);
    let (description, talk) = app.chat.peek(|chat| chat.handover(max, words))?;
    let topic = app.chat.peek(|chat| chat.topic.clone()).unwrap_or_default();
    Some(Draft {
        kind: app.person.peek(|person| topic::kind(&loaded.library, &topic, person)),
        description,
        chat: true,
        topic,
        talk: talk.into_iter().map(|said| (said.author == Author::Robot, said.body)).collect(),
        ..Draft::new(storage::random_id(), facts)
    })
}

/// Asks for a person.
pub fn hand_over(app: App, draft: Draft, files: Vec<Attachment>) {
    let key = draft.key.clone();
    sender::submit(app, draft, "", files, false);
    change(app, |chat| {
        chat.key = key;
        chat.files.clear();
    });
    spawn(attachment::forget(place()));
}

/// Whether this page has somebody to chat with at all.
pub fn has_people(app: App) -> bool {
    let endpoint = &app.options.endpoint;
    !endpoint.url.is_empty() && endpoint.kind == EndpointKind::Desk
}

/// Whether a conversation could begin now, as the desk says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// Somebody is there; `None` where the desk could not be asked.
    pub there: Option<bool>,
    /// How many come first.
    pub ahead: u32,
    /// In about how many seconds somebody takes it, where that is known.
    pub wait: Option<u32>,
}

/// Asks the desk whether somebody is there.
pub async fn ask_offer(app: App) -> Offer {
    if !environment::online() {
        return Offer::default();
    }
    let topic = app.chat.peek(|chat| chat.topic.clone()).unwrap_or_default();
    let kind = app.library.peek(|loaded| {
        let library = &loaded.as_ref()?.library;
        Some(app.person.peek(|person| topic::kind(library, &topic, person)))
    });
    let tier = app.person.peek(|person| person.tier).map_or("", Tier::word);
    let values =
        [("type", kind.unwrap_or_default()), ("topic", topic), ("tier", tier.to_owned()), ("locale", app.lang())];
    let mut path = String::from("/v1/chat");
    for (at, (name, value)) in values.iter().enumerate() {
        path.push_str(&[if at == 0 { "?" } else { "&" }, name, "=", &escaped(value)].concat());
    }
    let reply = desk::ask(app, "GET", &path, None).await.filter(|reply| reply.status == 200);
    let Some(answer) = reply.and_then(|reply| parse(&reply.body)) else { return Offer::default() };
    Offer {
        there: Some(get(&answer, "there").is_truthy()),
        ahead: get(&answer, "ahead").as_f64().unwrap_or_default() as u32,
        wait: get(&answer, "wait").as_f64().map(|seconds| seconds as u32),
    }
}

fn escaped(text: &str) -> String {
    address::encoded(text)
}

/// Asks for a person in a ticket that was a chat, or ends the conversation; where the desk refused, why.
pub async fn set_live(app: App, number: &str, live: bool) -> Option<Ui> {
    let body = String::from(if live { "{\"live\":true}" } else { "{\"live\":false}" });
    let status = ask(app, "PUT", number, "/chat", Some(body)).await;
    desk::ask_thread(app, number.to_owned());
    match status {
        200..300 => None,
        409 => Some(Ui::ChatOver),
        _ => Some(Ui::ChatFailed),
    }
}

/// Tells the desk that the person is writing.
pub fn person_types(app: App, number: &str) {
    let number = number.to_owned();
    spawn(async move {
        _ = tell(app, "PUT", &number, "/typing", None).await;
    });
}

/// Tells the desk how the person can be reached; false where it did not take it.
pub async fn set_contact(app: App, number: &str, email: &str, phone: &str) -> bool {
    let body = pairs_json(&[(String::from("email"), email.to_owned()), (String::from("phone"), phone.to_owned())]);
    let done = tell(app, "PUT", number, "/contact", Some(body)).await;
    if done {
        desk::ask_thread(app, number.to_owned());
    }
    done
}

/// Has the desk e-mail what was said; false where it can't.
pub async fn mail_transcript(app: App, number: &str) -> bool {
    tell(app, "POST", number, "/transcript", None).await
}

async fn tell(app: App, method: &str, number: &str, what: &str, body: Option<String>) -> bool {
    (200..300).contains(&ask(app, method, number, what, body).await)
}

/// The status of the desk's answer; 0 where there was none.
async fn ask(app: App, method: &str, number: &str, what: &str, body: Option<String>) -> u16 {
    let reply = desk::ask(app, method, &["/v1/tickets/", number, what].concat(), body).await;
    reply.map_or(0, |reply| reply.status)
}

/// Notes that an agent is writing in a ticket.
pub fn agent_types(app: App, number: String) {
    app.typing.set((number, clock::seconds() + TYPING));
    crate::browser::timer::after(std::time::Duration::from_secs(TYPING.into()), move || {
        if app.typing.peek(|typing| typing.1 <= clock::seconds()) {
            app.typing.set(Default::default());
        }
    });
}

/// Whether an agent is writing in the ticket of this number.
pub fn is_typing(app: App, number: &str) -> bool {
    app.typing.with(|typing| !typing.0.is_empty() && is_same(&typing.0, number))
}
