//! Fixed expressions in what a person typed: the other way round from a search, which looks for what was
//! typed in the collection's texts.

use crate::Field;
use crate::index::{Index, Value};
use crate::meaning;
use crate::query::{Known, Reading, read};
use crate::scan::{Pattern, Style};

/// What a filler of the expression weighs beside another word of it.
const FILLER: f32 = 0.4;
/// The price of a token inside the expression that it does not have, for a filler and for any other.
const FILLED: f32 = 0.1;
const PARTED: f32 = 0.5;
/// What a syllable that only sounds alike costs where syllables were typed, as a multiple of what it lacks: there
/// the sound is all there is.
const SPOKEN: f32 = 2.0;
/// What a slip in letters costs of a syllable, and what initials cost in place of syllables.
const SLIP: f32 = 0.35;
const INITIALS: f32 = 0.05;
/// Fewer letters are the initials of too much.
const LEAST_INITIALS: usize = 3;

/// A title or alias that stands in what a person typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spotted {
    /// The document it belongs to.
    pub document: u32,
    /// Its field.
    pub field: Field,
    /// Which value of that field, counted from 0.
    pub value: u32,
    /// How much of it stands there, 0 to 1: 1 as it is, about 0.9 with a slip in one of three characters.
    pub alike: f32,
    /// How many tokens were typed besides: ideographs, words, syllables.
    pub besides: u32,
    /// How many of these are no mere fillers, such as `please`.
    pub rest: u32,
}

/// A way to find the beginning of the expression in the beginning of the query.
#[derive(Clone, Copy)]
struct Way {
    cost: f32,
    /// The first token of the query that is part of it.
    from: usize,
}

impl Way {
    fn plus(self, cost: f32) -> Self {
        Self { cost: self.cost + cost, ..self }
    }

    fn or(self, other: Self) -> Self {
        if other.cost < self.cost { other } else { self }
    }
}

impl Index {
    /// The titles and aliases that stand in `query` as a whole, each as well as it does, in the order of the
    /// collection; those less alike than `least` (0 to 1) are left out.
    ///
    /// Characters of the same sound, pinyin, initials, slips and word forms count as in a search. It is meant
    /// for collections of some hundred short expressions: every one of them is compared.
    #[must_use]
    pub fn spot(&self, query: &str, least: f32) -> Vec<Spotted> {
        let query = read(self, query);
        let letters = Pattern::new(&query.letters);
        let values = self.values.iter().filter(|value| value.field != Field::Body);
        let found = values.filter_map(|value| {
            let spelled = letters.as_ref().and_then(|pattern| self.in_letters(pattern, value));
            let read = query.readings.iter().filter_map(|reading| self.stands_in(reading, value));
            let best = read.chain(spelled).max_by(|a, b| a.alike.total_cmp(&b.alike).then(b.rest.cmp(&a.rest)))?;
            (best.alike >= least).then_some(best)
        });
        found.collect()
    }

    /// The stretch of the query that is most like the text. Sellers' algorithm.
    fn stands_in(&self, reading: &Reading, value: &Value) -> Option<Spotted> {
        let units = self.value_units(value);
        let slots = &reading.slots;
        let weights = self.weights(units);
        let all: f32 = weights.iter().sum();
        let mut last: Vec<Way> = (0..=slots.len()).map(|from| Way { cost: 0.0, from }).collect();
        for (unit, weight) in units.iter().zip(&weights) {
            let known = Known::new(self, *unit);
            let mut now = vec![last[0].plus(*weight)];
            for (i, slot) in slots.iter().enumerate() {
                let lacks = (1.0 - slot.fits_as(&known)) * if slot.typed { SPOKEN } else { 1.0 };
                let here = last[i].plus(weight * lacks);
                let left_out = last[i + 1].plus(*weight);
                let put_in = now[i].plus(if slot.neutral { FILLED } else { PARTED });
                now.push(here.or(left_out).or(put_in));
            }
            last = now;
        }
        let (to, way) = last.into_iter().enumerate().min_by(|a, b| a.1.cost.total_cmp(&b.1.cost))?;
        let outside = slots.iter().enumerate().filter(|(i, _)| *i < way.from || *i >= to);
        let (mut besides, mut rest) = (0, 0);
        for (_, slot) in outside {
            besides += 1;
            rest += u32::from(!slot.neutral);
        }
        let alike = reading.trust * (1.0 - way.cost / all.max(FILLER)).max(0.0);
        Some(Spotted { document: value.document, field: value.field, value: value.nth, alike, besides, rest })
    }

    /// What each unit of an expression weighs.
    fn weights(&self, units: &[u32]) -> Vec<f32> {
        let mut weights = vec![1.0; units.len()];
        let mut found = Vec::new();
        meaning::of_units(&self.meanings, units, &self.words, &mut Vec::new(), &mut found);
        for expression in found.iter().filter(|it| it.group.is_none()) {
            weights[expression.from..expression.to].fill(FILLER);
        }
        weights
    }

    /// Letters that are the whole expression: as pinyin with slips, or its initials.
    fn in_letters(&self, pattern: &Pattern, value: &Value) -> Option<Spotted> {
        let units = self.value_units(value);
        let found = pattern.find(units, &value.filter, &self.words, self.pinyin.as_ref())?;
        let beyond = pattern.length.abs_diff(usize::from(value.filter.letters));
        let slips = beyond.max(found.errors as usize);
        let alike = match found.style {
            Style::Full if slips < units.len() => 1.0 - SLIP * slips as f32 / units.len() as f32,
            Style::Initials if pattern.length == units.len() && pattern.length >= LEAST_INITIALS => 1.0 - INITIALS,
            _ => return None,
        };
        let Value { document, field, nth, .. } = *value;
        Some(Spotted { document, field, value: nth, alike, besides: 0, rest: 0 })
    }
}
