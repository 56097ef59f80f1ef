//! What the desk takes from the content: the rules for tickets, what agents' pages show, and articles for agents.

use helplet_content::author::{self, Replies, Severity};
use helplet_content::{Goal, Library, Tickets};
use helplet_desk::{
    CannedReply, ConsoleLanguage, FieldRule, MAX_CHOICE, NamedType, Rules, Suggest, Suggested, TypeRule, nearest,
};
use helplet_robot::{SURE, articles};
use helplet_search::{Index, Pinyin};
use std::fs;
use std::path::Path;

/// Most articles suggested.
const MOST: usize = 6;

/// What the desk takes from the content.
pub struct Content {
    /// What tickets are checked against.
    pub rules: Rules,
    /// What agents' pages show.
    pub console: Vec<ConsoleLanguage>,
    /// Finds articles.
    pub suggest: Suggest,
}

/// Reads all of it from a content folder, or from a folder of packed bundles with its manifest, which has no
/// canned answers.
pub fn read(folder: &Path) -> Result<Content, String> {
    let (libraries, replies) =
        if folder.join("manifest.json").is_file() { (packed(folder)?, Vec::new()) } else { authored(folder)? };
    let rules = merged(libraries.iter().map(|library| &library.tickets));
    if rules.types.is_empty() {
        return Err(format!(
            "{} has no ticket types: name the content folder, or one `helplet pack` wrote, with --content",
            folder.display()
        ));
    }
    let console = libraries.iter().map(|library| console(library, &replies)).collect();
    Ok(Content { rules, console, suggest: suggest(&libraries) })
}

/// The search over each language's articles, as the widget has it. Shown unasked is what the robot would answer
/// with, too.
fn suggest(libraries: &[Library]) -> Suggest {
    let languages: Vec<(String, Index, Vec<Suggested>)> = libraries
        .iter()
        .map(|library| {
            let articles = library.articles.iter();
            let articles =
                articles.map(|article| Suggested { id: article.id.clone(), title: article.title.clone(), sure: false });
            (library.lang.clone(), articles::index(library, Pinyin::native()), articles.collect())
        })
        .collect();
    Suggest::new(move |locale, text| {
        let Some((_, index, articles)) = nearest(&languages, locale, |it| &it.0) else { return Vec::new() };
        let hits = index.search(text, MOST);
        let sure = index.confidence(text, &hits) >= SURE;
        let found = hits.iter().filter_map(|hit| articles.get(hit.document as usize));
        found.map(|article| Suggested { sure, ..article.clone() }).collect()
    })
}

/// What agents' pages show of a language.
fn console(library: &Library, replies: &[Replies]) -> ConsoleLanguage {
    let types = library.tickets.types.iter().map(|kind| NamedType {
        id: kind.id.clone(),
        label: kind.label.clone(),
        fields: kind.fields.iter().map(|field| (field.id.clone(), field.label.clone())).collect(),
    });
    let title = |id: &String| library.articles.iter().find(|article| article.id == *id).map(|it| it.title.clone());
    let own = replies.iter().filter(|language| language.lang == library.lang).flat_map(|language| &language.replies);
    let replies = own.map(|reply| CannedReply {
        id: reply.id.clone(),
        title: reply.title.clone(),
        text: reply.text.clone(),
        articles: reply.articles.iter().filter_map(|id| Some((id.clone(), title(id)?))).collect(),
    });
    // The first question of the wizard is what a conversation is about.
    let first = library.wizard.first().into_iter().flat_map(|node| &node.choices);
    let topics = first.filter_map(|choice| match choice.to {
        Goal::Node(index) => Some((library.wizard.get(usize::from(index))?.id.clone(), choice.label.clone())),
        Goal::Article(_) | Goal::Contact(_) | Goal::Ticket(_) => None,
    });
    ConsoleLanguage {
        topics: topics.collect(),
        tag: library.lang.clone(),
        name: library.lang_name.clone(),
        types: types.collect(),
        replies: replies.collect(),
    }
}

/// Reads all languages of a content folder, or of a folder of packed bundles with its manifest.
pub fn libraries(folder: &Path) -> Result<Vec<Library>, String> {
    if folder.join("manifest.json").is_file() { packed(folder) } else { Ok(authored(folder)?.0) }
}

fn authored(folder: &Path) -> Result<(Vec<Library>, Vec<Replies>), String> {
    let loaded = author::load(folder, crate::check::today());
    let errors: Vec<_> = loaded.faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
    match errors.first() {
        None => Ok((loaded.libraries, loaded.replies)),
        Some(first) => Err(format!(
            "{} has {} errors, the first: {first}\n`helplet check {0}` names them all",
            folder.display(),
            errors.len()
        )),
    }
}

fn packed(folder: &Path) -> Result<Vec<Library>, String> {
    let fail = |file: &Path, reason: String| format!("{}: {reason}", file.display());
    let path = folder.join("manifest.json");
    let text = fs::read(&path).map_err(|error| fail(&path, error.to_string()))?;
    let manifest: serde_json::Value = serde_json::from_slice(&text).map_err(|error| fail(&path, error.to_string()))?;
    let languages = manifest["languages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let bundle = |language: &serde_json::Value| {
        let name = language["file"].as_str().ok_or_else(|| fail(&path, "a language has no file".to_owned()))?;
        let file = folder.join(name);
        let bytes = fs::read(&file).map_err(|error| fail(&file, error.to_string()))?;
        author::open(&bytes).map_err(|error| fail(&file, error.to_string()))
    };
    languages.iter().map(bundle).collect()
}

/// One set of rules for all languages: they have the same types and fields, but labels differ, and
/// a visitor's bundle may be older than the desk's. So the most generous limit counts, and the
/// answer of a choice is text of some length: a label reworded today must not refuse the ticket
/// that was written with yesterday's.
fn merged<'a>(languages: impl Iterator<Item = &'a Tickets>) -> Rules {
    let mut rules = Rules::default();
    for tickets in languages {
        rules.max_files = rules.max_files.max(tickets.max_files.into());
        rules.max_file_bytes = rules.max_file_bytes.max(tickets.max_file_bytes);
        rules.max_description = rules.max_description.max(tickets.max_description.into());
        for kind in &tickets.types {
            let at = rules.types.iter().position(|rule| rule.id == kind.id).unwrap_or_else(|| {
                rules.types.push(TypeRule { id: kind.id.clone(), fields: Vec::new() });
                rules.types.len() - 1
            });
            for field in &kind.fields {
                let max_length = if field.options.is_empty() { field.max_length.into() } else { MAX_CHOICE };
                let fields = &mut rules.types[at].fields;
                match fields.iter_mut().find(|rule| rule.id == field.id) {
                    Some(rule) => {
                        rule.required &= field.required;
                        rule.max_length = rule.max_length.max(max_length);
                    }
                    None => fields.push(FieldRule {
                        id: field.id.clone(),
                        required: field.required,
                        options: Vec::new(),
                        max_length,
                    }),
                }
            }
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use helplet_content::{Audience, Field, TicketType};

    fn tickets(fields: Vec<Field>, max_files: u8) -> Tickets {
        let kind = TicketType {
            id: "bug".into(),
            label: String::new(),
            hint: String::new(),
            audience: Audience::default(),
            fields,
        };
        Tickets { types: vec![kind], max_files, max_file_bytes: 100, max_description: 1000 }
    }

    fn field(id: &str, required: bool, options: &[&str], max_length: u16) -> Field {
        let options = options.iter().map(|&option| option.into()).collect();
        Field { id: id.into(), label: String::new(), hint: String::new(), required, options, max_length }
    }

    #[test]
    fn of_several_languages_the_most_generous_rule_counts() {
        let chinese = tickets(vec![field("order", true, &[], 10), field("how_often", true, &["总是", "有时"], 0)], 5);
        let english = tickets(vec![field("order", false, &[], 30), field("how_often", true, &["always"], 0)], 3);
        let rules = merged([&chinese, &english].into_iter());
        let rule = |id: &str, required, max_length| FieldRule { id: id.into(), required, options: vec![], max_length };
        assert_eq!(
            rules,
            Rules {
                types: vec![TypeRule {
                    id: "bug".into(),
                    fields: vec![rule("order", false, 30), rule("how_often", true, MAX_CHOICE)],
                }],
                max_files: 5,
                max_file_bytes: 100,
                max_description: 1000,
            }
        );
    }
}
