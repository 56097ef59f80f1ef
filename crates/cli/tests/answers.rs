//! Questions over the shipped content, each with the article that must come first.

use helplet_content::{CivilDate, Library, author};
use helplet_robot::articles::{self, FLOOR};
use helplet_search::{Hit, Index, Pinyin};
use std::collections::BTreeMap;
use std::path::Path;

/// Language, kind of query, query, ids that are right. See the comment at its top.
const ROWS: &str = include_str!("answers.tsv");

/// Every row must be among so many.
const SEEN: usize = 3;

struct Row {
    language: &'static str,
    kind: &'static str,
    query: &'static str,
    /// Empty where nothing should be found.
    expected: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (number, line) in ROWS.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let [language, kind, query, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("answers.tsv:{}: four columns are needed, separated by tabs: {line}", number + 1);
        };
        let expected = if expected == "-" { Vec::new() } else { expected.split('|').collect() };
        rows.push(Row { language, kind, query, expected });
    }
    rows
}

struct Content {
    library: Library,
    index: Index,
}

impl Content {
    /// Every language of the repository's content folder, by its tag.
    fn all() -> BTreeMap<String, Content> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let today = CivilDate::new(2026, 11, 23).expect("a day of the calendar");
        author::load(&root, today)
            .libraries
            .into_iter()
            .map(|library| {
                (library.lang.clone(), Content { index: articles::index(&library, Pinyin::native()), library })
            })
            .collect()
    }

    fn id(&self, hit: &Hit) -> &str {
        &self.library.articles[hit.document as usize].id
    }

    /// Ids and scores, best first.
    fn search(&self, query: &str) -> Vec<(&str, f32)> {
        let hits = self.index.search(query, self.library.articles.len());
        hits.iter().map(|hit| (self.id(hit), hit.score)).collect()
    }
}

/// The fields that the widget indexes, in its order (`src/library.rs`).
/// Counts of one language and kind.
#[derive(Default)]
struct Tally {
    rows: usize,
    first: usize,
    seen: usize,
}

#[test]
fn the_article_that_was_meant_comes_first() {
    let contents = Content::all();
    let mut tallies = BTreeMap::<(&str, &str), Tally>::new();
    let mut all = Tally::default();
    let mut misses = String::new();
    for row in rows().iter().filter(|row| !row.expected.is_empty()) {
        let content = &contents[row.language];
        for id in &row.expected {
            assert!(content.library.article_named(id).is_some(), "answers.tsv: {}: no article {id}", row.query);
        }
        let found = content.search(row.query);
        let at = found.iter().position(|(id, _)| row.expected.contains(id));
        // What the widget leaves out is not found.
        let rank = at.filter(|at| found[*at].1 >= FLOOR);
        for tally in [tallies.entry((row.language, row.kind)).or_default(), &mut all] {
            tally.rows += 1;
            tally.first += usize::from(rank == Some(0));
            tally.seen += usize::from(rank.is_some_and(|rank| rank < SEEN));
        }
        if rank != Some(0) {
            let rank = match (rank, at) {
                (Some(rank), _) => format!("at {}", rank + 1),
                (None, Some(at)) => format!("at {} but below the floor", at + 1),
                (None, None) => "not found".to_owned(),
            };
            let above: Vec<String> = found.iter().take(SEEN).map(|(id, score)| format!("{id} {score:.2}")).collect();
            misses += &format!(
                "{} {}: {} → {} {rank}; found {}\n",
                row.language,
                row.kind,
                row.query,
                row.expected.join("|"),
                above.join(", ")
            );
        }
    }
    for ((language, kind), tally) in &tallies {
        println!("{language:6} {kind:12} first {:3} of {:3}, seen {:3}", tally.first, tally.rows, tally.seen);
    }
    print!("{misses}");
    assert!(
        all.first * 100 >= all.rows * 95 && all.seen == all.rows,
        "first {} of {} (at least 95 % are needed), among the first {SEEN} {} (all are needed); above: what is not first",
        all.first,
        all.rows,
        all.seen
    );
}

#[test]
fn what_the_content_knows_nothing_of_shows_nothing() {
    let contents = Content::all();
    let (mut quiet, mut all) = (0, 0);
    let mut shown = String::new();
    for row in rows().iter().filter(|row| row.expected.is_empty()) {
        all += 1;
        match contents[row.language].search(row.query).first() {
            Some((id, score)) if *score >= FLOOR => {
                shown += &format!("{} {}: {id} {score:.2}\n", row.language, row.query);
            }
            _ => quiet += 1,
        }
    }
    println!("nothing is shown for {quiet} of {all} at a floor of {FLOOR}");
    print!("{shown}");
    assert!(
        quiet * 100 >= all * 80,
        "nothing is shown for {quiet} of {all} (at least 80 % are needed); above: what is"
    );
}

#[test]
fn corrections_lead_to_the_article_that_was_meant() {
    let contents = Content::all();
    let (mut right, mut all) = (0, 0);
    let mut shown = String::new();
    for row in rows() {
        let content = &contents[row.language];
        let Some(meant) = content.index.did_you_mean(row.query) else { continue };
        let first = content.search(&meant).first().map(|(id, _)| *id);
        all += 1;
        right += usize::from(first.is_some_and(|id| row.expected.contains(&id)));
        shown += &format!("{} {}: {} → {meant}: {first:?}\n", row.language, row.kind, row.query);
    }
    println!("{right} of {all} corrections lead to the right article first");
    print!("{shown}");
    assert!(right * 100 >= all * 95, "{right} of {all} lead to the right article (95 % are needed); above: all");
    for (language, typed, meant) in [
        ("zh-CN", "航距太大", Some("行距太大")),
        ("zh-CN", "晒选", Some("筛选")),
        ("zh-CN", "djcg", Some("冻结窗格")),
        ("en", "corupted file", Some("corrupted file")),
        // These find their article as they are.
        ("zh-CN", "忘记密马", None),
        ("zh-CN", "wangjimima", None),
        ("en", "pritner", None),
    ] {
        assert_eq!(contents[language].index.did_you_mean(typed).as_deref(), meant, "{typed}");
    }
}
