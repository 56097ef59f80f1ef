//! `helplet weigh-articles`: a small number for each article, from votes and searches, by which a search can
//! put what helps before what doesn't.

use crate::gaps::days;
use crate::kept::{self, Kept};
use helplet_desk::store::Votes;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// Votes that an article is thought to have before anybody has voted, half of them helpful: so many it
/// takes to move the weight half the way.
const PRIOR: f64 = 10.0;

/// What a search that ended in the article counts, in helpful votes: to open it is less than to say that
/// it helped.
const SEARCH: f64 = 0.1;

/// The most that all searches of an article count, in helpful votes: what is looked for often is not
/// better for that, and their weight alone stays below 0.5.
const SEARCHES: f64 = PRIOR;

/// Options of `helplet weigh-articles`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    kept: Kept,
    /// The content folder; only its articles are weighed.
    #[arg(long, env = "HELPLET_CONTENT", value_name = "FOLDER", default_value = "content")]
    content: PathBuf,
    /// TOML file to write; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Look at so many days.
    #[arg(long, value_name = "NUMBER", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    days: u32,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    kept::with(args.kept, async |archive| {
        let libraries = crate::serve::rules::libraries(&args.content)?;
        let votes = archive.store().votes(days(args.days)).await.map_err(|error| error.to_string())?;
        archive.close().await;
        let known: BTreeSet<&str> =
            libraries.iter().flat_map(|library| &library.articles).map(|article| article.id.as_str()).collect();
        let text = file(&votes, &known);
        match &args.out {
            None => print!("{text}"),
            Some(out) => fs::write(out, text).map_err(|error| format!("{}: {error} (--out)", out.display()))?,
        }
        Ok(())
    })
}

/// The file: a table `articles` of weights by article, in the order of the names. Articles that nothing
/// speaks for or against are left out.
fn file(votes: &BTreeMap<String, Votes>, known: &BTreeSet<&str>) -> String {
    let mut text = String::from(
        "# What people made of articles, from -1 (helps nobody) to 1 (helps everybody); written by\n\
         # helplet weigh-articles.\n\n[articles]\n",
    );
    for (article, votes) in votes.iter().filter(|(article, _)| known.contains(article.as_str())) {
        let shown = format!("{:.2}", weight(votes));
        if shown != "0.00" && shown != "-0.00" {
            let Votes { helpful, unhelpful, searches } = votes;
            text += &format!("\"{article}\" = {shown} # helped {helpful}, did not {unhelpful}, searches {searches}\n");
        }
    }
    text
}

/// How much an article helps, from -1 to 1, 0 where nothing is known of it: a Bayesian average.
///
/// With `h` helpful votes (searches among them, see [`SEARCH`]), `u` others and [`PRIOR`] = `m`, the chance that
/// it helps the next person is estimated as (h + m/2) / (h + u + m), the mean of the Beta posterior after a
/// Beta(m/2, m/2) prior (Gelman and others, Bayesian Data Analysis, 3rd edition, 2.4), and stretched from 0..1
/// to -1..1: (h - u) / (h + u + m). A Wilson lower bound would put an article that nobody has voted on yet
/// below all others; this leaves it where the search has put it.
fn weight(votes: &Votes) -> f64 {
    let helpful = votes.helpful as f64 + (votes.searches as f64 * SEARCH).min(SEARCHES);
    let unhelpful = votes.unhelpful as f64;
    (helpful - unhelpful) / (helpful + unhelpful + PRIOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(helpful: i64, unhelpful: i64, searches: i64) -> f64 {
        weight(&Votes { helpful, unhelpful, searches })
    }

    #[test]
    fn few_votes_move_little_and_no_number_of_them_leaves_the_bounds() {
        assert_eq!(of(0, 0, 0), 0.0);
        assert_eq!(of(10, 0, 0), 0.5);
        assert_eq!(of(0, 10, 0), -0.5);
        assert_eq!(of(30, 30, 0), 0.0);
        assert!(of(1, 0, 0) < 0.1 && of(9, 1, 0) < of(90, 10, 0));
        assert!(of(i64::MAX, 0, i64::MAX) <= 1.0 && of(0, i64::MAX, 0) >= -1.0);
    }

    #[test]
    fn searches_speak_for_an_article_and_not_against_votes() {
        assert!(of(0, 0, 20) > 0.0 && of(0, 0, 20) < of(20, 0, 0));
        assert_eq!(of(0, 0, 1_000_000), 0.5);
        assert!(of(0, 50, 1_000_000) < -0.5);
    }

    #[test]
    fn the_file_names_known_articles_with_something_to_tell() {
        let votes = BTreeMap::from([
            ("crash".to_owned(), Votes { helpful: 3, unhelpful: 1, searches: 10 }),
            ("made-up\" = 1".to_owned(), Votes { helpful: 1000, ..Votes::default() }),
            ("print".to_owned(), Votes { unhelpful: 4, ..Votes::default() }),
            ("quiet".to_owned(), Votes { helpful: 2, unhelpful: 2, searches: 0 }),
        ]);
        let text = file(&votes, &BTreeSet::from(["crash", "print", "quiet"]));
        let table: toml::Table = text.parse().expect("TOML");
        let weights: Vec<(&str, f64)> = table["articles"]
            .as_table()
            .expect("a table")
            .iter()
            .filter_map(|(name, it)| Some((name.as_str(), it.as_float()?)))
            .collect();
        assert_eq!(weights, [("crash", 0.2), ("print", -0.29)]);
    }
}
