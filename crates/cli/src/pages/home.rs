//! The page a language starts with, and the page of a category.

use super::article::{description, path};
use super::document::{Document, up};
use super::structured;
use helplet_content::{Article, Category, Library, Ui};
use maud::{Markup, html};

/// Most characters of an answer under its title in a list; a narrow page shows fewer.
const SNIPPET: usize = 110;

/// The start: what is asked most, and the categories.
pub fn home(library: &Library) -> Document<'_> {
    let site = &library.site;
    let popular = site.popular.iter().map(|&at| &library.articles[usize::from(at)]);
    let body = html! {
        section {
            h1 { (site.greeting) }
            p.quiet { (site.subtitle) }
        }
        section {
            h2.section-title { (library.text(Ui::Popular)) }
            (rows(popular, ""))
        }
        section {
            h2.section-title { (library.text(Ui::Categories)) }
            ul.tiles {
                @for category in &library.categories {
                    li {
                        a.tile href=(category_path(category)) {
                            strong { (category.title) }
                            span.quiet.small { (category.summary) }
                        }
                    }
                }
            }
        }
    };
    Document {
        library,
        path: "index.html".to_owned(),
        title: site.product.clone(),
        description: site.subtitle.clone(),
        updated: None,
        data: vec![structured::website(library)],
        body,
    }
}

/// The category at a position, with all its articles.
pub fn category(library: &Library, at: usize) -> Document<'_> {
    let category = &library.categories[at];
    let path = category_path(category);
    let articles = library.articles.iter().filter(|article| usize::from(article.category) == at);
    let up = up(&path);
    let body = html! {
        section {
            a.crumb href={ (up) "index.html" } { (library.site.product) }
            h1 { (category.title) }
            p.quiet { (category.summary) }
            (rows(articles, &up))
        }
    };
    Document {
        library,
        title: category.title.clone(),
        description: category.summary.clone(),
        updated: None,
        data: Vec::new(),
        body,
        path,
    }
}

fn category_path(category: &Category) -> String {
    format!("category/{}.html", category.id)
}

fn rows<'a>(articles: impl Iterator<Item = &'a Article>, up: &str) -> Markup {
    html! {
        ul.rows {
            @for article in articles {
                li {
                    a.row href={ (up) (path(article)) } {
                        span.row-words {
                            (article.title)
                            span.row-below { (description(article, SNIPPET)) }
                        }
                    }
                }
            }
        }
    }
}
