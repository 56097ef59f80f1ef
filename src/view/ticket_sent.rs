//! A ticket was taken: its number, and what happens next.

use super::copy::copy_button;
use super::icon::icon;
use super::list::screen_title;
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::host::options::EndpointKind;
use crate::screen::Screen;
use crate::state::App;
use helplet_content::Ui;

/// The screen for a ticket's number; a webhook gives none.
pub fn ticket_sent(app: App, number: &str) -> El {
    let tracked = app.options.endpoint.kind == EndpointKind::Desk;
    let next = app.t(if tracked { Ui::SentNext } else { Ui::SentNextUntracked });
    let shown = (!number.is_empty()).then(|| {
        div("ticket-number")
            .child(el("p").class("quiet small").say(app, Ui::TicketNumber))
            .child(el("p").class("number").text(number))
            .child(copy_button(app, number.to_owned()))
    });
    div("screen sent")
        .child(div("sent-mark").child(icon("check")))
        .child(screen_title(&app.t(Ui::SentTitle)))
        .maybe(shown)
        .child(el("p").class("quiet").text(&next))
        .child(
            div("card-actions")
                .child(button("button", move || app.go(Screen::Tickets)).say(app, Ui::TicketsTile))
                .child(button("button", move || app.search_for("")).say(app, Ui::Home)),
        )
}
