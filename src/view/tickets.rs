//! The tickets sent from this device.

use super::icon::icon;
use super::list::{row, rows, screen_title};
use super::words::Words;
use crate::browser::element::{El, div, el};
use crate::browser::storage;
use crate::screen::Screen;
use crate::state::App;
use crate::text::join;
use crate::ticket::draft::Draft;
use crate::ticket::sent::{self, Receipt};
use helplet_content::Ui;

/// The screen.
pub fn tickets(app: App) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let receipts = sent::list(&storage::read("sent").unwrap_or_default());
    let draft = storage::read("draft").and_then(|text| Draft::decode(&text)).filter(|draft| !draft.is_untouched());
    let unfinished = draft.map(|draft| {
        let subject = draft.description.lines().next().unwrap_or_default().to_owned();
        rows([row(app, &app.t(Ui::Unfinished), &subject, Screen::Ticket(String::new(), Vec::new()))])
    });
    let one = |receipt: &Receipt| {
        let kind = loaded.library.tickets.types.iter().find(|kind| kind.id == receipt.kind);
        let about = join([kind.map_or("", |kind| kind.label.as_str()), &receipt.day], " · ");
        el("li")
            .class("card receipt")
            .child(el("p").class("card-title").text(&receipt.subject))
            .child(el("p").class("quiet small").text(&about))
            .maybe((!receipt.number.is_empty()).then(|| el("p").class("number small-number").text(&receipt.number)))
    };
    let list = if receipts.is_empty() {
        div("nothing")
            .child(div("nothing-mark").child(icon("ticket")))
            .child(el("p").class("nothing-title").say(app, Ui::NoTickets))
            .child(el("p").class("quiet").say(app, Ui::NoTicketsHint))
    } else {
        div("receipts")
            .child(el("p").class("quiet").say(app, Ui::TicketsHint))
            .child(el("ul").class("plain").children(receipts.iter().map(one)))
    };
    div("screen").child(screen_title(&app.t(Ui::TicketsTile))).maybe(unfinished).child(list).child(rows([row(
        app,
        &app.t(Ui::TicketTile),
        &app.t(Ui::TicketBelow),
        Screen::Ticket(String::new(), Vec::new()),
    )]))
}
