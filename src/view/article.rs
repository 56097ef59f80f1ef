//! An article, whether it helped, and where to go when it didn't.

use super::blocks::blocks;
use super::list::{row, rows, screen_title, section_title};
use super::words::Words;
use crate::browser::clock::format_date;
use crate::browser::element::{El, button, div, el};
use crate::feedback;
use crate::host::event::emit;
use crate::library::Loaded;
use crate::reactive::State;
use crate::screen::Screen;
use crate::state::App;
use crate::view::icon::icon;
use helplet_content::{Article, Ui};

/// The screen of the article named `id`; `trail` is what led to it.
pub fn article(app: App, id: &str, trail: &[String]) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let Some(article) = loaded.article(id) else { return missing(app) };
    let category = &loaded.library.categories[usize::from(article.category)];
    let screen = Screen::Category(category.id.clone());
    let updated = app.fill(Ui::Updated, &[("date", &format_date(article.updated, &loaded.library.lang, false))]);
    let text = el("article")
        .child(button("crumb", move || app.go(screen.clone())).text(&category.title))
        .child(screen_title(&article.title))
        .children(blocks(app, &loaded, &article.body))
        .child(el("p").class("quiet small").text(&updated));
    div("screen article")
        .child(text)
        .child(vote(app, article))
        .child(still_stuck(app, article, trail))
        .maybe(related(app, &loaded, article))
}

fn missing(app: App) -> El {
    div("screen")
        .child(screen_title(&app.t(Ui::NotFound)))
        .child(el("p").class("quiet").say(app, Ui::NotFoundHint))
        .child(button("button", move || app.search_for("")).say(app, Ui::Home))
}

fn vote(app: App, article: &Article) -> El {
    let given = State::new(None::<bool>);
    let answer = |helped: bool, name: &str, label: Ui| {
        let id = article.id.clone();
        button("button vote", move || {
            given.set(Some(helped));
            app.say(app.t(if helped { Ui::VoteThanks } else { Ui::VoteSorry }));
            feedback::vote(app, &id, helped);
            emit("article-rated", &[("id", &id), ("helped", if helped { "yes" } else { "no" })]);
        })
        .child(icon(name))
        .say(app, label)
        .state_live("aria-pressed", move || given.get() == Some(helped))
    };
    div("vote-bar")
        .child(el("p").class("vote-question").say(app, Ui::Helpful))
        .child(div("vote-answers").child(answer(true, "thumb_up", Ui::Yes)).child(answer(false, "thumb_down", Ui::No)))
        .live_one(move || {
            let thanks = if given.get()? { Ui::VoteThanks } else { Ui::VoteSorry };
            Some(el("p").class("quiet").say(app, thanks))
        })
}

/// The right channels for somebody the article did not help, with the article named in the ticket.
fn still_stuck(app: App, article: &Article, before: &[String]) -> El {
    let mut trail = before.to_vec();
    trail.push(app.fill(Ui::TrailRead, &[("title", &article.title)]));
    let takes_tickets = !app.options.endpoint.url.is_empty();
    let ticket = takes_tickets.then(|| {
        row(app, &app.t(Ui::TicketTile), &app.t(Ui::TicketBelow), Screen::Ticket(String::new(), trail.clone()))
    });
    let contact = row(app, &app.t(Ui::ContactTile), &app.t(Ui::ContactBelow), Screen::Contact(String::new(), trail));
    let chat = row(app, &app.t(Ui::ChatTile), &app.t(Ui::ChatBelow), Screen::Chat(String::new()));
    let ways = [chat].into_iter().chain(ticket).chain([contact]);
    el("section").child(section_title(&app.t(Ui::StillStuck))).child(rows(ways))
}

fn related(app: App, loaded: &Loaded, article: &Article) -> Option<El> {
    let articles = article.related.iter().map(|&at| &loaded.library.articles[usize::from(at)]);
    let shown: Vec<El> = app.person.with(|person| {
        articles
            .filter(|other| other.audience.admits(person))
            .map(|other| row(app, &other.title, "", Screen::Article(other.id.clone(), Vec::new())))
            .collect()
    });
    (!shown.is_empty()).then(|| el("section").child(section_title(&app.t(Ui::Related))).child(rows(shown)))
}
