//! Who the person is, as the host page says: signing in with its token, and out again.

use super::mine::Mine;
use super::outbox::Entry;
use super::{desk, live, sender, visitor};
use crate::browser::clock::{self, parse_moment};
use crate::browser::json::{parse, text};
use crate::browser::task::spawn;
use crate::browser::{environment, storage, timer};
use crate::chat::conversation::Conversation;
use crate::feedback;
use crate::host::event::{emit, emit_count};
use crate::host::options::EndpointKind;
use crate::later::Wish;
use crate::reactive::effect;
use crate::screen::{History, Screen};
use crate::state::{App, SIGNED, keep_signed, signed};
use crate::text::{decimal, number};
use helplet_desk_api::pairs_json;
use std::time::Duration;

/// The longest time a browser's timer takes, in seconds: what lasts longer is looked at again then.
const LONGEST: u32 = 24 * 60 * 60;

/// Fulfils what the page wishes, and watches over the time that a token gave.
pub fn start(app: App) {
    effect(move || {
        app.wishes.with(|_| ());
        // Taken without telling those who follow, this effect among them.
        for wish in app.wishes.take() {
            match wish {
                Wish::Identify(token) => spawn(identify(app, token)),
                Wish::Grant(number, token) => spawn(grant(app, number, token)),
                Wish::Note(note) => feedback::take(app, note),
                Wish::Shutdown { discard } => shut_down(app, discard),
            }
        }
    });
    watch(app);
    environment::follow_view(move || watch(app));
    storage::follow_others(move |key| match key {
        SIGNED => {
            app.settle_person();
            watch(app);
        }
        visitor::KEPT if visitor::is_gone() => {
            end(app);
            forget(app);
            begin_anew(app);
        }
        _ => {}
    });
}

/// Tells the page when the time of a token is over.
fn watch(app: App) {
    let Some(until) = signed().and_then(|kept| number(kept.split_once(' ')?.0)) else { return };
    let left = until.saturating_sub(clock::seconds());
    if left == 0 {
        keep_signed("");
        app.settle_person();
        return emit("token-needed", &[]);
    }
    let again = timer::start(Duration::from_secs(left.min(LONGEST).into()), move || watch(app));
    app.session.replace(again);
}

async fn identify(app: App, token: String) {
    if app.options.endpoint.url.is_empty() || app.options.endpoint.kind != EndpointKind::Desk {
        return;
    }
    let body = pairs_json(&[(String::from("token"), token)]);
    let reply = desk::ask(app, "POST", "/v1/identity", Some(body)).await;
    let answer = reply.as_ref().and_then(|reply| parse(&reply.body)).unwrap_or_default();
    match reply {
        Some(reply) if reply.status == 200 => {
            let until = decimal(parse_moment(&text(&answer, "until")) as usize);
            keep_signed(&[&until, " ", &text(&answer, "tier")].concat());
            app.settle_person();
            emit("identified", &[("name", &text(&answer, "name")), ("tier", &text(&answer, "tier"))]);
            watch(app);
            desk::ask_list(app);
        }
        Some(reply) if reply.status == 401 => emit("token-needed", &[("detail", &text(&answer, "detail"))]),
        _ => emit("error", &[("what", "identify")]),
    }
}

/// Has the desk let this device see a ticket, and shows it.
async fn grant(app: App, number: String, token: String) {
    if app.options.endpoint.kind == EndpointKind::Desk {
        let body = pairs_json(&[(String::from("token"), token)]);
        let reply = desk::ask(app, "POST", "/v1/grants", Some(body)).await;
        if reply.is_some_and(|reply| reply.status == 200) {
            desk::ask_list(app);
        }
    }
    // Refused or not: the ticket may be theirs already, and else the screen says that it is not.
    app.go(Screen::Thread(number));
}

/// Removes every trace of the person from the device. Where something waits to be sent, only if it is
/// to be discarded: the page is told how much.
fn shut_down(app: App, discard: bool) {
    let waiting = app.outbox.peek(|outbox| outbox.entries().iter().filter(|it| Entry::is_pending(it)).count());
    if waiting > 0 && !discard {
        return emit_count("shutdown-refused", &[], ("waiting", waiting));
    }
    end(app);
    storage::clear_texts();
    // At once: what the page asks for next, a screen as well, is not for this person any more.
    forget(app);
    spawn(async move {
        storage::clear_database().await;
        begin_anew(app);
    });
}

/// Ends what goes on for the person.
fn end(app: App) {
    app.live.end();
    app.sender.forget();
    app.session.take();
}

/// Forgets what this page knows of the person.
fn forget(app: App) {
    // From here on, an answer that is still on its way is nobody's.
    visitor::forget();
    keep_signed("");
    app.mine.set(Mine::default());
    app.chat.set(Conversation::default());
    app.news.set(String::new());
    app.mending.take();
    app.query.set(String::new());
    app.claimed.replace(app.options.person.clone());
    app.settle_person();
    app.history.update(History::restart);
    live::forget(app);
}

/// Once the device has forgotten, too: ready for whoever comes next, and the page is told.
fn begin_anew(app: App) {
    sender::restart(app);
    emit("shutdown", &[]);
}
