//! `helplet eval --robot`: how often the robot's first answer is right, and how often it answers.

use super::{build, queries_of, read_lines, sets_of, text};
use helplet_robot::{Decision, SURE, decide_from};
use helplet_search::{Hit, Index};
use serde_json::Value;
use std::path::Path;

/// Confidences of the curve, in percent; the one in use is printed besides.
const STEPS: [u8; 6] = [20, 30, 40, 50, 60, 80];

/// What became of a question.
#[derive(Clone, Copy)]
enum Outcome {
    Answered { right: bool },
    Offered { right: bool },
    Nothing,
}

/// What became of a set's questions at one confidence: as they are, and with their answers taken out.
#[derive(Default)]
struct Tally {
    asked: Vec<Outcome>,
    unanswerable: Vec<Outcome>,
}

/// Prints a line for each set and confidence, and for all.
pub fn print(folder: &Path) -> Result<(), String> {
    let steps: Vec<f32> = STEPS.iter().map(|step| f32::from(*step) / 100.0).chain([SURE]).collect();
    let mut sets: Vec<(String, Vec<Tally>)> = Vec::new();
    for (name, set) in sets_of(folder)? {
        let documents = read_lines(&set.join("docs.jsonl"))?;
        sets.push((name, ask(&documents, &read_lines(&queries_of(&set)?)?, &steps)));
    }
    println!("The robot's first answer, in percent: precision when it answers, and how often it answers");
    println!("| set | {} |", steps.iter().map(|step| format!("from {:.2}", step)).collect::<Vec<_>>().join(" | "));
    println!("|{}", "---|".repeat(steps.len() + 1));
    let mut together: Vec<Tally> = steps.iter().map(|_| Tally::default()).collect();
    for (name, tallies) in &sets {
        print_curve(name, tallies);
        for (all, one) in together.iter_mut().zip(tallies) {
            all.asked.extend(&one.asked);
            all.unanswerable.extend(&one.unanswerable);
        }
    }
    print_curve("all", &together);
    println!();
    println!(
        "In use, {SURE}: answered / choices / of these with the right one / nothing; then for questions whose answer was taken out"
    );
    println!("| set | answered | choices | with the right one | nothing | answered | choices | nothing |");
    println!("|{}", "---|".repeat(8));
    sets.push(("all".to_owned(), together));
    for (name, tallies) in &sets {
        let Some(tally) = tallies.last() else { continue };
        let count = |of: &[Outcome], is: fn(&Outcome) -> bool| of.iter().filter(|it| is(it)).count();
        let offered = count(&tally.asked, |it| matches!(it, Outcome::Offered { .. }));
        let (asked, out) = (tally.asked.len(), tally.unanswerable.len());
        println!(
            "| {name} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} |",
            percent(count(&tally.asked, |it| matches!(it, Outcome::Answered { .. })), asked),
            percent(offered, asked),
            percent(count(&tally.asked, |it| matches!(it, Outcome::Offered { right: true })), offered),
            percent(count(&tally.asked, |it| matches!(it, Outcome::Nothing)), asked),
            percent(count(&tally.unanswerable, |it| matches!(it, Outcome::Answered { .. })), out),
            percent(count(&tally.unanswerable, |it| matches!(it, Outcome::Offered { .. })), out),
            percent(count(&tally.unanswerable, |it| matches!(it, Outcome::Nothing)), out),
        );
    }
    Ok(())
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn print_curve(name: &str, tallies: &[Tally]) {
    let cells: Vec<String> = tallies.iter().map(Tally::cell).collect();
    println!("| {name} | {} |", cells.join(" | "));
}

fn ask(documents: &[Value], queries: &[Value], steps: &[f32]) -> Vec<Tally> {
    let whole = build(documents);
    // Every second document is left out of this one: what only the others answer has no answer in it.
    let half = build(documents.iter().step_by(2));
    let mut tallies: Vec<Tally> = steps.iter().map(|_| Tally::default()).collect();
    for query in queries {
        let typed = text(query, "q");
        let wanted: Vec<&str> = query["target"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let is_right = |hit: &Hit| wanted.contains(&text(&documents[hit.document as usize], "id"));
        let hits = whole.search(typed, 12);
        let unanswerable = !documents.iter().step_by(2).any(|document| wanted.contains(&text(document, "id")));
        let others = if unanswerable { half.search(typed, 12) } else { Vec::new() };
        for (tally, step) in tallies.iter_mut().zip(steps) {
            tally.asked.push(outcome(&whole, typed, &hits, *step, &is_right));
            if unanswerable {
                tally.unanswerable.push(outcome(&half, typed, &others, *step, &|_| false));
            }
        }
    }
    tallies
}

fn outcome(index: &Index, typed: &str, hits: &[Hit], sure: f32, is_right: &dyn Fn(&Hit) -> bool) -> Outcome {
    match decide_from(index, typed, hits, sure) {
        Decision::Answer => Outcome::Answered { right: hits.first().is_some_and(is_right) },
        Decision::Choices(count) => Outcome::Offered { right: hits[..count].iter().any(is_right) },
        Decision::Nothing => Outcome::Nothing,
    }
}

impl Tally {
    /// Precision and coverage.
    fn cell(&self) -> String {
        let answered = self.asked.iter().filter(|it| matches!(it, Outcome::Answered { .. })).count();
        let right = self.asked.iter().filter(|it| matches!(it, Outcome::Answered { right: true })).count();
        format!("{:.1} / {:.1}", percent(right, answered), percent(answered, self.asked.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_of_what_was_answered_and_coverage_of_all() {
        let (right, wrong) = (Outcome::Answered { right: true }, Outcome::Answered { right: false });
        let tally = Tally { asked: vec![right, right, right, wrong, Outcome::Nothing], unanswerable: Vec::new() };
        assert_eq!(tally.cell(), "75.0 / 80.0");
    }
}
