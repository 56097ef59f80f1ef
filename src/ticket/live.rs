//! News of the person's tickets, while the page is looked at: a stream, or where something on the way
//! holds streams back, a question now and then.

use super::mine::Asked;
use super::sse::Reader;
use super::{chat, copies, desk, visitor};
use crate::browser::element::{document, listen};
use crate::browser::json::{get, items, parse, text};
use crate::browser::stream::Way;
use crate::browser::task::spawn;
use crate::browser::timer::{self, sleep};
use crate::browser::{environment, launcher, storage};
use crate::host::event::{emit, emit_count};
use crate::reactive::{derived, effect};
use crate::screen::Screen;
use crate::state::App;
use crate::text::decimal;
use crate::ticket::mine::is_same;
use helplet_content::Ui;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::JsValue;

/// How long the stream may take to greet.
const GREETING: Duration = Duration::from_secs(5);

/// Between two questions while the panel is open, and while it is closed, in seconds.
const TURN_OPEN: u32 = 15;
const TURN_CLOSED: u32 = 60;

/// Longest wait before the stream is opened again, in seconds.
const LONGEST: u32 = 60;

/// What listening holds.
#[derive(Default)]
pub struct Live {
    /// The stream that is read; dropped, it is broken off.
    way: RefCell<Option<Way>>,
    /// Counts the listenings begun: an earlier one that wakes up ends.
    turn: Cell<u32>,
    /// Somebody is to be listening.
    on: Cell<bool>,
    /// Streams don't come through here.
    polls: Cell<bool>,
    greeted: Cell<bool>,
    /// The panel is open.
    open: Cell<bool>,
    /// Tries that failed, in a row.
    failures: Cell<u32>,
    /// What to go on after; empty at the beginning.
    last: RefCell<String>,
}

impl Live {
    /// Ends it.
    pub fn end(&self) {
        self.on.set(false);
        self.turn.set(self.turn.get() + 1);
        self.way.take();
    }
}

/// Asks for the tickets that this device knows of, and listens while there are any.
pub fn start(app: App) {
    spawn(async move {
        if desk::is_answering(app) {
            copies::restore(app).await;
        }
        desk::ask_list(app);
    });
    let any = derived(move || app.mine.with(|mine| !mine.tickets.is_empty()));
    effect(move || follow(app, any.get()));
    environment::follow_network(move |online| {
        if online {
            begin_anew(app);
        }
    });
    listen(&document(), "visibilitychange", move |_| follow(app, any.get_untracked()));
    listen(&document(), "helplet:close", move |_| app.live.open.set(false));
    effect(move || app.live.open.set(app.opened.get() > 0 || app.options.inside));
    let unread = derived(move || app.mine.with(|mine| mine.unread()));
    effect(move || {
        let count = unread.get();
        let text = decimal(count as usize);
        let meaning = app.fill(Ui::UnreadCount, &[("n", &text)]);
        launcher::badge((count > 0).then_some((&text, &meaning)));
    });
    // Nothing is told of nothing.
    let told = Cell::new(0);
    effect(move || {
        let count = unread.get();
        if told.replace(count) != count {
            emit_count("unread-count", &[], ("count", count as usize));
        }
    });
}

/// Forgets up to where it has listened.
pub fn forget(app: App) {
    app.live.end();
    app.live.last.borrow_mut().clear();
}

/// Begins to listen, or stops.
fn follow(app: App, any: bool) {
    let wanted = any && visitor::is_known() && !document().hidden();
    if wanted != app.live.on.get() {
        app.live.end();
        app.live.on.set(wanted);
        if wanted {
            begin_anew(app);
        }
    }
}

fn begin_anew(app: App) {
    if !app.live.on.get() {
        return;
    }
    let turn = app.live.turn.get() + 1;
    app.live.turn.set(turn);
    app.live.way.take();
    app.live.failures.set(0);
    spawn(async move {
        while app.live.turn.get() == turn {
            let wait = if app.live.polls.get() { poll(app).await } else { read(app).await };
            sleep(Duration::from_secs(wait.into())).await;
        }
    });
}

/// Reads the stream to its end; the seconds to wait before the next.
async fn read(app: App) -> u32 {
    let live = &app.live;
    let last = live.last.borrow().clone();
    let mut reader = Reader::default();
    let hear = move |piece: String| {
        let events = reader.take(&piece);
        if events.is_empty() {
            return;
        }
        // What is told in passing has no id, and nothing goes on from it.
        if let Some(newest) = events.iter().rev().find(|event| !event.id.is_empty()) {
            newest.id.clone_into(&mut app.live.last.borrow_mut());
        }
        if !app.live.greeted.replace(true) {
            app.live.failures.set(0);
            // What happened before is not told.
            desk::ask_list(app);
            ask_shown(app, &[]);
        }
        let told: Vec<JsValue> = events.iter().filter_map(|event| parse(&event.data)).collect();
        self::hear(app, &told);
    };
    let (way, stream) = desk::stream(app, &last, Box::new(hear));
    live.greeted.set(false);
    live.way.replace(Some(way));
    let late = timer::start(GREETING, move || {
        if !app.live.greeted.get() {
            app.live.polls.set(true);
            app.live.way.take();
        }
    });
    stream.end().await;
    drop(late);
    wait(app)
}

/// Asks what has happened; the seconds to wait before the next question.
async fn poll(app: App) -> u32 {
    let last = app.live.last.borrow().clone();
    let reply = desk::ask_events(app, &last).await;
    let Some(page) = reply.filter(|it| it.status == 200).and_then(|it| parse(&it.body)) else { return wait(app) };
    app.live.failures.set(0);
    text(&page, "last").clone_into(&mut app.live.last.borrow_mut());
    if last.is_empty() {
        desk::ask_list(app);
    }
    hear(app, &items(&page, "events"));
    if app.live.open.get() { TURN_OPEN } else { TURN_CLOSED }
}

/// Twice as long with every try that fails, the second half of it by chance.
fn wait(app: App) -> u32 {
    let failures = app.live.failures.get() + 1;
    app.live.failures.set(failures);
    let whole = 1u32.checked_shl(failures).unwrap_or(LONGEST).min(LONGEST);
    whole / 2 + (f64::from(whole / 2) * storage::random()) as u32
}

/// Tells of events, and has the tickets they are about asked for.
fn hear(app: App, events: &[JsValue]) {
    let mut numbers = Vec::new();
    for event in events {
        let data = get(event, "data");
        let (kind, number) = (text(event, "type"), text(&data, "number"));
        if number.is_empty() {
            continue;
        }
        if kind == "typing" {
            chat::agent_types(app, number);
            continue;
        }
        match kind.as_str() {
            "message.created" if text(&data, "author") != "visitor" => {
                app.typing.set(Default::default());
                emit("message-received", &[("number", &number)]);
                app.say(app.fill(Ui::MessageNew, &[("number", &number)]));
                if !is_shown(app, &number) {
                    app.news.set(number.clone());
                }
            }
            "ticket.updated" => {
                emit("ticket-updated", &[("number", &number), ("status", &text(&data, "status"))]);
            }
            _ => {}
        }
        numbers.push(number);
    }
    if !numbers.is_empty() {
        desk::ask_list(app);
        ask_shown(app, &numbers);
    }
}

fn is_shown(app: App, number: &str) -> bool {
    app.history.peek(|history| matches!(history.current(), Screen::Thread(shown) if is_same(shown, number)))
}

/// Asks for the ticket that is looked at once more, where somebody looks.
pub fn look_again(app: App) {
    if app.live.open.get() && !document().hidden() {
        ask_shown(app, &[]);
    }
}

/// Asks for the ticket that is looked at, if it is one of these; for whichever it is where none are named.
fn ask_shown(app: App, numbers: &[String]) {
    let shown = app.history.peek(|history| match history.current() {
        Screen::Thread(number) => Some(number.clone()),
        _ => None,
    });
    let Some(shown) = shown else { return };
    let meant = numbers.is_empty() || numbers.iter().any(|number| is_same(number, &shown));
    if meant && app.mine.peek(|mine| mine.asked(&shown)) != Asked::Unknown {
        desk::ask_thread(app, shown);
    }
}
