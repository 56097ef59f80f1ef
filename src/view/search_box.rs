//! The search field: a combobox whose list is the results.

use super::icon::icon;
use super::results;
use crate::browser::element::{El, button, div, el, target_value};
use crate::browser::keyboard;
use crate::browser::timer::after;
use crate::feedback;
use crate::later::Later;
use crate::library::Found;
use crate::reactive::{Shared, State, derived, effect};
use crate::state::App;
use helplet_content::Ui;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// How long a query stands before it counts as asked.
const SETTLED: Duration = Duration::from_secs(2);

/// What the field and the list below it share.
#[derive(Clone, Copy)]
pub struct Search {
    /// Results of the query as it stands; `None` while nothing is asked.
    pub found: State<Option<Rc<Vec<Found>>>>,
    /// The result chosen with the arrow keys.
    pub active: State<Option<usize>>,
}

impl PartialEq for Found {
    /// Results are compared by place: a new query always gives a new list.
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self, other)
    }
}

/// The state of a search over the store's query.
pub fn search(app: App) -> Search {
    let found = derived(move || {
        let query = app.query.get();
        if query.trim().is_empty() {
            return None;
        }
        let loaded = app.loaded()?;
        Some(Rc::new(app.person.with(|person| loaded.search(&query, person))))
    });
    // What is typed on was not the question yet.
    effect(move || {
        let query = app.query.get();
        let count = found.with(|found: &Option<Rc<Vec<Found>>>| found.as_ref().map(|it| it.len()));
        match count {
            Some(0) => after(SETTLED, move || feedback::search(app, &query, 0, None)),
            Some(count) => after(SETTLED, move || feedback::asked(app, &query, count)),
            None => {}
        }
    });
    Search { found, active: State::new(None) }
}

/// The field.
pub fn search_box(app: App, search: Search) -> El {
    // While an input method composes, half-typed syllables are nobody's question.
    let composing = Shared::new(Cell::new(false));
    let compose = move |on: bool| _ = composing.get().map(|composing| composing.set(on));
    let ask = move |text: String| {
        if !composing.get().is_some_and(|composing| composing.get()) {
            search.active.set(None);
            app.query.set(text);
        }
    };
    let label = app.t(Ui::SearchLabel);
    let field = el("input")
        .class("search-input")
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("aria-label", &label)
        .attr("placeholder", &app.t(Ui::SearchPlaceholder))
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", results::LIST_ID)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("maxlength", "200")
        .state_live("aria-expanded", move || search.found.with(|found| found.as_ref().is_some_and(|it| !it.is_empty())))
        .attr_live("aria-activedescendant", move || search.active.get().map(results::option_id))
        .on("compositionstart", move |_| compose(true))
        .on("compositionend", move |event| {
            compose(false);
            ask(target_value(&event));
        })
        .on("input", move |event| ask(target_value(&event)))
        .on("keydown", move |event| {
            if let Some(key) = keyboard::key(&event)
                && pressed(app, search, &key)
            {
                event.prevent_default();
                event.stop_propagation();
            }
        });
    // The field follows the query when something else sets it: the clear button, a deep link.
    let follow = field.clone();
    effect(move || {
        let query = app.query.get();
        if follow.value() != query {
            follow.set_value(&query);
        }
    });
    let clear_label = app.t(Ui::SearchClear);
    let refocus = field.clone();
    let asking = derived(move || search.found.with(Option::is_some));
    let taken = field.clone();
    // One line while something is asked, also before its part is here: results never jump.
    let below = div("offers").live_one(move || {
        asking.get().then(|| match app.later.get() {
            Later::Here(part) => (part.offers)(app, search, &taken),
            _ => div("offer-line"),
        })
    });
    let row = div("search-box").child(icon("search")).child(field).live_one(move || {
        let refocus = refocus.clone();
        app.query.with(|query| !query.is_empty()).then(|| {
            button("icon-button search-clear", move || {
                app.query.set(String::new());
                refocus.focus();
            })
            .attr("aria-label", &clear_label)
            .child(icon("close"))
        })
    });
    div("search").child(row).child(below)
}

/// Acts on a key; false where the key is the field's own.
fn pressed(app: App, search: Search, key: &str) -> bool {
    let found = search.found.get_untracked();
    let count = found.as_ref().map_or(0, |found| found.len());
    let active = search.active.get_untracked();
    let moved = match key {
        "ArrowDown" if count > 0 => Some(active.map_or(0, |at| (at + 1) % count)),
        "ArrowUp" if count > 0 => Some(active.map_or(count - 1, |at| (at + count - 1) % count)),
        "Enter" => {
            let chosen = found.as_ref().and_then(|found| found.get(active.unwrap_or(0)));
            if let (Some(found), Some(loaded)) = (chosen, app.library.get_untracked()) {
                app.query.peek(|query| feedback::search(app, query, count, loaded.article_id(found)));
                app.go(results::result_screen(app, &loaded, found));
            }
            return true;
        }
        // The first Escape empties the field, the next one, with nothing to empty, closes the panel.
        "Escape" if app.query.peek(|query| !query.is_empty()) => {
            app.query.set(String::new());
            return true;
        }
        _ => return false,
    };
    search.active.set(moved);
    moved.is_some()
}
