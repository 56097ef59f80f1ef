//! An article's file: `+++` front matter, then Markdown.

use super::audience::{audience, platforms};
use super::fault::{Faults, Place};
use super::ids::Ids;
use super::keys;
use super::markdown;
use super::picture::Pictures;
use super::section::{Section, Source, Text};
use crate::date::CivilDate;
use crate::model::{Article, Block};
use std::path::PathBuf;

/// The other wordings an article should have: with fewer, people's own words don't find it; with
/// more, they begin to find it for neighbours' questions.
const ALIASES: std::ops::RangeInclusive<usize> = 3..=8;

/// An article whose references are not resolved yet.
pub(super) struct Draft {
    pub(super) id: Text,
    pub(super) aliases: Vec<Text>,
    related: Vec<Text>,
    article: Article,
    file: String,
    body: String,
    body_line: u32,
    folder: PathBuf,
}

/// Reads the front matter of the file at `path`, shown as `file`.
pub(super) fn draft(path: &std::path::Path, file: &str, text: &str, category: u16, faults: &Faults) -> Option<Draft> {
    let text = text.replace("\r\n", "\n");
    let top = Place { file: file.to_owned(), line: 1 };
    let Some((front, body)) = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")) else {
        faults.error(&top, "the article has no front matter: begin the file with a line +++, then id = \"…\" and the rest, then a line +++");
        return None;
    };
    // The opening fence stands above the front matter.
    let source = Source::new(file, front, 1, faults);
    let table = source.parse();
    let section = Section::new(&source, table.get_ref(), 0..0, keys::ARTICLE);
    let mut id = section.id();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if !id.text.is_empty() && id.text != stem {
        faults.error(
            &id.place,
            format!(
                "the id \"{}\" is not the file's name: rename the file to {}.md or the id to \"{stem}\"",
                id.text, id.text
            ),
        );
    }
    // Others refer to the article by its file's name: one slip shall be one fault.
    id.text = stem;
    let aliases = section.texts("aliases");
    if !ALIASES.contains(&aliases.len()) {
        let message = format!(
            "the article has {} aliases: give it {} to {} other ways people ask this",
            aliases.len(),
            ALIASES.start(),
            ALIASES.end()
        );
        faults.warning(&section.place_of("aliases"), message);
    }
    let mut audience = audience(&section);
    audience.platforms |= platforms(&section, "platforms");
    let article = Article {
        id: id.text.clone(),
        category,
        title: section.text("title"),
        aliases: aliases.iter().map(|alias| alias.text.clone()).collect(),
        keywords: section.texts("keywords").into_iter().map(|text| text.text).collect(),
        audience,
        // A faulty day is a fault already; any day keeps the rest readable.
        updated: section.date("updated").unwrap_or(CivilDate { year: 1, month: 1, day: 1 }),
        related: Vec::new(),
        body: Vec::new(),
    };
    Some(Draft {
        aliases,
        related: section.texts("related"),
        article,
        file: file.to_owned(),
        body_line: front.lines().count() as u32 + 2,
        body: body.to_owned(),
        folder: path.parent().map(PathBuf::from).unwrap_or_default(),
        id,
    })
}

impl Draft {
    /// Resolves references and reads the body, once all articles are known.
    pub(super) fn finish(
        self,
        articles: &Ids,
        pictures: &mut Pictures,
        shared: &std::path::Path,
        faults: &Faults,
    ) -> Article {
        let related = self.related.iter().filter_map(|id| {
            if id.text == self.id.text {
                faults.error(&id.place, "the article names itself as related: take it out");
                return None;
            }
            articles.find(&id.text, &id.place, faults)
        });
        let related = related.collect();
        let source = Source::new(&self.file, &self.body, self.body_line, faults);
        let folders = [self.folder.join("pictures"), shared.to_owned()];
        let body =
            markdown::blocks(&self.body, &source, markdown::Context { articles, pictures, folders: &folders, faults });
        match body.first() {
            None => faults.error(&source.place(0), "the article has no text: write the answer under the front matter"),
            Some(Block::Paragraph(_)) => {}
            Some(_) => faults.warning(&source.place(0), "the article does not begin with a paragraph: begin with the answer in a sentence or two, the search shows it"),
        }
        Article { related, body, ..self.article }
    }
}
