//! What the console takes from the content: names of types and fields, canned answers.

use super::words::Lang;

/// The content of one language, as far as the console shows it.
#[derive(Debug, Clone, Default)]
pub struct ConsoleLanguage {
    /// The language tag, such as `zh-CN`.
    pub tag: String,
    /// The language's name in itself.
    pub name: String,
    /// The ticket types.
    pub types: Vec<NamedType>,
    /// The topics of conversations: identifier and what people read.
    pub topics: Vec<(String, String)>,
    /// Canned answers.
    pub replies: Vec<CannedReply>,
}

/// A ticket type and what it is called.
#[derive(Debug, Clone, Default)]
pub struct NamedType {
    /// Identifier, as in tickets.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Its fields: identifier and label.
    pub fields: Vec<(String, String)>,
}

/// An answer that is written once and sent often.
#[derive(Debug, Clone, Default)]
pub struct CannedReply {
    /// Identifier.
    pub id: String,
    /// What agents choose it by.
    pub title: String,
    /// The text, plain.
    pub text: String,
    /// Articles it links: identifier and title.
    pub articles: Vec<(String, String)>,
}

impl CannedReply {
    /// The text with its links, into a site at this address.
    pub(super) fn with_links(&self, site: &str) -> String {
        let mut text = self.text.clone();
        for (id, title) in &self.articles {
            text.push_str(&format!("\n\n{title}\n{site}/#article/{id}"));
        }
        text
    }
}

/// Of things in several languages, that of a language tag, or the first whose tag begins like it, or the first of all.
pub fn nearest<'a, T>(all: &'a [T], tag: &str, of: impl Fn(&T) -> &str) -> Option<&'a T> {
    let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    all.iter().find(|it| of(it) == tag).or_else(|| all.iter().find(|it| main(of(it)) == main(tag))).or(all.first())
}

/// The nearest language there is to a tag.
pub(super) fn language<'a>(all: &'a [ConsoleLanguage], tag: &str) -> Option<&'a ConsoleLanguage> {
    nearest(all, tag, |language| &language.tag)
}

/// What a topic is called in a language; its identifier where it has no name.
pub(super) fn topic_label<'a>(lang: Lang, all: &'a [ConsoleLanguage], id: &'a str) -> &'a str {
    let topics = language(all, lang.tag()).map(|language| language.topics.as_slice()).unwrap_or_default();
    topics.iter().find(|(topic, _)| topic == id).map_or(id, |(_, label)| label.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_language_is_taken() {
        let all = ["zh-CN", "en"].map(|tag| ConsoleLanguage { tag: tag.into(), ..ConsoleLanguage::default() });
        for (tag, expected) in [("en", "en"), ("en-GB", "en"), ("zh-TW", "zh-CN"), ("de", "zh-CN"), ("", "zh-CN")] {
            assert_eq!(language(&all, tag).map(|language| language.tag.as_str()), Some(expected), "{tag}");
        }
        assert!(language(&[], "en").is_none());
    }

    #[test]
    fn links_stand_below_the_text() {
        let reply = CannedReply {
            text: "See:".into(),
            articles: vec![("a-b".into(), "A and B".into())],
            ..CannedReply::default()
        };
        assert_eq!(
            reply.with_links("https://help.example.com"),
            "See:\n\nA and B\nhttps://help.example.com/#article/a-b"
        );
    }
}
