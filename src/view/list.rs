//! Rows and tiles that lead somewhere.

use super::icon::icon;
use crate::browser::element::{El, button, div, el};
use crate::reactive::State;
use crate::screen::Screen;
use crate::state::App;
use helplet_content::Ui;

/// A heading over a part of a screen.
pub fn section_title(text: &str) -> El {
    el("h3").class("section-title").text(text)
}

/// A screen's own heading, where the keyboard's focus goes when the screen opens.
pub fn screen_title(text: &str) -> El {
    el("h2").class("screen-title").attr("tabindex", "-1").text(text)
}

/// A row that leads to a screen: text, perhaps with a line under it.
pub fn row(app: App, title: &str, below: &str, screen: Screen) -> El {
    let words = el("span").class("row-words").child(el("span").class("row-title").text(title));
    let words = if below.is_empty() { words } else { words.child(el("span").class("row-below").text(below)) };
    button("row", move || app.go(screen.clone())).child(words).child(icon("arrow"))
}

/// A list of rows.
pub fn rows(rows: impl IntoIterator<Item = El>) -> El {
    el("ul").class("rows").children(rows.into_iter().map(|row| el("li").child(row)))
}

/// A tile with an icon that leads to a screen.
pub fn tile(app: App, icon: El, label: &str, screen: Screen) -> El {
    button("tile", move || app.go(screen.clone()))
        .child(el("span").class("tile-icon").child(icon))
        .child(el("span").class("tile-label").text(label))
}

/// A button that does its work at the second press: the first one asks.
pub fn asked_twice(app: App, class: &str, label: Ui, work: impl Fn() + 'static) -> El {
    let asked = State::new(false);
    button(class, move || if asked.get() { work() } else { asked.set(true) })
        .text_live(move || app.t(if asked.get() { Ui::DiscardAgain } else { label }))
}

/// A remark with an icon.
pub fn remark(kind: &str, name: &str) -> El {
    div(&["remark remark-", kind].concat()).child(icon(name))
}
