//! `--votes FILE` of `helplet pack` and `dist`: how people voted on the articles.

use helplet_content::{Library, author};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Puts the votes of a file into every language. Articles that it does not name have none; those it
/// names and no language has are told of: they were renamed or removed since.
///
/// # Errors
/// When the file can't be read or is not such a table, in words for the person who wrote it.
pub fn add(loaded: &mut author::Loaded, file: &Path) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(|error| told(&error))?;
    let table: toml::Table = text.parse().map_err(|error| told(&error))?;
    let Some(articles) = table.get("articles").and_then(toml::Value::as_table) else {
        return Err(told(&"there is no table [articles] of \"id\" = vote"));
    };
    let mut votes = BTreeMap::new();
    for (id, value) in articles {
        let number = value.as_float().or(value.as_integer().map(|whole| whole as f64));
        let Some(vote) = number.filter(|vote| (-1.0..=1.0).contains(vote)) else {
            return Err(told(&format!("articles.{id}: {value} is no vote, it must be a number from -1 to 1")));
        };
        if loaded.libraries.iter().all(|library| library.article_named(id).is_none()) {
            eprintln!("{}", told(&format!("articles.{id}: there is no such article, its vote is left out")));
        }
        votes.insert(id.clone(), vote as f32);
    }
    for library in &mut loaded.libraries {
        library.votes = of(library, &votes);
    }
    Ok(())
}

fn of(library: &Library, votes: &BTreeMap<String, f32>) -> Vec<u8> {
    let vote = |id: &String| votes.get(id).copied().unwrap_or_default();
    library.articles.iter().map(|article| Library::vote(vote(&article.id))).collect()
}
