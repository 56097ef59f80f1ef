//! `ui.toml`: every string of the interface, under the names in [`Ui::KEYS`].

use super::fault::{Faults, Place};
use super::nearest;
use super::section::{Source, Text};
use crate::ui::Ui;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Reads the whole file into the order of [`Ui`]; strings that are missing are empty, and a fault.
pub(super) fn strings(source: &Source<'_>, faults: &Faults) -> Vec<Text> {
    let table = source.parse();
    let mut found = BTreeMap::new();
    collect(source, table.get_ref(), "", &mut found, faults);
    Ui::KEYS
        .iter()
        .map(|key| found.remove(*key).unwrap_or_else(|| missing(source, table.get_ref(), key, faults)))
        .collect()
}

fn collect(
    source: &Source<'_>,
    table: &DeTable<'_>,
    prefix: &str,
    found: &mut BTreeMap<String, Text>,
    faults: &Faults,
) {
    for (name, value) in table.iter() {
        let key = format!("{prefix}{}", name.get_ref());
        let place = source.place(name.span().start);
        match value.get_ref() {
            DeValue::Table(inner) => collect(source, inner, &format!("{key}."), found, faults),
            DeValue::String(text) if Ui::KEYS.contains(&key.as_str()) => {
                if text.trim().is_empty() {
                    faults.error(&place, format!("the string `{key}` is empty: write its text"));
                }
                found.insert(key, Text { text: text.trim().to_owned(), place });
            }
            DeValue::String(_) => {
                let mut hint = nearest::hint(&key, Ui::KEYS);
                if hint.is_empty() {
                    hint = ": take it out, no text of the interface has this name".to_owned();
                }
                faults.error(&place, format!("unknown string `{key}`{hint}"));
            }
            _ => faults.error(&place, format!("`{key}` is no text: write it in quotes")),
        }
    }
}

fn missing(source: &Source<'_>, table: &DeTable<'_>, key: &str, faults: &Faults) -> Text {
    let (group, name) = key.split_once('.').unwrap_or(("", key));
    // Named at the head of its group, where it belongs.
    let place = table.get(group).map_or_else(|| source.place(0), |group| source.place(group.span().start));
    faults.error(&place, format!("the string `{key}` is missing: add {name} = \"…\" under [{group}]"));
    Text { text: String::new(), place }
}

/// The `{names}` in a text, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Names every string whose placeholders are not those of `reference`.
pub(super) fn compare(strings: &[Text], reference: &[Text], reference_lang: &str, faults: &Faults) {
    for ((key, own), other) in Ui::KEYS.iter().zip(strings).zip(reference) {
        if own.text.is_empty() || other.text.is_empty() {
            continue;
        }
        let (have, want) = (placeholders(&own.text), placeholders(&other.text));
        if have != want {
            let list = |names: &[&str]| {
                if names.is_empty() {
                    "none".to_owned()
                } else {
                    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ")
                }
            };
            let message = format!(
                "the string `{key}` has the placeholders {}, in {reference_lang} it has {}: use the same",
                list(&have),
                list(&want)
            );
            faults.error(&own.place, message);
        }
    }
}

/// The place of a whole file, for faults that have no line.
pub(super) fn top_of(file: &str) -> Place {
    Place { file: file.to_owned(), line: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_once_each() {
        for (text, expected) in
            [("", vec![]), ("{b} of {a}, {b}", vec!["a", "b"]), ("no } brace {", vec![]), ("{n} 条", vec!["n"])]
        {
            assert_eq!(placeholders(text), expected, "{text}");
        }
    }
}
