//! The page of an article.

use super::blocks::Blocks;
use super::dates;
use super::document::{Document, Site, up};
use super::structured;
use helplet_content::{Article, Library, Ui, ui};
use maud::html;

/// Most characters of an article's text that stand in lists of results.
const DESCRIPTION: usize = 150;

/// The page, with what is like it, and the way to a human.
pub fn article<'a>(site: &Site, library: &'a Library, article: &Article) -> Document<'a> {
    let path = path(article);
    let up = up(&path);
    let answer = Blocks { library, up: &up }.all(&article.body);
    // Read elsewhere, a link that is relative leads nowhere.
    let whole = site.address.map(|address| format!("{address}{}/", library.lang));
    let quoted = Blocks { library, up: whole.as_deref().unwrap_or(&up) }.all(&article.body);
    let category = &library.categories[usize::from(article.category)];
    let category_page = format!("category/{}.html", category.id);
    let date = article.updated;
    let updated = ui::fill(library.text(Ui::Updated), &[("date", &dates::day(date, &library.lang))]);
    let related = article.related.iter().map(|&at| &library.articles[usize::from(at)]);
    let body = html! {
        div.article {
            article {
                a.crumb href={ (up) (category_page) } { (category.title) }
                h1 { (article.title) }
                (answer)
                p.quiet.small { (updated) }
            }
        }
        @if !article.related.is_empty() {
            section {
                h2.section-title { (library.text(Ui::Related)) }
                ul.rows { @for other in related { li { a.row href={ (up) (self::path(other)) } { (other.title) } } } }
            }
        }
        section {
            h2.section-title { (library.text(Ui::StillStuck)) }
            ul.rows {
                li {
                    a.row href={ (up) "contact.html" } {
                        span.row-words {
                            (library.text(Ui::ContactTile)) span.row-below { (library.text(Ui::ContactBelow)) }
                        }
                    }
                }
            }
        }
    };
    let way = [
        (library.site.product.as_str(), "index.html"),
        (category.title.as_str(), category_page.as_str()),
        (article.title.as_str(), path.as_str()),
    ];
    Document {
        library,
        title: article.title.clone(),
        description: description(article, DESCRIPTION),
        updated: Some(dates::digits(date)),
        data: vec![
            structured::faq(library, &article.title, &quoted.into_string()),
            structured::breadcrumbs(site, library, &way),
        ],
        body,
        path,
    }
}

/// An article's file within its language's folder.
pub fn path(article: &Article) -> String {
    format!("article/{}.html", article.id)
}

/// The start of the answer, at most so many characters, cut at a word or character.
pub fn description(article: &Article, most: usize) -> String {
    let (_, text) = article.texts();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let start: String = text.chars().take(most).collect();
    // Latin words are kept whole; Chinese has no spaces to cut at.
    let end = start.rfind(' ').filter(|at| *at > start.len() / 2).unwrap_or(start.len());
    format!("{}…", &start[..end])
}
