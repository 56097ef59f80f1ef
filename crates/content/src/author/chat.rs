//! `chat.toml`: what people say to the robot that is no question.

use super::fault::Faults;
use super::section::{Section, Text};
use crate::model::SmallTalk;
use std::collections::BTreeMap;

/// Reads the whole file.
pub(super) fn chat(file: &Section<'_>) -> SmallTalk {
    // The robot must never stand between a person and a human.
    file.required_texts("human");
    let mut owners = BTreeMap::new();
    let mut texts = |key: &'static str| said(file.texts(key), key, &mut owners, file.faults());
    SmallTalk {
        human: texts("human"),
        human_alone: texts("human_alone"),
        hello: texts("hello"),
        thanks: texts("thanks"),
        bye: texts("bye"),
        robot: texts("robot"),
    }
}

/// The same words can't mean two things: the robot could not choose.
fn said(
    texts: Vec<Text>,
    key: &'static str,
    owners: &mut BTreeMap<String, &'static str>,
    faults: &Faults,
) -> Vec<String> {
    for text in &texts {
        if let Some(owner) = owners.insert(text.text.to_lowercase(), key) {
            let message = format!("\"{}\" is in `{owner}` already: take it out of one of them", text.text);
            faults.error(&text.place, message);
        }
    }
    texts.into_iter().map(|text| text.text).collect()
}
