//! What every page has: head, bar, foot, and the script tag.

use super::structured;
use helplet_content::{Library, Ui};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

/// What the pages belong to.
pub struct Site<'a> {
    /// The languages, the default first.
    pub libraries: &'a [Library],
    /// Where the folder will be found, with a slash at its end.
    pub address: Option<&'a str>,
    /// Who takes tickets, if anybody.
    pub endpoint: Option<&'a str>,
}

/// A page.
pub struct Document<'a> {
    /// Its language.
    pub library: &'a Library,
    /// Its file within the language's folder, such as `article/refund.html`.
    pub path: String,
    /// What it is about.
    pub title: String,
    /// One or two sentences for lists of results.
    pub description: String,
    /// The last day it changed, as `2026-11-23`, where that is known.
    pub updated: Option<String>,
    /// What it is, in the vocabulary of schema.org.
    pub data: Vec<Value>,
    /// What stands in it.
    pub body: Markup,
}

impl Document<'_> {
    /// Its file within the folder.
    pub fn file(&self) -> String {
        file(self.library, &self.path)
    }

    /// The languages that have this page, the page itself among them.
    pub fn versions<'s>(&'s self, site: &'s Site) -> impl Iterator<Item = &'s Library> {
        site.libraries.iter().filter(|library| has(library, &self.path))
    }

    /// The whole page.
    pub fn html(&self, site: &Site) -> Markup {
        let library = self.library;
        let up = up(&self.path);
        // Search engines want whole addresses; a link that is followed may be relative.
        let whole = |library: &Library| match site.address {
            Some(address) => format!("{address}{}", file(library, &self.path)),
            None => format!("{up}../{}", file(library, &self.path)),
        };
        let product = &library.site.product;
        html! {
            (DOCTYPE)
            html lang=(library.lang) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) @if self.title != *product { " · " (product) } }
                    meta name="description" content=(self.description);
                    @if site.address.is_some() { link rel="canonical" href=(whole(library)); }
                    @for version in self.versions(site) {
                        link rel="alternate" hreflang=(version.lang) href=(whole(version));
                    }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href={ (up) "../pages.css" };
                    @for data in &self.data {
                        script type="application/ld+json" { (PreEscaped(structured::in_page(data))) }
                    }
                    script async src={ (up) "../helplet.js" } data-helplet-endpoint=[site.endpoint]
                        data-helplet-locale=(library.lang) {}
                }
                body {
                    header.site-bar {
                        div {
                            a.product href={ (up) "index.html" } { (product) }
                            a href={ (up) "contact.html" } { (library.text(Ui::ContactTile)) }
                            @for other in self.versions(site).filter(|other| other.lang != library.lang) {
                                a lang=(other.lang) hreflang=(other.lang) href={ (up) "../" (file(other, &self.path)) } {
                                    (other.lang_name)
                                }
                            }
                        }
                    }
                    main { (self.body) }
                    footer.site-foot { (product) }
                }
            }
        }
    }
}

/// The way from a page up to its language's folder.
pub fn up(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

fn file(library: &Library, path: &str) -> String {
    format!("{}/{path}", library.lang)
}

/// Whether a language has the page at `path`.
fn has(library: &Library, path: &str) -> bool {
    let id = |rest: &str| rest.trim_end_matches(".html").to_owned();
    match path.split_once('/') {
        Some(("article", rest)) => library.article_named(&id(rest)).is_some(),
        Some((_, rest)) => library.categories.iter().any(|category| category.id == id(rest)),
        None => true,
    }
}
