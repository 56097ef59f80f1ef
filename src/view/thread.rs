//! A ticket with its messages: what was said, where it stands, and a box to go on.

use super::chat;
use super::icon::icon;
use super::list::remark;
use super::message::{message, outgoing};
use super::message_files::Pictures;
use super::rating::rating;
use super::reply::reply;
use super::words::Words;
use crate::browser::clock::format_exact;
use crate::browser::element::{El, button, div, el};
use crate::browser::environment::{follow_view, touch};
use crate::browser::timer::after;
use crate::reactive::{State, derived, effect};
use crate::state::App;
use crate::ticket::mine::{Asked, Chat, Thread, is_same};
use crate::ticket::outbox::Phase;
use crate::ticket::{desk, live};
use helplet_content::Ui;
use helplet_desk_api::{ChatState, Status};
use std::time::Duration;

/// Between two looks at one's place among those who wait.
const QUEUE_TURN: Duration = Duration::from_secs(20);

/// The screen of the ticket of this number.
pub fn thread(app: App, number: &str) -> El {
    desk::ask_thread(app, number.to_owned());
    let of = number.to_owned();
    let shown = derived(move || app.mine.with(|mine| mine.thread(&of).cloned()));
    let of = number.to_owned();
    let asked = derived(move || app.mine.with(|mine| mine.asked(&of)));
    let known = derived(move || shown.with(Option::is_some));
    let pictures = Pictures::new(app);
    // Only a change of the messages draws them anew: pictures are fetched for each.
    let messages = derived(move || shown.with(|thread| thread.as_ref().map(|it| it.messages.clone())));
    let standing = derived(move || shown.with(|thread| thread.as_ref().map(|it| it.summary.status.name())));
    let (of, for_notice, for_box) = (number.to_owned(), number.to_owned(), number.to_owned());
    let waiting = derived(move || {
        app.outbox.with(|outbox| {
            let mine = outbox.entries().iter().filter(|it| !it.to.is_empty() && is_same(&it.to, &of));
            mine.map(|it| (it.draft.key.clone(), matches!(it.phase, Phase::Sent { .. }))).collect::<Vec<_>>()
        })
    });
    let chat = derived(move || shown.with(|thread| thread.as_ref().and_then(|it| it.chat.clone())));
    let is_chat = derived(move || chat.with(Option::is_some));
    let is_live = derived(move || chat.with(|chat| chat.as_ref().is_some_and(|it| it.state.is_live())));
    let seen = derived(move || chat.with(|chat| chat.as_ref().map(|it| it.seen.clone())).unwrap_or_default());
    let (for_head, for_typing, for_end) = (number.to_owned(), number.to_owned(), number.to_owned());
    // What was seen last is told beside the message, and changes nothing else.
    let stand = derived(move || chat.get().map(|chat| Chat { seen: String::new(), ..chat }));
    let class = move || Some(String::from(if is_chat.get() { "messages bubbles" } else { "messages" }));
    let list = el("ol").attr_live("class", class).attr("aria-label", &app.t(Ui::Messages));
    let titled = number.to_owned();
    let title = move || match is_chat.get() {
        true => app.t(Ui::ChatTitle),
        false => app.fill(Ui::ThreadTitle, &[("number", &titled)]),
    };
    let screen = div("screen thread")
        .child(el("h2").class("screen-title").attr("tabindex", "-1").text_live(title))
        .live_one(move || notice(app, &for_notice, asked.get(), known.get(), shown.with(as_of)))
        .live_one(move || match stand.get() {
            Some(chat) => Some(chat::head(app, &for_head, &chat)),
            None => standing.get().and_then(Status::parse).map(|status| stands(app, status)),
        })
        .child(chat::log(
            list,
            move || messages.get().unwrap_or_default(),
            move |it| {
                let id = it.id.clone();
                message(app, it, pictures).live_one(move || {
                    let is_seen = seen.with(|seen| *seen == id) && !id.is_empty();
                    is_seen.then(|| el("p").class("seen-mark quiet small").say(app, Ui::ChatSeen))
                })
            },
        ))
        .child(el("ol").attr_live("class", class).live(move || {
            // They belong below what was said before.
            let keys = if known.get() { waiting.get() } else { Vec::new() };
            keys.iter().filter_map(|(key, _)| outgoing(app, key)).collect()
        }))
        .live_one(move || chat::typing(app, &for_typing, &chat.get()?))
        .live_one(move || {
            stand.get()?;
            shown.peek(|thread| chat::after_end(app, &for_end, thread.as_ref()?))
        })
        .live_one(move || {
            let ended = chat.with(|chat| chat.as_ref().is_some_and(|it| it.state == ChatState::Ended));
            let over = ended || matches!(standing.get().and_then(Status::parse), Some(Status::Solved | Status::Closed));
            over.then(|| rating(app, shown.peek(|it| it.clone())))
        })
        .live_one(move || known.get().then(|| reply(app, &for_box, standing, is_live)))
        .live_one(move || pictures.larger());
    let shown_screen = screen.clone();
    effect(move || {
        if is_live.get() {
            let screen = shown_screen.clone();
            after(chat::SETTLED, move || {
                // On a touch screen that would bring up the keyboard.
                if !touch() {
                    screen.focus_first(".reply-live textarea");
                }
                screen.reveal_first(".log > .messages > :last-child");
            });
        }
    });
    let queued = derived(move || chat.with(|chat| chat.as_ref().is_some_and(|it| it.state == ChatState::Waiting)));
    let turn = State::new(());
    // One's place changes by what others do, of which the desk tells nobody.
    effect(move || {
        turn.get();
        if queued.get() {
            after(QUEUE_TURN, move || {
                live::look_again(app);
                turn.set(());
            });
        }
    });
    read_when_seen(app, &screen, move || shown.get());
    screen
}

fn as_of(thread: &Option<Thread>) -> u32 {
    thread.as_ref().map_or(0, |it| it.as_of)
}

/// What is to be said of the copy that is shown, or of there being none.
fn notice(app: App, number: &str, asked: Asked, known: bool, as_of: u32) -> Option<El> {
    let number = number.to_owned();
    let retry = button("link", move || desk::ask_thread(app, number.clone())).say(app, Ui::Retry);
    let said = |text: &str| remark("warning", "warning").attr("role", "status").child(el("p").text(text));
    match (asked, known) {
        (Asked::Waiting, false) => Some(div("waiting").attr("aria-busy", "true").child(div("spinner"))),
        (Asked::Unknown, _) => Some(
            div("nothing")
                .child(div("nothing-mark").child(icon("ticket")))
                .child(el("p").class("nothing-title").say(app, Ui::ThreadUnknown))
                .child(el("p").class("quiet").say(app, Ui::ThreadUnknownHint)),
        ),
        (Asked::Failed, false) => Some(said(&app.t(Ui::ThreadFailed)).child(retry)),
        (Asked::Failed, true) => {
            let time = format_exact(as_of, &app.lang());
            Some(said(&app.fill(Ui::CopyOf, &[("time", &time)])).child(retry))
        }
        _ => None,
    }
}

/// The words for a status.
pub fn status_name(app: App, status: Status) -> String {
    app.t(match status {
        Status::New => Ui::StatusNew,
        Status::Open => Ui::StatusOpen,
        Status::Waiting => Ui::StatusWaiting,
        Status::Solved => Ui::StatusSolved,
        Status::Closed => Ui::StatusClosed,
    })
}

/// Where the ticket stands, and what happens next.
fn stands(app: App, status: Status) -> El {
    let next = match status {
        Status::New => Ui::NextNew,
        Status::Open => Ui::NextOpen,
        Status::Waiting => Ui::NextWaiting,
        Status::Solved => Ui::NextSolved,
        Status::Closed => Ui::NextClosed,
    };
    div("stands")
        .child(el("p").class(&["status status-", status.name()].concat()).text(&status_name(app, status)))
        .child(el("p").class("quiet small").say(app, next))
}

/// Tells the desk what was read, once it is really before the person's eyes.
fn read_when_seen(app: App, screen: &El, shown: impl Fn() -> Option<Thread> + Copy + 'static) {
    let screen = screen.clone();
    let look = move || {
        let screen = screen.clone();
        // After the messages have been drawn.
        after(Duration::ZERO, move || {
            let Some(thread) = shown().filter(|it| it.summary.unread > 0) else { return };
            if let Some(last) = thread.messages.last().filter(|_| screen.is_seen()) {
                desk::mark_read(app, &thread.summary.number, &last.id);
            }
        });
    };
    let again = look.clone();
    effect(move || {
        app.opened.with(|_| ());
        if shown().is_some() {
            look();
        }
    });
    follow_view(again);
}
