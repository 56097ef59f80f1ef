//! The content's own words, so that tests name what a person reads and survive a rewording.

use helplet_content::author;
use helplet_content::{Article, CivilDate, Library, Ui};
use std::path::Path;
use std::sync::LazyLock;

/// The Chinese content.
pub const ZH: &str = "zh-CN";
/// The English content.
pub const EN: &str = "en";

static LIBRARIES: LazyLock<Vec<Library>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    // The date only decides which announcements are reported as expired.
    author::load(&folder, CivilDate { year: 2026, month: 11, day: 23 }).libraries
});

/// The content in a language.
pub fn library(lang: &str) -> &'static Library {
    LIBRARIES.iter().find(|library| library.lang == lang).expect("a language of content/")
}

/// An interface string in Chinese.
pub fn t(name: Ui) -> &'static str {
    library(ZH).text(name)
}

/// An article by its id.
pub fn article(lang: &str, id: &str) -> &'static Article {
    let library = library(lang);
    &library.articles[usize::from(library.article_named(id).expect("an article of content/"))]
}

/// A category's title by its id.
pub fn category(lang: &str, id: &str) -> &'static str {
    &library(lang).categories.iter().find(|it| it.id == id).expect("a category of content/").title
}

/// The label of a wizard choice, by its question's id and its place there.
pub fn choice(node: &str, at: usize) -> &'static str {
    &library(ZH).wizard.iter().find(|it| it.id == node).expect("a question of wizard.toml").choices[at].label
}

/// What a control or a text is called.
pub trait Text {
    /// The words.
    fn words(&self) -> String;
}

impl Text for Ui {
    fn words(&self) -> String {
        t(*self).to_owned()
    }
}

impl Text for &str {
    fn words(&self) -> String {
        (*self).to_owned()
    }
}

impl Text for String {
    fn words(&self) -> String {
        self.clone()
    }
}

impl Text for &String {
    fn words(&self) -> String {
        (*self).clone()
    }
}
