//! `helplet suggest-aliases`: words that led people to an article and don't find it first yet.

use crate::gaps::days;
use crate::kept::{self, Kept};
use crate::spelling::{self, Group};
use helplet_content::Library;
use helplet_robot::articles;
use helplet_search::{Index, Pinyin};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Fewest searches that are quoted: one alone may be one person's own words.
const LEAST: i64 = 2;

/// Results looked at for the article's place.
const PLACES: usize = 50;

/// Options of `helplet suggest-aliases`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    kept: Kept,
    /// The content folder.
    #[arg(long, env = "HELPLET_CONTENT", value_name = "FOLDER", default_value = "content")]
    content: PathBuf,
    /// Look at so many days.
    #[arg(long, value_name = "NUMBER", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    days: u32,
    /// Name what was searched for at least so often; from 2, so that no single person is quoted.
    #[arg(long, value_name = "NUMBER", default_value_t = 3, value_parser = clap::value_parser!(i64).range(LEAST..))]
    at_least: i64,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    kept::with(args.kept, async |archive| {
        let libraries = crate::serve::rules::libraries(&args.content)?;
        let searches = archive.store().searches_answered(days(args.days)).await.map_err(|error| error.to_string())?;
        archive.close().await;
        let groups = spelling::grouped(searches);
        let mut any = false;
        for library in &libraries {
            let here = groups.iter().filter(|group| group.locale == library.lang && group.count >= args.at_least);
            for line in suggestions(library, &articles::index(library, Pinyin::native()), here) {
                println!("{line}");
                any = true;
            }
        }
        if !any {
            eprintln!("helplet: every search that was made {} times or more finds its article first", args.at_least);
        }
        Ok(())
    })
}

/// Lines for the articles' front matter, each article's behind its name.
fn suggestions<'a>(library: &Library, index: &Index, groups: impl Iterator<Item = &'a Group>) -> Vec<String> {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for group in groups {
        let Some(id) = group.article.as_deref() else { continue };
        let Some(at) = library.articles.iter().position(|article| article.id == id) else { continue };
        let query = &group.spellings[0];
        let article = &library.articles[at];
        let named = std::iter::once(&article.title).chain(&article.aliases);
        let hits = index.search(query, PLACES);
        let place = hits.iter().position(|hit| hit.document as usize == at);
        if place == Some(0) || named.map(|name| spelling::fold(name)).any(|name| name == spelling::fold(query)) {
            continue;
        }
        let place = place.map_or("not found".to_owned(), |place| format!("result {}", place + 1));
        let quoted = serde_json::Value::from(query.as_str());
        found.entry(&article.id).or_default().push(format!("  {quoted}, # {} times, {place}", group.count));
    }
    let lines = found
        .into_iter()
        .flat_map(|(id, lines)| std::iter::once(format!("# {}: {id}, add to aliases", library.lang)).chain(lines));
    lines.collect()
}
