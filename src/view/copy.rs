//! A button that copies a text.

use super::icon::icon;
use crate::browser::clipboard;
use crate::browser::element::{El, button, el};
use crate::browser::task::spawn;
use crate::browser::timer::after;
use crate::reactive::{State, effect};
use crate::state::App;
use helplet_content::Ui;
use std::time::Duration;

/// How long "copied" stays: long enough to read, in seconds.
const SHOWN: Duration = Duration::from_secs(2);

/// A button that copies `text` and says so; where the browser refuses, it says that.
pub fn copy_button(app: App, text: String) -> El {
    copy_text_button(app, Ui::Copy, move || text.clone())
}

/// The same for a text that is made when it is wanted, under a label of its own.
pub fn copy_text_button(app: App, label: Ui, text: impl Fn() -> String + 'static) -> El {
    copy_boxed(app, label, Box::new(text))
}

fn copy_boxed(app: App, name: Ui, text: Box<dyn Fn() -> String>) -> El {
    let said = State::new(Ui::Copy as u16);
    effect(move || {
        if said.get() != Ui::Copy as u16 {
            after(SHOWN, move || said.set(Ui::Copy as u16));
        }
    });
    let label = move || match said.get() {
        it if it == Ui::Copied as u16 => Ui::Copied,
        it if it == Ui::CopyRefused as u16 => Ui::CopyRefused,
        _ => name,
    };
    button("button small-button", move || {
        let text = text();
        spawn(async move {
            let outcome = if clipboard::copy(&text).await { Ui::Copied } else { Ui::CopyRefused };
            said.set(outcome as u16);
            app.say(app.t(outcome));
        });
    })
    .live(move || vec![icon(if said.get() == Ui::Copied as u16 { "check" } else { "copy" })])
    .child(el("span").text_live(move || app.t(label())))
}
