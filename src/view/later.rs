//! The screens of the part that is fetched later, and what there is to see until it is here.

use super::contact;
use super::list::{remark, screen_title};
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::later::Later;
use crate::screen::Screen;
use crate::state::App;
use helplet_content::Ui;

/// One of the screens; without the part, the ways to a human that need none.
pub fn later(app: App, shown: &Screen) -> El {
    match (app.later.get(), shown) {
        (Later::Here(part), _) => (part.draw)(app, shown),
        (Later::Failed, Screen::Ticket(_, trail)) => contact::contact(app, "", trail),
        (Later::Failed, _) => contact::contact(app, "", &[]),
        _ => div("screen waiting")
            .attr("aria-busy", "true")
            .child(screen_title(&app.t(Ui::LauncherWait)))
            .child(div("spinner")),
    }
}

/// Whether a screen is shown that the part could not be fetched for.
pub fn is_missed(app: App) -> bool {
    app.history.with(|history| history.current().is_later()) && app.later.with(|later| matches!(later, Later::Failed))
}

/// Says that the part could not be fetched.
pub fn missed(app: App) -> El {
    remark("warning", "warning")
        .attr("role", "alert")
        .child(el("p").say(app, Ui::LaterFailed))
        .child(button("link", move || app.fetch_later()).say(app, Ui::Retry))
}
