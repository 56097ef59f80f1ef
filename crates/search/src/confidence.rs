//! How sure it is that the first hit is the answer: one measure for all queries.

use crate::Hit;
use crate::index::{Index, Value};
use crate::number::idf;
use crate::query::{Known, Reading, read};
use crate::rank::{SAME_ANSWERS, groups};

// A logistic model of two signals, fitted to the collections whose licence permits it (zh-help, en-stack,
// en-intent and the shipped content), each also with every second document left out, so that it has seen
// questions without an answer; every kind of query counts the same, such questions one in five. Rounded.
/// What stands against every hit.
const DOUBT: f32 = -2.4;
/// The greatest share of one of its texts that was asked for.
const ASKED: f32 = 3.1;
/// The score, which says how much of the query was found, times its lead over the second, 0 to 1. With
/// the two in a sum, one of many exact matches of a single word would be sure.
const AHEAD: f32 = 4.2;
/// A score that counts whole: a plain match has it. Beyond it stand exact titles and many aliases.
const PLAIN: f32 = 4.0;
/// A hit alone is measured against this score: to be the only one is no merit of a weak hit.
const RIVAL: f32 = 0.2;

impl Index {
    /// How sure it is that the first of `hits` answers `query`, 0 to 1: of first hits with about 0.8,
    /// four in five are right.
    ///
    /// Other than scores it can be compared between queries and collections: to answer by itself only
    /// where it is sure, a program asks for a least confidence. `helplet eval --confidence` prints
    /// how often that is right and how often it then answers. 0 where there are no hits.
    ///
    /// `hits` are the first two or more that [`Index::search`] gave for this query.
    #[must_use]
    pub fn confidence(&self, query: &str, hits: &[Hit]) -> f32 {
        let Some(first) = hits.first() else { return 0.0 };
        let rival = hits.get(1).map_or(RIVAL, |hit| hit.score.max(RIVAL));
        let lead = ((first.score - rival) / (first.score + rival)).max(0.0);
        let at = first.document as usize;
        let mut asked = 0.0_f32;
        if let (Some(from), Some(to)) = (self.first_value.get(at), self.first_value.get(at + 1)) {
            for reading in &read(self, query).readings {
                for value in &self.values[*from as usize..*to as usize] {
                    asked = asked.max(reading.trust * share_asked(self, reading, value));
                }
            }
        }
        logistic(DOUBT + ASKED * asked + AHEAD * lead * first.score.min(PLAIN))
    }
}

/// How much of a text, by rarity, the query asks for: 0 to 1.
fn share_asked(index: &Index, reading: &Reading, value: &Value) -> f32 {
    let groups = groups(index, &reading.slots, value);
    let (mut asked, mut all) = (0.0, 0.0);
    for (j, unit) in index.value_units(value).iter().enumerate() {
        let known = Known::new(index, *unit);
        let mut best = 0.0_f32;
        for slot in &reading.slots {
            let same = groups.get(j).is_some_and(|here| here & slot.groups != 0);
            best = best.max(slot.fits_as(&known)).max(if same { SAME_ANSWERS } else { 0.0 });
        }
        let weight = idf(index.df(index.terms.get(u64::from(known.posted))) as f32, index.len() as f32);
        asked += weight * best;
        all += weight;
    }
    if all > 0.0 { asked / all } else { 0.0 }
}

/// 1 / (1 + e⁻ˣ), with eˣ as (1 + x / 256)²⁵⁶: the same bits on every platform, and nearer to the true
/// value than the model is.
fn logistic(x: f32) -> f32 {
    let mut odds = 1.0 + x.min(9.0) / 256.0;
    for _ in 0..8 {
        odds *= odds;
    }
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logistic_function_is_close_to_the_true_one_and_never_falls() {
        let mut last = 0.0;
        for step in -400..=1_000_i16 {
            let x = f32::from(step) / 40.0;
            let true_one = 1.0 / (1.0 + (-x).exp());
            assert!((logistic(x) - true_one).abs() < 0.005, "{x}");
            assert!(logistic(x) >= last && (0.0..=1.0).contains(&logistic(x)), "{x}");
            last = logistic(x);
        }
    }
}
