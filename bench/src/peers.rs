//! What the search finds beside what others find, on sets of queries with known answers: `./x bench peers`.

use crate::Error;
use crate::table::Table;
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// Options of `./x bench peers`.
#[derive(clap::Args)]
pub struct Args {
    /// A folder of query sets: SET/docs.jsonl with SET/queries*.jsonl.
    folder: PathBuf,
    /// The folder of the built engine and of the script that asks all engines.
    #[arg(long, value_name = "FOLDER", default_value = "target/engine")]
    engine: PathBuf,
}

/// So many points of a hundred behind the best other engine are a loss; less is the luck of a few queries.
const BEHIND: f64 = 1.0;

/// The engine that all others are compared with.
const OWN: &str = "Helplet";

/// One set of documents and queries.
pub struct Case {
    /// The folder's name.
    pub name: String,
    /// {"id", "title", "body"?} each.
    pub documents: Vec<Value>,
    /// {"qid", "kind", "q", "target"} each.
    pub queries: Vec<Value>,
}

impl Case {
    /// All sets of a folder, by name.
    pub fn all(folder: &Path) -> Result<Vec<Self>, Error> {
        let mut cases = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let set = entry?.path();
            if !set.join("docs.jsonl").is_file() {
                continue;
            }
            let mut files = fs::read_dir(&set)?.filter_map(|file| file.ok()?.file_name().into_string().ok());
            let queries = files.find(|name| name.starts_with("queries") && name.ends_with(".jsonl"));
            let queries = queries.ok_or_else(|| format!("{}: no queries*.jsonl in it", set.display()))?;
            cases.push(Self {
                name: set.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                documents: lines(&set.join("docs.jsonl"))?,
                queries: lines(&set.join(queries))?,
            });
        }
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(cases)
    }
}

fn lines(path: &Path) -> Result<Vec<Value>, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let parsed = text.lines().enumerate().map(|(at, line)| {
        serde_json::from_str(line).map_err(|error| format!("{}:{}: {error}", path.display(), at + 1).into())
    });
    parsed.collect()
}

/// A text of an object, empty where there is none.
pub fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object[key].as_str().unwrap_or_default()
}

/// Prints a table per set, and then the columns in which another engine is ahead.
pub async fn print(args: &Args) -> Result<(), Error> {
    let script = args.engine.join("quality.mjs");
    if !script.is_file() {
        return Err(format!("{}: not there; ./x bench peers makes it", script.display()).into());
    }
    let mut node = Command::new("node");
    node.arg(script).arg(args.engine.join("engine.wasm")).arg(&args.folder).stderr(Stdio::inherit());
    let output = node.output().await.map_err(|error| format!("node: {error}; install Node"))?;
    if !output.status.success() {
        return Err(format!("the engines could not be asked: node ended with {}", output.status).into());
    }
    let outcome: Value = serde_json::from_slice(&output.stdout)?;
    let sets = outcome.as_object().filter(|sets| !sets.is_empty());
    let sets = sets.ok_or_else(|| format!("{}: no sets of queries in it", args.folder.display()))?;
    println!("R@1/R@5 in per cent: how often a right answer is first, and among the first five\n");
    let mut behind = Table::new(&format!("Behind by more than {BEHIND} point"), &["of", OWN, "best other", ""]);
    let mut lost = 0;
    for (set, kinds) in sets {
        let kinds = kinds.as_object().ok_or("a set without kinds")?;
        table(set, kinds).print();
        for (kind, engines) in kinds {
            lost += compare(&mut behind, set, kind, engines);
        }
    }
    if lost == 0 {
        println!("In no column is another engine ahead by more than {BEHIND} point.");
    } else {
        behind.print();
    }
    Ok(())
}

/// The rate of an engine in one kind of query, in per cent.
fn rate(engine: &Value, what: &str) -> f64 {
    100.0 * engine[what].as_f64().unwrap_or_default() / engine["n"].as_f64().unwrap_or_default().max(1.0)
}

fn table(set: &str, kinds: &Map<String, Value>) -> Table {
    let mut columns: Vec<&str> = kinds.keys().map(String::as_str).collect();
    columns.push("mean");
    let mut table = Table::new(set, &columns);
    let engines = kinds.values().next().and_then(Value::as_object);
    for name in engines.into_iter().flat_map(Map::keys) {
        let mut cells = Vec::new();
        let mut sums = [0.0, 0.0];
        for engines in kinds.values() {
            let [first, five] = [rate(&engines[name], "first"), rate(&engines[name], "five")];
            sums = [sums[0] + first, sums[1] + five];
            cells.push(format!("{first:.0}/{five:.0}"));
        }
        let [first, five] = sums.map(|sum| sum / kinds.len() as f64);
        cells.push(format!("{first:.1}/{five:.1}"));
        table.row(name, cells);
    }
    table
}

/// Adds the rates in which another engine is ahead; how many there are.
fn compare(behind: &mut Table, set: &str, kind: &str, engines: &Value) -> usize {
    let mut lost = 0;
    for (what, name) in [("first", "R@1"), ("five", "R@5")] {
        let own = rate(&engines[OWN], what);
        let others = engines.as_object().into_iter().flatten().filter(|(engine, _)| *engine != OWN);
        let best = others.map(|(engine, it)| (rate(it, what), engine)).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((best, engine)) = best.filter(|(best, _)| best - own > BEHIND) {
            behind.row(
                &format!("{set} {kind} {name}"),
                [engines[OWN]["n"].to_string(), format!("{own:.1}"), format!("{best:.1}"), engine.clone()],
            );
            lost += 1;
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_column_is_lost_by_more_than_a_point() {
        let lost = |own: u32, other: u32| {
            let engines = json!({
                "Helplet": {"n": 200, "first": own, "five": 200},
                "another": {"n": 200, "first": other, "five": 200},
                "a third": {"n": 200, "first": 0, "five": 0},
            });
            compare(&mut Table::new("", &[]), "set", "kind", &engines)
        };
        assert_eq!([lost(190, 180), lost(190, 192), lost(190, 193)], [0, 0, 1]);
    }
}
