//! `audience = { tier = ["member"], region = ["CN"] }`.

use super::keys;
use super::nearest;
use super::section::{Section, Text};
use crate::audience::{Audience, Edition, Platform, Tier};

/// Reads the `audience` of a table; absent is everyone.
pub(super) fn audience(section: &Section<'_>) -> Audience {
    let Some(table) = section.table("audience", keys::AUDIENCE) else {
        return Audience::default();
    };
    let tier = |word: &str| Tier::parse(word).map(Tier::bit);
    let edition = |word: &str| Edition::parse(word).map(Edition::bit);
    Audience {
        tiers: bits(&table, &table.texts("tier"), tier, &names(Tier::ALL)),
        editions: bits(&table, &table.texts("edition"), edition, &names(Edition::ALL)),
        platforms: platforms(&table, "platform"),
        regions: table.texts("region").into_iter().map(|region| region.text).collect(),
    }
}

/// Reads a list of platforms.
pub(super) fn platforms(section: &Section<'_>, key: &str) -> u8 {
    bits(section, &section.texts(key), |word| Platform::parse(word).map(Platform::bit), &names(Platform::ALL))
}

fn names<T>(all: &'static [(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(name, _)| *name).collect()
}

fn bits(section: &Section<'_>, words: &[Text], bit: impl Fn(&str) -> Option<u8>, known: &[&str]) -> u8 {
    words.iter().fold(0, |bits, word| match bit(&word.text) {
        Some(bit) => bits | bit,
        None => {
            let hint = nearest::hint(&word.text, known.iter().copied());
            let message = format!("\"{}\" is none of {}{hint}", word.text, known.join(", "));
            section.faults().error(&word.place, message);
            bits
        }
    })
}
