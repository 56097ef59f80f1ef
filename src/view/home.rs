//! Home: greeting, search, ways to a human, popular questions, categories.

use super::announcement::announcements;
use super::hero::hero;
use super::icon::{drawing, icon};
use super::list::{row, rows, section_title, tile};
use super::results::results;
use super::search_box::{search, search_box};
use super::words::Words;
use crate::browser::address;
use crate::browser::element::{El, button, div, el};
use crate::library::Loaded;
use crate::reactive::derived;
use crate::screen::Screen;
use crate::state::App;
use helplet_content::{Library, Ui};

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
    // A page that changes its address without loading anew is asked again at every opening.
    app.opened.with(|_| ());
    let said = app.suggested.with(|ids| ids.iter().filter_map(|id| library.article_named(id)).collect::<Vec<_>>());
    let suggested = [said, library.site.suggested(&address::path())].concat();
    parts.extend(section(app, Ui::Suggested, library, &suggested));
    parts.extend(section(app, Ui::Popular, library, &library.site.popular));
    let categories = library
        .categories
        .iter()
        .map(|category| tile(app, drawing(&category.icon), &category.title, Screen::Category(category.id.clone())));
    let grid = div("tiles categories").children(categories);
    parts.push(el("section").child(section_title(&app.t(Ui::Categories))).child(grid));
    parts
}

/// Those of the articles that are meant for the person, each once.
fn section(app: App, title: Ui, library: &Library, articles: &[u16]) -> Option<El> {
    let mut shown = Vec::new();
    for (place, at) in articles.iter().enumerate() {
        let article = &library.articles[usize::from(*at)];
        if !articles[..place].contains(at) && app.person.with(|person| article.audience.admits(person)) {
            shown.push(row(app, &article.title, "", Screen::Article(article.id.clone(), Vec::new())));
        }
    }
    (!shown.is_empty()).then(|| el("section").child(section_title(&app.t(title))).child(rows(shown)))
}

/// The ways on when searching is not the way.
fn tiles(app: App) -> El {
    let way = |name: &str, label: Ui, screen: Screen| tile(app, icon(name), &app.t(label), screen);
    let takes_tickets = !app.options.endpoint.url.is_empty();
    let tickets = takes_tickets.then(|| {
        [
            way("ticket", Ui::TicketTile, Screen::Ticket(String::new(), Vec::new())),
            way("inbox", Ui::TicketsTile, Screen::Tickets),
        ]
    });
    let words = el("span")
        .class("row-words")
        .child(el("span").class("row-title").say(app, Ui::ChatTile))
        .child(el("span").class("row-below").say(app, Ui::ChatBelow));
    let chat = button("tile chat-tile", move || app.go(Screen::Chat(String::new())))
        .child(el("span").class("tile-icon").child(icon("chat")))
        .child(words);
    let ways = div("tiles ways")
        .child(way("compass", Ui::WizardTile, Screen::Wizard(String::new(), Vec::new())))
        .child(way("call", Ui::ContactTile, Screen::Contact(String::new(), Vec::new())))
        .children(tickets.into_iter().flatten());
    el("nav").class("ways-on").attr("aria-label", &app.t(Ui::Ways)).child(chat).child(ways)
}
