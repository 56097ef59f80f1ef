//! The list of results, and what is offered when nothing was found.

use super::icon::icon;
use super::list;
use super::mark::marked;
use super::search_box::Search;
use super::words::Words;
use crate::browser::element::{El, div, el};
use crate::feedback;
use crate::library::{Found, Loaded};
use crate::reactive::effect;
use crate::screen::Screen;
use crate::state::App;
use crate::text::decimal;
use helplet_content::Ui;

/// The list's id, for the field's `aria-controls`.
pub const LIST_ID: &str = "results";

/// A result's id, for the field's `aria-activedescendant`.
pub fn option_id(at: usize) -> String {
    ["result-", &decimal(at)].concat()
}

/// Results of the query, or ways on where there are none.
pub fn results(app: App, search: Search) -> El {
    // Said after each change, for those who listen rather than look.
    effect(move || {
        if let Some(found) = search.found.get() {
            let count = decimal(found.len());
            let said =
                if found.is_empty() { app.t(Ui::SearchNothing) } else { app.fill(Ui::SearchCount, &[("n", &count)]) };
            app.say(said);
        }
    });
    div("results").live_one(move || {
        let found = search.found.get()?;
        let loaded = app.loaded()?;
        Some(if found.is_empty() {
            nothing(app)
        } else {
            let options = found.iter().enumerate().map(|(at, found)| option(app, search, &loaded, at, found));
            el("ul")
                .class("options")
                .attr("id", LIST_ID)
                .attr("role", "listbox")
                .attr("aria-label", &app.t(Ui::SearchResults))
                .children(options)
        })
    })
}

fn option(app: App, search: Search, loaded: &Loaded, at: usize, found: &Found) -> El {
    let article = &loaded.library.articles[usize::from(found.article)];
    let category = &loaded.library.categories[usize::from(article.category)].title;
    let screen = result_screen(app, loaded, found);
    let (id, count) = (article.id.clone(), search.found.peek(|found| found.as_ref().map_or(0, |it| it.len())));
    let option = el("li")
        .class("option")
        .attr("id", &option_id(at))
        .attr("role", "option")
        .state_live("aria-selected", move || search.active.get() == Some(at))
        .on("click", move |_| {
            app.query.peek(|query| feedback::search(app, query, count, Some(&id)));
            app.go(screen.clone());
        })
        .child(marked(el("span").class("option-title"), &article.title, &found.title_marks))
        .child(marked(el("span").class("option-snippet"), &found.snippet, &found.snippet_marks))
        .child(el("span").class("option-category").text(category));
    let shown = option.clone();
    effect(move || {
        if search.active.get() == Some(at) {
            shown.reveal();
        }
    });
    option
}

/// The screen a result leads to; what was searched for goes with it.
pub fn result_screen(app: App, loaded: &Loaded, found: &Found) -> Screen {
    let id = loaded.library.articles[usize::from(found.article)].id.clone();
    Screen::Article(id, vec![searched(app)])
}

fn searched(app: App) -> String {
    app.query.peek(|query| app.fill(Ui::TrailSearched, &[("query", query.trim())]))
}

fn nothing(app: App) -> El {
    let query = app.query.get();
    let trail = vec![searched(app)];
    let way = |name: Ui, below: Ui, screen: Screen| list::row(app, &app.t(name), &app.t(below), screen);
    div("nothing")
        .child(div("nothing-mark").child(icon("search")))
        .child(el("p").class("nothing-title").text(&app.fill(Ui::SearchNothingFor, &[("query", query.trim())])))
        .child(el("p").class("quiet").say(app, Ui::SearchNothingHint))
        .child(list::rows([
            way(Ui::WizardTile, Ui::WizardBelow, Screen::Wizard(String::new(), trail.clone())),
            way(Ui::ChatTile, Ui::ChatBelow, Screen::Chat(String::new())),
            way(Ui::ContactTile, Ui::ContactBelow, Screen::Contact(String::new(), trail.clone())),
            way(Ui::TicketTile, Ui::TicketBelow, Screen::Ticket(String::new(), trail)),
        ]))
}
