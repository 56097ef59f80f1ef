//! `replies.toml`: answers that agents send often. They are the desk's, and travel in no bundle.

use super::ids::Ids;
use super::keys;
use super::section::Section;

/// An answer that is written once and sent often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannedReply {
    /// Identifier.
    pub id: String,
    /// What agents choose it by.
    pub title: String,
    /// The text, plain.
    pub text: String,
    /// The ids of articles that are linked below it.
    pub articles: Vec<String>,
}

/// The canned answers of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replies {
    /// The language tag.
    pub lang: String,
    /// In the order of the file.
    pub replies: Vec<CannedReply>,
}

/// Reads the whole file.
pub(super) fn replies(file: &Section<'_>, articles: &Ids) -> Vec<CannedReply> {
    let mut ids = Ids::new("canned answer");
    file.tables("reply", keys::REPLY).iter().map(|table| reply(table, articles, &mut ids)).collect()
}

fn reply(table: &Section<'_>, articles: &Ids, ids: &mut Ids) -> CannedReply {
    let id = table.id();
    ids.add(id.clone(), table.faults());
    let linked = table.texts("articles");
    for article in &linked {
        articles.find(&article.text, &article.place, table.faults());
    }
    CannedReply {
        id: id.text,
        title: table.text("title"),
        text: table.text("text"),
        articles: linked.into_iter().map(|article| article.text).collect(),
    }
}
