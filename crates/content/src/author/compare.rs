//! What one language has and another lacks.

use super::fault::{Faults, Place};
use super::ids::Ids;
use super::language::Language;
use super::picture::shown;
use super::ui;
use std::path::Path;

/// Compares every language with the default one, both ways.
pub(super) fn languages(dir: &Path, languages: &[Language], faults: &Faults) {
    let Some((first, others)) = languages.split_first() else {
        return;
    };
    let site = |language: &Language| ui::top_of(&shown(&dir.join(&language.library.lang).join("site.toml")));
    if !others.is_empty() && !first.is_default {
        faults.error(&site(first), "no language is the default: write default = true in one site.toml");
    }
    for language in others.iter().filter(|language| language.is_default) {
        faults.error(
            &site(language),
            format!("\"{}\" is the default already: write default = true in one site.toml only", first.library.lang),
        );
    }
    for other in others {
        ui::compare(&other.ui, &first.ui, &first.library.lang, faults);
        for (own, its) in kinds(first).into_iter().zip(kinds(other)) {
            absent(own, its, &other.library.lang, faults);
            absent(its, own, &first.library.lang, faults);
        }
        categories(first, other, faults);
        choices(first, other, faults);
    }
}

fn kinds(language: &Language) -> [&Ids; 6] {
    [
        &language.categories,
        &language.articles,
        &language.channels.calendars,
        &language.channels.contacts,
        &language.types,
        &language.nodes,
    ]
}

fn absent(from: &Ids, missing_in: &Ids, lang: &str, faults: &Faults) {
    for id in from.iter().filter(|id| !id.text.is_empty() && missing_in.place(&id.text).is_none()) {
        let (kind, name) = (from.kind, &id.text);
        faults.error(
            &id.place,
            format!("the {kind} \"{name}\" is missing in {lang}: write it there too, with the same id"),
        );
    }
}

/// The same article belongs to the same category everywhere: links and statistics name it.
fn categories(first: &Language, other: &Language, faults: &Faults) {
    let home = |language: &Language, id: &str| {
        let index = language.library.article_named(id)?;
        let category = language.library.articles.get(usize::from(index))?.category;
        language.library.categories.get(usize::from(category)).map(|category| category.id.clone())
    };
    for id in other.articles.iter() {
        if let (Some(own), Some(its)) = (home(first, &id.text), home(other, &id.text))
            && own != its
        {
            let lang = &first.library.lang;
            let message = format!(
                "the article \"{}\" is in the category \"{its}\" here and in \"{own}\" in {lang}: move one",
                id.text
            );
            faults.error(&id.place, message);
        }
    }
}

/// A wizard that branches differently in another language was changed in one file only.
fn choices(first: &Language, other: &Language, faults: &Faults) {
    for node in &other.library.wizard {
        let Some(twin) = first.library.wizard.iter().find(|twin| twin.id == node.id) else {
            continue;
        };
        let (here, there) = (node.choices.len(), twin.choices.len());
        if here != there {
            let place: Place = other.nodes.place(&node.id).cloned().unwrap_or_else(|| ui::top_of("wizard.toml"));
            let message = format!(
                "the wizard node \"{}\" has {here} answers here and {there} in {}: make them the same",
                node.id, first.library.lang
            );
            faults.warning(&place, message);
        }
    }
}
