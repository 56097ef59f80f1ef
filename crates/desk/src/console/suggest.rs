//! Articles that may answer what a person wrote, found by whatever the program brings along.

use std::fmt;
use std::sync::Arc;

/// An article that may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// Identifier of the article.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it is likely enough to be shown unasked.
    pub sure: bool,
}

impl Suggested {
    /// What goes into an answer: the title, and below it the address in a site.
    pub(super) fn text(&self, site: &str) -> String {
        format!("{}\n{}", self.title, self.address(site))
    }

    /// The article's address in a site.
    pub(super) fn address(&self, site: &str) -> String {
        format!("{site}/#article/{}", self.id)
    }
}

type Find = dyn Fn(&str, &str) -> Vec<Suggested> + Send + Sync;

/// Finds articles by a language tag and a text, the best first. By default it finds none.
#[derive(Clone)]
pub struct Suggest(Arc<Find>);

impl Suggest {
    /// Finds by this function, which is asked at every change of a conversation that an agent looks at.
    pub fn new(find: impl Fn(&str, &str) -> Vec<Suggested> + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }

    /// At most so many articles, the best first.
    pub(super) fn find(&self, locale: &str, text: &str, limit: usize) -> Vec<Suggested> {
        let mut found = if text.trim().is_empty() { Vec::new() } else { (self.0)(locale, text) };
        found.truncate(limit);
        found
    }
}

impl Default for Suggest {
    fn default() -> Self {
        Self::new(|_, _| Vec::new())
    }
}

impl fmt::Debug for Suggest {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("Suggest")
    }
}
