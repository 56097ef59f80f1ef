//! A word of a message that came while another screen was shown.

use super::icon::icon;
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::screen::Screen;
use crate::state::App;
use crate::ticket::mine::is_same;
use helplet_content::Ui;

/// The word; `None` where there is nothing new, or it is being looked at.
pub fn news(app: App) -> Option<El> {
    let number = app.news.get();
    let looked_at = app.history.with(|it| matches!(it.current(), Screen::Thread(shown) if is_same(shown, &number)));
    if number.is_empty() || looked_at {
        return None;
    }
    let text = app.fill(Ui::MessageNew, &[("number", &number)]);
    let show = button("link", move || {
        app.news.set(String::new());
        app.go(Screen::Thread(number.clone()));
    });
    let away = button("icon-button", move || app.news.set(String::new())).attr("aria-label", &app.t(Ui::Dismiss));
    Some(
        div("news")
            .child(icon("chat"))
            .child(el("p").text(&text))
            .child(show.say(app, Ui::Show))
            .child(away.child(icon("close"))),
    )
}
