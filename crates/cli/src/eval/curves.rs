//! `helplet eval --confidence`: how far the confidence of first hits can be trusted.

use super::{build, queries_of, read_lines, sets_of, text};
use serde_json::Value;
use std::path::Path;

/// The least confidences of the printed curve, in percent.
const STEPS: [u8; 8] = [0, 20, 40, 50, 60, 70, 80, 90];

/// The precision that a threshold is looked for.
const WANTED: f64 = 0.9;

/// The first hits of one set's queries.
#[derive(Default)]
struct Asked {
    /// Confidence, and whether it was right; 0 and wrong where there was no hit.
    all: Vec<(f32, bool)>,
    /// Confidence where the right answers had been taken out of the collection.
    unanswerable: Vec<f32>,
}

/// Prints a line for each set, and one for all.
pub fn print(folder: &Path) -> Result<(), String> {
    let mut sets = Vec::new();
    for (name, set) in sets_of(folder)? {
        sets.push((name, ask(&read_lines(&set.join("docs.jsonl"))?, &read_lines(&queries_of(&set)?)?)));
    }
    let mut together = Asked::default();
    for (_, asked) in &sets {
        together.all.extend(&asked.all);
        together.unanswerable.extend(&asked.unanswerable);
    }
    sets.push(("all".to_owned(), together));
    println!("Right / answered of the queries / answered of those whose answer was taken out, in percent");
    let steps = STEPS.map(|step| format!("from {step} %"));
    println!("| set | {} | right in 90 % from |", steps.join(" | "));
    println!("|{}", "---|".repeat(STEPS.len() + 2));
    for (name, asked) in &sets {
        let cells = STEPS.map(|step| asked.cell(f32::from(step) / 100.0));
        let (least, answered) = asked.threshold();
        println!("| {name} | {} | {:.0} %: {answered:.1} answered |", cells.join(" | "), least * 100.0);
    }
    Ok(())
}

fn ask(documents: &[Value], queries: &[Value]) -> Asked {
    let whole = build(documents);
    // Every second document is left out of this one: what only the others answer has no answer in it.
    let half = build(documents.iter().step_by(2));
    let mut asked = Asked::default();
    for query in queries {
        let typed = text(query, "q");
        let wanted: Vec<&str> = query["target"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let hits = whole.search(typed, 2);
        let right = hits.first().is_some_and(|hit| wanted.contains(&text(&documents[hit.document as usize], "id")));
        asked.all.push((whole.confidence(typed, &hits), right));
        if !documents.iter().step_by(2).any(|document| wanted.contains(&text(document, "id"))) {
            asked.unanswerable.push(half.confidence(typed, &half.search(typed, 2)));
        }
    }
    asked
}

impl Asked {
    /// What comes of answering where the confidence is at least so high.
    fn cell(&self, least: f32) -> String {
        let answered: Vec<bool> = self.all.iter().filter(|(sure, _)| *sure >= least).map(|(_, right)| *right).collect();
        let right = answered.iter().filter(|right| **right).count();
        let wrongly = self.unanswerable.iter().filter(|sure| **sure >= least).count();
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        format!(
            "{:.0} / {:.0} / {:.0}",
            percent(right, answered.len()),
            percent(answered.len(), self.all.len()),
            percent(wrongly, self.unanswerable.len())
        )
    }

    /// The least confidence from which on first hits are right as often as wanted, and how many percent
    /// of the queries are then answered; (1, 0) where there is none.
    fn threshold(&self) -> (f32, f64) {
        let mut by_confidence = self.all.clone();
        by_confidence.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut best, mut right) = ((1.0, 0.0), 0);
        for (place, (sure, is_right)) in by_confidence.iter().enumerate() {
            right += usize::from(*is_right);
            // Equal ones are answered all or not at all.
            let last = by_confidence.get(place + 1).is_none_or(|next| next.0 < *sure);
            if last && right as f64 >= WANTED * (place + 1) as f64 {
                best = (*sure, 100.0 * (place + 1) as f64 / by_confidence.len() as f64);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_is_the_least_that_is_right_often_enough() {
        let mut all: Vec<(f32, bool)> = (0..9_u8).map(|i| (0.9 - f32::from(i) / 100.0, true)).collect();
        all.extend([(0.5, false), (0.4, false), (0.4, true)]);
        let asked = Asked { all, unanswerable: vec![0.1, 0.6] };
        assert_eq!(asked.threshold(), (0.5, 1_000.0 / 12.0));
        assert_eq!(asked.cell(0.5), "90 / 83 / 50");
        assert_eq!(Asked { all: vec![(0.9, false)], unanswerable: Vec::new() }.threshold(), (1.0, 0.0));
    }

    #[test]
    fn what_was_taken_out_is_no_longer_answered() {
        let document = |id: &str, title: &str| serde_json::json!({"id": id, "title": title});
        let documents =
            [document("a", "renew a membership"), document("b", "print a page"), document("c", "open a file")];
        let query = |q: &str, id: &str| serde_json::json!({"q": q, "target": [id]});
        let asked = ask(&documents, &[query("print page", "b"), query("open file", "c")]);
        assert!(asked.all.iter().all(|(sure, right)| *sure > 0.9 && *right), "{:?}", asked.all);
        assert_eq!(asked.unanswerable.len(), 1, "only b was taken out");
        assert!(asked.unanswerable[0] < 0.5);
    }
}
