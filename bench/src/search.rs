//! The search engine beside others, in one page of Chromium: how fast, how much memory, what it weighs.
//!
//! `peers/engines.js` has the engines and how each is configured. All take part in every run, one after
//! the other, so that what else the machine does falls on all of them.

use crate::browser::Browser;
use crate::bytes::brotli;
use crate::peers::{Case, text};
use crate::table::{Table, grouped};
use crate::times::{median, ms};
use crate::{Built, Error, server, weight};
use helplet_content::{CivilDate, author};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Options of `./x bench search`.
#[derive(clap::Args)]
pub struct Args {
    /// A folder of query sets: the documents are then those of its Chinese sets, zh-ant first.
    /// Without it they are the titles and aliases of the content, asked the questions of its test.
    #[arg(long, value_name = "FOLDER")]
    eval: Option<PathBuf>,
    /// Runs of each measurement, of which the median is told.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=99))]
    runs: u32,
    /// The folder of the built engine and of the page.
    #[arg(long, value_name = "FOLDER", default_value = "target/engine")]
    engine: PathBuf,
}

/// Numbers of documents: a big help centre, and what an engine comes to beyond.
const SIZES: [usize; 3] = [1_000, 5_000, 20_000];

/// So many queries are asked, evenly over all kinds.
const QUERIES: usize = 400;

/// An engine is asked for at most so long, in ms, in each run: a slow one answers fewer queries.
const LIMIT: u32 = 1_500;

// Goals, in ms.
const QUERY: f64 = 1.0;
const BUILD: f64 = 50.0;
const SLICE: f64 = 10.0;

/// What one engine came to with one number of documents, in ms, a run each.
#[derive(Default)]
struct Seen {
    built: Vec<f64>,
    /// The time of each query, always in the same order; a slow engine may have answered fewer in one run.
    queries: Vec<Vec<f64>>,
}

/// The medians of the runs: building, and the time that 50 and 95 of 100 queries stay below.
struct Cost {
    built: f64,
    p50: f64,
    p95: f64,
}

impl Seen {
    /// `None` where nothing was measured.
    fn cost(self) -> Option<Cost> {
        // Of each query the median of its runs: what else the machine did is no part of its time.
        let asked = self.queries.iter().map(Vec::len).min()?;
        let of_runs = |query: usize| median(self.queries.iter().map(|run| run[query]).collect());
        let mut times = (0..asked).map(of_runs).collect::<Option<Vec<f64>>>()?;
        times.sort_by(f64::total_cmp);
        let share = |percent: usize| times.get(asked.checked_sub(1)? * percent / 100).copied();
        Some(Cost { built: median(self.built)?, p50: share(50)?, p95: share(95)? })
    }
}

/// Prints the tables.
pub async fn print(args: &Args, built: &Built) -> Result<(), Error> {
    weigh(&args.engine)?;
    let collection = match &args.eval {
        Some(folder) => of_sets(folder)?,
        None => of_content(&built.content)?,
    };
    let site = server::start(&args.engine, collection.to_string()).await?;
    let browser = Browser::on(site).await?;
    let measured = measure(&browser, args.runs).await;
    browser.quit().await?;
    measured
}

fn weigh(engine: &Path) -> Result<(), Error> {
    let read = |name: &str| {
        let path = engine.join(name);
        fs::read(&path).map_err(|error| format!("{}: {error}; ./x bench search builds it", path.display()))
    };
    let wasm = read("engine.wasm")?;
    let packed = brotli(&wasm)?;
    let mut table = Table::new("The search engine by itself, bytes", &["raw", "brotli 11"]);
    table.row("wasm", [grouped(wasm.len()), grouped(packed.len())]);
    table.print();
    weight::print(&engine.join("helplet_engine_bg.wasm"))
}

/// Documents and queries of the Chinese sets.
fn of_sets(folder: &Path) -> Result<Value, Error> {
    let mut cases = Case::all(folder)?;
    cases.retain(|case| case.name.starts_with("zh"));
    let first = cases.iter().position(|case| case.name == "zh-ant").unwrap_or_default();
    if cases.is_empty() {
        return Err(format!("{}: no set whose name begins with zh", folder.display()).into());
    }
    cases.swap(0, first);
    let title = |document: &Value| json!({"title": text(document, "title")});
    let documents: Vec<Value> = cases.iter().flat_map(|case| case.documents.iter().map(title)).collect();
    let queries: Vec<&str> = cases[0].queries.iter().map(|query| text(query, "q")).collect();
    println!("Documents: {} of the Chinese sets; queries: {}\n", grouped(documents.len()), cases[0].name);
    Ok(json!({"documents": documents, "queries": some(&queries)}))
}

/// Titles and aliases of the Chinese articles, and the questions of the test over them.
fn of_content(content: &Path) -> Result<Value, Error> {
    let loaded = author::load(content, CivilDate { year: 2026, month: 1, day: 1 });
    let library = loaded.libraries.iter().find(|library| library.lang.starts_with("zh"));
    let library = library.ok_or_else(|| format!("{}: no Chinese content in it", content.display()))?;
    let texts = library.articles.iter().flat_map(|article| std::iter::once(&article.title).chain(&article.aliases));
    let documents: Vec<Value> = texts.map(|text| json!({"title": text})).collect();
    let rows = include_str!("../../crates/cli/tests/answers.tsv").lines();
    let queries: Vec<&str> =
        rows.filter(|row| row.starts_with("zh")).filter_map(|row| row.split('\t').nth(2)).collect();
    println!("Documents: {} titles and aliases of the content\n", grouped(documents.len()));
    Ok(json!({"documents": documents, "queries": some(&queries)}))
}

/// So many that each engine can be asked them, mixed: a slow engine then answers some of each kind.
fn some<'a>(queries: &[&'a str]) -> Vec<&'a str> {
    let n = queries.len();
    // The numbers of all queries in another order: 7919 is prime, so the step meets each of them.
    (0..n.min(QUERIES)).map(|at| queries[at * 7_919 % n]).collect()
}

async fn measure(browser: &Browser, runs: u32) -> Result<(), Error> {
    browser.show("").await?;
    let names = call(browser, "names", &[]).await?;
    let names: Vec<&str> = names.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut costs = Vec::new();
    for size in SIZES {
        let mut seen: Vec<Seen> = names.iter().map(|_| Seen::default()).collect();
        for _ in 0..runs {
            for (name, seen) in names.iter().zip(&mut seen) {
                // A page of its own: the code is as cold as when a person opens the widget.
                browser.show("").await?;
                let run = call(browser, "run", &[json!(name), json!(size), json!(LIMIT)]).await?;
                seen.built.push(run["built"].as_f64().ok_or("no time was taken")?);
                seen.queries.push(run["times"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect());
            }
        }
        costs.push(
            seen.into_iter().map(|seen| seen.cost().ok_or("nothing was measured")).collect::<Result<Vec<_>, _>>()?,
        );
    }
    speed(&names, &costs, runs);
    memory(browser, &names).await?;
    let slices = slices(browser, runs).await?;
    goals(&costs, slices);
    Ok(())
}

fn speed(names: &[&str], costs: &[Vec<Cost>], runs: u32) {
    println!("Search in Chromium, ms, medians of {runs} runs of all engines in turn\n");
    let columns = ["build", "times Helplet's", "query p50", "p95", "p50 times Helplet's"];
    for (size, costs) in SIZES.iter().zip(costs) {
        let own = &costs[0];
        let mut table = Table::new(&format!("{} documents", grouped(*size)), &columns);
        for (name, cost) in names.iter().zip(costs) {
            let ratio = |other: f64, own: f64| format!("{:.1}", other / own);
            let times = [ms(cost.built), ratio(cost.built, own.built), fine(cost.p50), fine(cost.p95)];
            table.row(name, times.into_iter().chain([ratio(cost.p50, own.p50)]));
        }
        table.print();
    }
}

/// Memory that stays taken when an index is held, by what the page says of wasm and the browser of its heap.
async fn memory(browser: &Browser, names: &[&str]) -> Result<(), Error> {
    let mut table = Table::new("Memory, KB for 1,000 documents", &["wasm, most it ever had", "JavaScript, kept"]);
    for name in names {
        for size in [SIZES[0], SIZES[2]] {
            browser.show("").await?;
            // What is shared by all collections, such as an engine's code, is there before.
            call(browser, "names", &[]).await?;
            let before = heap(browser).await?;
            let held = call(browser, "hold", &[json!(name), json!(size)]).await?;
            let kept = heap(browser).await? - before;
            let each = |bytes: f64| grouped((bytes.max(0.0) / size as f64 * 1000.0 / 1024.0).round() as usize);
            let wasm = held["wasm"].as_f64().unwrap_or_default();
            table.row(&format!("{name}, {} documents", grouped(size)), [each(wasm), each(kept)]);
        }
    }
    table.print();
    Ok(())
}

/// Bytes of the JavaScript heap in use after everything unused was thrown away.
async fn heap(browser: &Browser) -> Result<f64, Error> {
    browser.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let usage = browser.devtools("Runtime.getHeapUsage", json!({})).await?;
    usage["usedSize"].as_f64().ok_or_else(|| "the browser didn't tell its heap's size".into())
}

/// The longest slice of each run, as a median.
async fn slices(browser: &Browser, runs: u32) -> Result<f64, Error> {
    let size = SIZES[2];
    let mut table =
        Table::new(&format!("{} documents in slices", grouped(size)), &["slices", "together, ms", "longest, ms"]);
    let (mut longest, mut all) = (Vec::new(), Vec::new());
    let mut count = 0;
    for _ in 0..runs {
        let run = call(browser, "slices", &[json!(size)]).await?;
        longest.push(run["longest"].as_f64().ok_or("no slice was timed")?);
        all.push(run["all"].as_f64().unwrap_or_default());
        count = run["slices"].as_u64().unwrap_or_default();
    }
    let longest = median(longest).ok_or("no run")?;
    table.row("Helplet", [count.to_string(), ms(median(all).unwrap_or_default()), fine(longest)]);
    table.print();
    Ok(longest)
}

fn goals(costs: &[Vec<Cost>], slice: f64) {
    let own: Vec<&Cost> = costs.iter().map(|engines| &engines[0]).collect();
    let mut table = Table::new("Goals", &["goal", "is", ""]);
    let mut goal = |name: &str, most: f64, is: f64| {
        table.row(name, [fine(most), fine(is), (if is < most { "holds" } else { "misses" }).to_owned()]);
    };
    goal("query p95, 1,000 documents, ms", QUERY, own[0].p95);
    goal("build, 1,000 documents, ms", BUILD, own[0].built);
    let more = SIZES[2] as f64 / SIZES[0] as f64;
    goal("query p50 for 20 times the documents, times", more, own[2].p50 / own[0].p50);
    goal("query p95 for 20 times the documents, times", more, own[2].p95 / own[0].p95);
    goal("longest slice, 20,000 documents, ms", SLICE, slice);
    table.print();
}

/// Calls one of the page's functions.
async fn call(browser: &Browser, function: &str, arguments: &[Value]) -> Result<Value, Error> {
    let script = "const [name, values, done] = arguments;
        bench[name](...values).then(done, (error) => done({ error: String(error) }));";
    browser.run(script, [json!(function), json!(arguments)]).await
}

fn fine(time: f64) -> String {
    format!("{time:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_disturbed_run_changes_no_figure() {
        let disturbed = vec![1.0, 9.0, 1.0, 9.0];
        let seen = Seen { built: vec![3.0, 5.0, 4.0], queries: vec![disturbed, vec![1.0; 4], vec![1.0; 3]] };
        let cost = seen.cost().expect("three runs");
        assert_eq!([cost.built, cost.p50, cost.p95], [4.0, 1.0, 1.0]);
        assert!(Seen::default().cost().is_none());
    }

    #[test]
    fn queries_are_taken_from_everywhere_and_none_twice() {
        let names: Vec<String> = (0..1_000).map(|at| at.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut chosen = some(&names);
        chosen.sort_unstable();
        chosen.dedup();
        assert_eq!(chosen.len(), QUERIES);
        assert!(chosen.iter().filter(|name| name.len() == 3 && name.starts_with('9')).count() > 20);
    }
}
