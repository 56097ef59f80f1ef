//! `helplet eval`: measures the search on documents and queries with known answers.

mod curves;
mod robot;

use helplet_search::{Builder, Document, Field, Index, Pinyin};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Options of `helplet eval`.
#[derive(clap::Args)]
pub struct Args {
    /// Documents, one JSON object a line: {"id", "title", "body"?}. With --all, a folder of such sets.
    docs: PathBuf,
    /// Queries, one JSON object a line: {"qid", "kind", "q", "target": [document id]}.
    #[arg(required_unless_present = "all")]
    queries: Option<PathBuf>,
    /// Measure every set of a folder (SET/docs.jsonl with SET/queries*.jsonl) and print a table.
    #[arg(long)]
    all: bool,
    /// Print one JSON object, rates as fractions of 1.
    #[arg(long)]
    json: bool,
    /// Print how often the first hit is right where it is at least so sure, and how often there is one;
    /// also for the same queries after their answers have been taken out. With --all.
    #[arg(long, requires = "all", conflicts_with = "json")]
    confidence: bool,
    /// Print how often the robot of the chat answers, and is right, by the confidence it asks for, and what it
    /// does with the threshold it has. With --all.
    #[arg(long, requires = "all", conflicts_with_all = ["json", "confidence"])]
    robot: bool,
    /// Print each query whose answer is not first, with what is.
    #[arg(long)]
    misses: bool,
}

/// What one kind of query came to. Rates are fractions of 1.
#[derive(Default)]
struct Kind {
    n: usize,
    r1: f64,
    r3: f64,
    r5: f64,
    mrr: f64,
}

/// What one set came to.
struct Outcome {
    kinds: BTreeMap<String, Kind>,
    documents: usize,
    build_ms: f64,
    memory: usize,
    p50: f64,
    p95: f64,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    let done = match &args.queries {
        Some(queries) if !args.all => measure(&args.docs, queries, args.misses).map(|outcome| {
            if args.json {
                println!("{}", as_json(&outcome));
            } else {
                print_kinds(&outcome);
            }
        }),
        _ if args.confidence => curves::print(&args.docs),
        _ if args.robot => robot::print(&args.docs),
        _ => measure_all(&args.docs, args.json),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("helplet eval: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The sets of a folder, by name.
fn sets_of(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut sets: Vec<(String, PathBuf)> = entries
        .flatten()
        .filter(|entry| entry.path().join("docs.jsonl").is_file())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect();
    sets.sort();
    Ok(sets)
}

fn measure_all(folder: &Path, as_one_object: bool) -> Result<(), String> {
    let mut all = serde_json::Map::new();
    if !as_one_object {
        println!("| set | documents | R@1 | R@3 | R@5 | MRR@10 | p50 µs | p95 µs | build ms | memory KB |");
        println!("|---|---|---|---|---|---|---|---|---|---|");
    }
    for (name, set) in sets_of(folder)? {
        let outcome = measure(&set.join("docs.jsonl"), &queries_of(&set)?, false)?;
        if as_one_object {
            all.insert(name, as_json(&outcome));
        } else {
            let mean = mean(&outcome);
            println!(
                "| {name} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {:.0} | {:.0} | {:.1} | {} |",
                outcome.documents,
                100.0 * mean.r1,
                100.0 * mean.r3,
                100.0 * mean.r5,
                100.0 * mean.mrr,
                outcome.p50,
                outcome.p95,
                outcome.build_ms,
                outcome.memory / 1024
            );
        }
    }
    if as_one_object {
        println!("{}", Value::Object(all));
    }
    Ok(())
}

/// The one file of queries in a set's folder, `queries.dev.jsonl` or another.
fn queries_of(set: &Path) -> Result<PathBuf, String> {
    let entries = std::fs::read_dir(set).map_err(|e| format!("{}: {e}", set.display()))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with("queries")))
        .collect();
    files.sort();
    files.into_iter().next().ok_or_else(|| format!("{}: no queries*.jsonl here", set.display()))
}

fn read_lines(path: &Path) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut all = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let value = serde_json::from_str(line).map_err(|e| format!("{}:{}: {e}", path.display(), number + 1))?;
        all.push(value);
    }
    Ok(all)
}

fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object[key].as_str().unwrap_or_default()
}

fn build<'a>(documents: impl IntoIterator<Item = &'a Value>) -> Index {
    let mut builder = Builder::new(Pinyin::native());
    for document in documents {
        builder.add(&Document {
            fields: &[(Field::Title, text(document, "title")), (Field::Body, text(document, "body"))],
        });
    }
    builder.finish()
}

fn measure(docs: &Path, queries: &Path, misses: bool) -> Result<Outcome, String> {
    let documents = read_lines(docs)?;
    let queries = read_lines(queries)?;
    let started = Instant::now();
    let index = build(&documents);
    let build_ms = started.elapsed().as_secs_f64() * 1e3;
    let number: HashMap<&str, u32> = documents.iter().zip(0..).map(|(d, i)| (text(d, "id"), i)).collect();
    let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
    let mut micros = Vec::with_capacity(queries.len());
    for query in &queries {
        let typed = text(query, "q");
        let started = Instant::now();
        let hits = index.search(typed, 10);
        micros.push(started.elapsed().as_secs_f64() * 1e6);
        let targets: Vec<u32> =
            query["target"].as_array().into_iter().flatten().filter_map(|t| number.get(t.as_str()?).copied()).collect();
        let kind = kinds.entry(text(query, "kind").to_owned()).or_default();
        kind.n += 1;
        let place = hits.iter().position(|hit| targets.contains(&hit.document));
        if let Some(place) = place {
            kind.mrr += 1.0 / (place + 1) as f64;
            kind.r1 += f64::from(u8::from(place < 1));
            kind.r3 += f64::from(u8::from(place < 3));
            kind.r5 += f64::from(u8::from(place < 5));
        }
        if misses && place != Some(0) {
            println!("{}\t{typed}\t{place:?}", text(query, "kind"));
            for target in targets.iter().take(2) {
                println!("\t\twanted {}", text(&documents[*target as usize], "title"));
            }
            for hit in hits.iter().take(3) {
                println!("\t\t{:.3} {}", hit.score, text(&documents[hit.document as usize], "title"));
            }
        }
    }
    for kind in kinds.values_mut() {
        let n = kind.n as f64;
        for rate in [&mut kind.r1, &mut kind.r3, &mut kind.r5, &mut kind.mrr] {
            *rate /= n;
        }
    }
    micros.sort_by(f64::total_cmp);
    let percentile =
        |share: usize| micros.get(micros.len().saturating_sub(1) * share / 100).copied().unwrap_or_default();
    Ok(Outcome {
        kinds,
        documents: documents.len(),
        build_ms,
        memory: index.memory(),
        p50: percentile(50),
        p95: percentile(95),
    })
}

/// The mean over the kinds, each kind counting the same however many queries it has.
fn mean(outcome: &Outcome) -> Kind {
    let count = outcome.kinds.len().max(1) as f64;
    let mut mean = Kind::default();
    for kind in outcome.kinds.values() {
        mean.n += kind.n;
        mean.r1 += kind.r1 / count;
        mean.r3 += kind.r3 / count;
        mean.r5 += kind.r5 / count;
        mean.mrr += kind.mrr / count;
    }
    mean
}

fn print_kinds(outcome: &Outcome) {
    println!("{:<12} {:>6} {:>6} {:>6} {:>6} {:>6}", "kind", "n", "R@1", "R@3", "R@5", "MRR@10");
    let line = |name: &str, kind: &Kind| {
        let percent = [kind.r1, kind.r3, kind.r5, kind.mrr].map(|rate| format!("{:>6.1}", rate * 100.0)).join(" ");
        println!("{name:<12} {:>6} {percent}", kind.n);
    };
    for (name, kind) in &outcome.kinds {
        line(name, kind);
    }
    line("mean", &mean(outcome));
    println!(
        "{} documents, built in {:.1} ms, {} KB; query p50 {:.0} µs, p95 {:.0} µs",
        outcome.documents,
        outcome.build_ms,
        outcome.memory / 1024,
        outcome.p50,
        outcome.p95
    );
}

fn as_json(outcome: &Outcome) -> Value {
    let kinds: serde_json::Map<String, Value> = outcome
        .kinds
        .iter()
        .map(|(name, k)| (name.clone(), json!({"n": k.n, "r1": k.r1, "r3": k.r3, "r5": k.r5, "mrr": k.mrr})))
        .collect();
    json!({
        "kinds": kinds,
        "build_ms": outcome.build_ms,
        "memory_bytes": outcome.memory,
        "query_us": {"p50": outcome.p50, "p95": outcome.p95},
    })
}
