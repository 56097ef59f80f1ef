//! The panel: header, the shown screen, and what is said to those who listen.

use super::words::Words;
use super::{article, category, contact, home, icon::icon, later, settings, wizard};
use crate::browser::element::{El, button, div, el};
use crate::browser::environment::touch;
use crate::browser::keyboard;
use crate::browser::timer::after;
use crate::later::{Later, fetch_in_time};
use crate::reactive::effect;
use crate::screen::{History, Screen};
use crate::state::{App, Loading};
use crate::text::decimal;
use helplet_content::Ui;
use std::cell::{Cell, RefCell};
use std::time::Duration;

/// The whole panel.
pub fn panel(app: App) -> El {
    let body = div("body").attr("id", "body");
    let shown = body.clone().live(move || match app.loaded() {
        Some(_) => vec![screen(app, app.history.get().current())],
        None => vec![waiting(app)],
    });
    follow_focus(app, &body);
    fetch_in_time(app);
    focus_when_opened(app, &body);
    let panel = div("panel-inner")
        .attr_live("lang", move || Some(app.lang()).filter(|lang| !lang.is_empty()))
        // For loader/sheet.js.
        .attr_live("data-depth", move || Some(decimal(app.history.with(History::depth))))
        .live(move || vec![header(app)])
        .live_one(move || {
            (app.loading.get() == Loading::Failed && app.loaded().is_some()).then(|| language_failed(app))
        })
        .live_one(move || later::is_missed(app).then(|| later::missed(app)))
        .child(shown)
        .live_one(move || match app.later.get() {
            Later::Here(part) => (part.news)(app),
            _ => None,
        })
        .child(div("unseen").attr("role", "status").text_live(move || app.status.get()));
    panel.on("keydown", move |event| {
        if keyboard::key(&event).as_deref() == Some("Escape") {
            event.stop_propagation();
            app.close();
        }
    })
}

fn screen(app: App, shown: &Screen) -> El {
    let element = match shown {
        Screen::Home => home::home(app),
        Screen::Category(id) => category::category(app, id),
        Screen::Article(id, trail) => article::article(app, id, trail),
        Screen::Wizard(id, trail) => wizard::wizard(app, id, trail),
        Screen::Contact(first, trail) => contact::contact(app, first, trail),
        Screen::Ticket(..) | Screen::Outgoing(_) | Screen::Chat(_) | Screen::Tickets | Screen::Thread(_) => {
            later::later(app, shown)
        }
    };
    element.attr("data-screen", &shown.path())
}

fn header(app: App) -> El {
    let bar = el("header").class("header");
    // Before the first language there are no words: only the close button, which needs an icon alone.
    let Some(loaded) = app.loaded() else { return bar.child(div("header-title")).maybe(close(app, "Close")) };
    let back = app.history.with(|history| history.can_go_back()).then(|| {
        button("icon-button back", move || app.back()).attr("aria-label", &app.t(Ui::Back)).child(icon("back"))
    });
    bar.maybe(back)
        .child(div("header-title").text(&loaded.library.site.product))
        .children(settings::settings(app))
        .maybe(close(app, &app.t(Ui::Close)))
}

fn close(app: App, label: &str) -> Option<El> {
    let inside = app.options.inside;
    (!inside).then(|| button("icon-button close", move || app.close()).attr("aria-label", label).child(icon("close")))
}

fn waiting(app: App) -> El {
    if app.loading.get() == Loading::Failed {
        // No bundle, so no strings: the loader brought the few that are needed now.
        let language = app.options.languages.iter().find(|it| it.lang == app.options.locale);
        let (failed, retry) = language.map_or(("", "↻"), |it| (&it.failed, &it.retry));
        return div("screen")
            .attr("role", "alert")
            .children(failed.lines().map(|line| el("p").text(line)))
            .child(button("button", move || app.retry()).text(retry));
    }
    div("screen waiting").attr("aria-busy", "true").child(div("spinner"))
}

fn language_failed(app: App) -> El {
    div("remark remark-warning")
        .attr("role", "alert")
        .child(icon("warning"))
        .child(el("p").say(app, Ui::LanguageFailed))
        .child(button("link", move || app.retry()).say(app, Ui::Retry))
}

/// Moves the focus to each new screen's heading and scrolls to its top; after a change of language,
/// which draws everything anew, back to the control it was made with.
fn follow_focus(app: App, body: &El) {
    let current = move || app.history.with(|history| history.current().clone());
    // A later screen is drawn anew when its part has come.
    let drawn = move || current().is_later() && app.later.with(|later| matches!(later, Later::Here(_)));
    let seen = RefCell::new((current(), app.lang(), drawn()));
    let body = body.clone();
    effect(move || {
        let now = (current(), app.lang(), drawn());
        let before = seen.replace(now.clone());
        if now == before {
            return;
        }
        let moved = (now.0, now.2) != (before.0, before.2);
        let body = body.clone();
        // After the screen itself has been drawn.
        after(Duration::ZERO, move || {
            if moved {
                body.scroll_to_top();
                body.focus_first(".screen-title");
            } else if !body.root_has_focus() {
                body.focus_beside("[data-control=language]");
            }
        });
    });
}

/// Puts the focus where a person who has just opened the panel wants it, once there is a screen.
fn focus_when_opened(app: App, body: &El) {
    let served = Cell::new(0);
    let body = body.clone();
    effect(move || {
        let times = app.opened.get();
        if served.get() == times || app.loaded().is_none() {
            return;
        }
        served.set(times);
        let body = body.clone();
        after(Duration::ZERO, move || focus_start(&body));
    });
}

/// Into the search field, or on a touch screen, where that would bring up the keyboard, on the heading.
fn focus_start(panel: &El) {
    let (first, second) =
        if touch() { (".screen-title", "[role=combobox]") } else { ("[role=combobox]", ".screen-title") };
    // The screen shown decides: the first selector that finds something wins.
    if !panel.focus_first(first) {
        panel.focus_first(second);
    }
}
