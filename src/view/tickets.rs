//! The person's tickets: those the desk has, and those on their way there.

use super::icon::icon;
use super::list::{remark, row, rows, screen_title};
use super::outgoing::status;
use super::thread::status_name;
use super::words::Words;
use crate::browser::clock::{format_ago, format_exact, format_moment};
use crate::browser::element::{El, button, div, el};
use crate::library::Loaded;
use crate::reactive::derived;
use crate::screen::Screen;
use crate::state::App;
use crate::text::{decimal, join};
use crate::ticket::desk;
use crate::ticket::mine::{Asked, Summary, is_same};
use crate::ticket::outbox::{Entry, Outbox, Phase};
use crate::ticket::sender::kept_draft;
use helplet_content::Ui;

/// Characters of the description shown as subject.
const SUBJECT: usize = 60;

/// What the list shows, each once.
#[derive(Debug, Clone, PartialEq)]
enum Row {
    /// A ticket not known to be at the desk, by its key in the outbox.
    Outgoing(String),
    /// A ticket at the desk, and the key of a message to it that has not arrived.
    Known(Summary, Option<String>),
}

/// The screen.
pub fn tickets(app: App) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    desk::ask_list(app);
    let draft = kept_draft("").filter(|draft| !draft.is_untouched());
    let unfinished = draft.map(|draft| {
        let subject = draft.description.lines().next().unwrap_or_default().to_owned();
        rows([row(app, &app.t(Ui::Unfinished), &subject, Screen::Ticket(String::new(), Vec::new()))])
    });
    // Drawn anew when rows come and go or have news, not when a sending gets on.
    let shown = derived(move || app.mine.with(|mine| app.outbox.with(|outbox| together(&mine.tickets, outbox))));
    // Before the desk has ever told, an empty list means nothing.
    let told = derived(move || app.mine.with(|mine| if mine.as_of == 0 { mine.asked } else { Asked::Answered }));
    let list = move || {
        let shown = shown.get();
        if shown.is_empty() {
            return match told.get() {
                Asked::Waiting if desk::is_answering(app) => {
                    div("waiting").attr("aria-busy", "true").child(div("spinner"))
                }
                Asked::Failed => div("nothing"),
                _ => div("nothing")
                    .child(div("nothing-mark").child(icon("ticket")))
                    .child(el("p").class("nothing-title").say(app, Ui::NoTickets))
                    .child(el("p").class("quiet").say(app, Ui::NoTicketsHint)),
            };
        }
        let one = |row: &Row| match row {
            Row::Outgoing(key) => app.outbox.peek(|outbox| outbox.entry(key).map(|it| one(app, &loaded, it))),
            Row::Known(ticket, waiting) => Some(known(app, &loaded, ticket, waiting.clone())),
        };
        div("receipts")
            .child(el("p").class("quiet").say(app, Ui::TicketsHint))
            .child(rows(shown.iter().filter_map(one)))
    };
    let old = derived(move || app.mine.with(|mine| (mine.asked == Asked::Failed).then_some(mine.as_of)));
    div("screen")
        .child(screen_title(&app.t(Ui::TicketsTile)))
        .live_one(move || {
            let as_of = old.get()?;
            let time = format_exact(as_of, &app.lang());
            let said = if as_of == 0 { app.t(Ui::ThreadFailed) } else { app.fill(Ui::CopyOf, &[("time", &time)]) };
            let retry = button("link", move || desk::ask_list(app)).say(app, Ui::Retry);
            Some(remark("warning", "warning").attr("role", "status").child(el("p").text(&said)).child(retry))
        })
        .maybe(unfinished)
        .live(move || vec![list()])
        .child(rows([row(
            app,
            &app.t(Ui::TicketTile),
            &app.t(Ui::TicketBelow),
            Screen::Ticket(String::new(), Vec::new()),
        )]))
}

/// What is on its way, newest first, then what the desk has.
fn together(tickets: &[Summary], outbox: &Outbox) -> Vec<Row> {
    let at_desk = |entry: &&Entry| match &entry.phase {
        Phase::Sent { number } => tickets.iter().any(|ticket| ticket.number == *number),
        _ => false,
    };
    let sending = outbox.entries().iter().rev().filter(|it| it.to.is_empty() && !at_desk(it));
    let known = tickets.iter().map(|ticket| {
        let mut waiting = outbox.entries().iter().filter(|it| !it.to.is_empty() && is_same(&it.to, &ticket.number));
        let waiting = waiting.find(|it| !matches!(it.phase, Phase::Sent { .. }));
        Row::Known(ticket.clone(), waiting.map(|it| it.draft.key.clone()))
    });
    sending.map(|it| Row::Outgoing(it.draft.key.clone())).chain(known).collect()
}

/// The first line of a text, and a sign where that is not all of it.
fn subject(text: &str) -> String {
    let text = text.trim();
    let mut shown: String = text.lines().next().unwrap_or_default().chars().take(SUBJECT).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn kind_label<'a>(loaded: &'a Loaded, id: &str) -> &'a str {
    loaded.library.tickets.types.iter().find(|kind| kind.id == id).map_or("", |kind| kind.label.as_str())
}

fn one(app: App, loaded: &Loaded, entry: &Entry) -> El {
    let draft = &entry.draft;
    let day = format_moment(entry.since, &loaded.library.lang, true);
    let about = join([kind_label(loaded, &draft.kind), &day], " · ");
    let (key, of) = (draft.key.clone(), draft.key.clone());
    let state = el("span").class("row-state").text_live(move || status(app, &of));
    line(&subject(&draft.description), &about, state, Screen::Outgoing(key), app)
}

fn known(app: App, loaded: &Loaded, ticket: &Summary, waiting: Option<String>) -> El {
    let when = format_ago(ticket.updated, &loaded.library.lang);
    let about = join([kind_label(loaded, &ticket.kind), &ticket.number, &when], " · ");
    let unread = (ticket.unread > 0).then(|| {
        let count = decimal(ticket.unread as usize);
        el("span").class("unread-mark").text(&app.fill(Ui::UnreadCount, &[("n", &count)]))
    });
    let stands = el("span").class(&["status status-", ticket.status.name()].concat());
    let state = el("span").class("row-state").child(stands.text(&status_name(app, ticket.status))).maybe(unread);
    let state = match waiting {
        Some(key) => state.child(el("span").text_live(move || status(app, &key))),
        None => state,
    };
    line(&subject(&ticket.excerpt), &about, state, Screen::Thread(ticket.number.clone()), app)
}

fn line(title: &str, below: &str, state: El, screen: Screen, app: App) -> El {
    let words = el("span")
        .class("row-words")
        .child(el("span").class("row-title").text(title))
        .child(el("span").class("row-below").text(below))
        .child(state);
    button("row", move || app.go(screen.clone())).child(words).child(icon("arrow"))
}

#[cfg(test)]
mod tests {
    use super::{SUBJECT, subject};

    #[test]
    fn a_subject_says_where_it_was_cut() {
        assert_eq!(subject("  打印出来是空白页 \n"), "打印出来是空白页");
        assert_eq!(subject("第一行\n第二行"), "第一行…");
        let long = "页".repeat(SUBJECT + 1);
        assert_eq!(subject(&long), "页".repeat(SUBJECT) + "…");
        assert_eq!(subject(&long["页".len()..]), "页".repeat(SUBJECT));
    }
}
