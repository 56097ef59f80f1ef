//! The tickets of this device: sent, and on their way.

use super::icon::icon;
use super::list::{row, rows, screen_title};
use super::outgoing::status;
use super::words::Words;
use crate::browser::clock::format_moment;
use crate::browser::element::{El, button, div, el};
use crate::library::Loaded;
use crate::reactive::derived;
use crate::screen::Screen;
use crate::state::App;
use crate::text::join;
use crate::ticket::outbox::Entry;
use crate::ticket::sender::kept_draft;
use helplet_content::Ui;

/// Characters of the description shown as subject.
const SUBJECT: usize = 60;

/// The screen.
pub fn tickets(app: App) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let draft = kept_draft().filter(|draft| !draft.is_untouched());
    let unfinished = draft.map(|draft| {
        let subject = draft.description.lines().next().unwrap_or_default().to_owned();
        rows([row(app, &app.t(Ui::Unfinished), &subject, Screen::Ticket(String::new(), Vec::new()))])
    });
    // Drawn anew when entries come and go, not when one of them gets on.
    let keys = derived(move || {
        app.outbox.with(|outbox| outbox.entries().iter().rev().map(|it| it.draft.key.clone()).collect::<Vec<_>>())
    });
    let list = move || {
        let keys = keys.get();
        if keys.is_empty() {
            return div("nothing")
                .child(div("nothing-mark").child(icon("ticket")))
                .child(el("p").class("nothing-title").say(app, Ui::NoTickets))
                .child(el("p").class("quiet").say(app, Ui::NoTicketsHint));
        }
        let entry = |key: &String| app.outbox.peek(|outbox| outbox.entry(key).map(|it| one(app, &loaded, it)));
        div("receipts")
            .child(el("p").class("quiet").say(app, Ui::TicketsHint))
            .child(rows(keys.iter().filter_map(entry)))
    };
    div("screen").child(screen_title(&app.t(Ui::TicketsTile))).maybe(unfinished).live(move || vec![list()]).child(rows(
        [row(app, &app.t(Ui::TicketTile), &app.t(Ui::TicketBelow), Screen::Ticket(String::new(), Vec::new()))],
    ))
}

fn one(app: App, loaded: &Loaded, entry: &Entry) -> El {
    let draft = &entry.draft;
    let kind = loaded.library.tickets.types.iter().find(|kind| kind.id == draft.kind);
    let day = format_moment(entry.since, &loaded.library.lang, true);
    let about = join([kind.map_or("", |kind| kind.label.as_str()), &day], " · ");
    let subject: String = draft.description.trim().lines().next().unwrap_or_default().chars().take(SUBJECT).collect();
    let (key, of) = (draft.key.clone(), draft.key.clone());
    let words = el("span")
        .class("row-words")
        .child(el("span").class("row-title").text(&subject))
        .child(el("span").class("row-below").text(&about))
        .child(el("span").class("row-state").text_live(move || status(app, &of)));
    button("row", move || app.go(Screen::Outgoing(key.clone()))).child(words).child(icon("arrow"))
}
