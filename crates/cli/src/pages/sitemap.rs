//! `sitemap.xml`: every page, with its versions in other languages (sitemaps.org, and Google's `xhtml:link`).

use super::document::{Document, Site};
use maud::{Markup, PreEscaped, html};

/// The document; `address` is where the folder will be found.
pub fn sitemap(site: &Site, address: &str, pages: &[Document]) -> String {
    let urls = html! { @for page in pages { (url(site, address, page)) } };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">{}</urlset>\n",
        urls.into_string()
    )
}

fn url(site: &Site, address: &str, page: &Document) -> Markup {
    let versions = page.versions(site).map(|version| {
        // XML closes its empty elements; maud writes HTML, which doesn't.
        let href = html! { (address) (version.lang) "/" (page.path) }.into_string();
        let lang = html! { (version.lang) }.into_string();
        PreEscaped(format!("<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{href}\"/>"))
    });
    html! {
        url {
            loc { (address) (page.file()) }
            @if let Some(updated) = &page.updated { lastmod { (updated) } }
            @for version in versions { (version) }
        }
    }
}
