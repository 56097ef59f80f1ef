//! Whether to answer, to offer choices, or to say that there is nothing.

use crate::articles::FLOOR;
use helplet_search::{Hit, Index};

/// From this confidence on the robot answers by itself: nine first hits of ten are then right. With
/// the least score that an answer has it is right in 92.6 % of its answers, and answers 73 % of the questions
/// (`./x eval FOLDER --robot`, 2026-11-23).
pub const SURE: f32 = 0.46;

/// An answer has at least this score, too: what is sure for want of a rival alone is offered as a choice. Of
/// questions that nothing answers, 14 % then get an answer; without it, 23 %.
const PLAIN: f32 = 1.5;

/// Choices at most: more is a list of results, and not read.
pub const CHOICES: usize = 4;

/// A choice scores at least this share of the best one; beyond, it shares little more than a word.
const NEAR: f32 = 0.4;

/// What is done with the articles found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The first answers it.
    Answer,
    /// So many of the first are offered.
    Choices(usize),
    /// None is named.
    Nothing,
}

/// Decides about `hits`, the best first, which `index` found for `question`.
pub fn decide(index: &Index, question: &str, hits: &[Hit]) -> Decision {
    decide_from(index, question, hits, SURE)
}

/// The same with another confidence asked for.
pub fn decide_from(index: &Index, question: &str, hits: &[Hit], sure: f32) -> Decision {
    let Some(first) = hits.first().filter(|hit| hit.score >= FLOOR) else { return Decision::Nothing };
    if first.score >= PLAIN && index.confidence(question, hits) >= sure {
        return Decision::Answer;
    }
    let least = FLOOR.max(NEAR * first.score);
    Decision::Choices(hits.iter().take(CHOICES).take_while(|hit| hit.score >= least).count())
}
