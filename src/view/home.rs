//! Home: greeting, search, ways to a human, popular questions, categories.

use super::announcement::announcements;
use super::hero::hero;
use super::list::{row, rows, section_title, tile};
use super::results::results;
use super::search_box::{search, search_box};
use crate::browser::element::{El, div, el};
use crate::library::Loaded;
use crate::reactive::derived;
use crate::screen::Screen;
use crate::state::App;
use helplet_content::Ui;

/// The home screen.
pub fn home(app: App) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let search = search(app);
    let asking = derived(move || search.found.with(Option::is_some));
    let top = div("home-top").child(hero(&loaded.library.site)).child(search_box(app, search));
    div("screen home").child(top).child(results(app, search)).live(move || {
        // Read here, so that typing the second character doesn't build the list again.
        if asking.get() { Vec::new() } else { start(app, &loaded) }
    })
}

fn start(app: App, loaded: &Loaded) -> Vec<El> {
    let library = &loaded.library;
    let mut parts = announcements(app, loaded);
    parts.push(tiles(app));
    let popular = library.site.popular.iter().map(|&at| &library.articles[usize::from(at)]);
    let popular: Vec<El> = app.person.with(|person| {
        popular
            .filter(|article| article.audience.admits(person))
            .map(|article| row(app, &article.title, "", Screen::Article(article.id.clone(), Vec::new())))
            .collect()
    });
    parts.push(el("section").child(section_title(&app.t(Ui::Popular))).child(rows(popular)));
    let categories = library
        .categories
        .iter()
        .map(|category| tile(app, &category.icon, &category.title, Screen::Category(category.id.clone())));
    let grid = div("tiles categories").children(categories);
    parts.push(el("section").child(section_title(&app.t(Ui::Categories))).child(grid));
    parts
}

/// The ways on when searching is not the way.
fn tiles(app: App) -> El {
    let way = |name: &str, label: Ui, screen: Screen| tile(app, name, &app.t(label), screen);
    let takes_tickets = !app.options.endpoint.url.is_empty();
    let tickets = takes_tickets.then(|| {
        [
            way("ticket", Ui::TicketTile, Screen::Ticket(String::new(), Vec::new())),
            way("chat", Ui::TicketsTile, Screen::Tickets),
        ]
    });
    el("nav")
        .class("tiles ways")
        .attr("aria-label", &app.t(Ui::Ways))
        .child(way("compass", Ui::WizardTile, Screen::Wizard(String::new(), Vec::new())))
        .child(way("call", Ui::ContactTile, Screen::Contact(String::new(), Vec::new())))
        .children(tickets.into_iter().flatten())
}
