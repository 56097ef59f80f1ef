//! The articles of a category.

use super::list::{row, rows, screen_title};
use crate::browser::element::{El, div, el};
use crate::screen::Screen;
use crate::state::App;
use helplet_content::Ui;

/// The screen of the category named `id`.
pub fn category(app: App, id: &str) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let library = &loaded.library;
    let Some(number) = library.categories.iter().position(|category| category.id == id) else {
        return div("screen").child(screen_title(&app.t(Ui::NotFound)));
    };
    let category = &library.categories[number];
    let articles: Vec<El> = app.person.with(|person| {
        let of_it = library.articles.iter().filter(|article| usize::from(article.category) == number);
        of_it
            .filter(|article| article.audience.admits(person))
            .map(|article| row(app, &article.title, "", Screen::Article(article.id.clone(), Vec::new())))
            .collect()
    });
    div("screen")
        .child(screen_title(&category.title))
        .child(el("p").class("quiet").text(&category.summary))
        .child(rows(articles))
}
