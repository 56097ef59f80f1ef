//! Finding pinyin and initials in short texts, letter by letter, all possible ways at once.
//!
//! A bit-parallel automaton (Wu and Manber 1992) walks through the letters of a text's reading. A
//! bit says how many letters of the query may have been matched so far, so the ways of a polyphone
//! are walked separately and their bits united: every combination of readings is tried at the price
//! of one more step each.

use crate::index::WORD;
use crate::pinyin::syllable::{Syllable, spelling};
use crate::pinyin::{Pinyin, SILENT};
use crate::words::Words;

/// Longest query in letters: one bit each, and a few to spare.
pub(crate) const MAX_LETTERS: usize = 60;

/// What letters a text's reading can have: most texts are ruled out by it without a walk.
#[derive(Clone, Copy, Default)]
pub(crate) struct Filter {
    /// First letters of syllables and words.
    initials: u32,
    /// Neighbouring letters, hashed to 128 bits.
    pairs: [u64; 2],
    /// How many letters the reading has, about.
    pub(crate) letters: u16,
}

/// The letters of a query, ready for the automaton.
pub(crate) struct Pattern {
    masks: [u64; 32],
    pub(crate) length: usize,
    /// Most errors that are looked for.
    pub(crate) errors: u32,
    filter: Filter,
}

/// How a text was matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Match {
    /// Letters put in, left out or replaced, or neighbours swapped.
    pub(crate) errors: u32,
    /// How the syllables were given.
    pub(crate) style: Style,
    /// The last syllable was given to its end.
    pub(crate) whole: bool,
    /// Which unit the match ends in.
    pub(crate) last: usize,
}

/// How syllables are given, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Style {
    /// All in full, the last one perhaps unfinished.
    Full,
    /// All by their initials.
    Initials,
    /// Some in full, some by their initials.
    Mixed,
}

#[derive(Clone, Copy, Default)]
struct State {
    /// Bit i: i letters matched with no error, with at most one, with at most two.
    exact: u64,
    one: u64,
    two: u64,
    /// Bit i: i letters matched, and the text's last letter was the query's letter after next.
    swapped: u64,
    /// Bit i: i letters matched with no error, some syllables by their initial alone.
    mixed: u64,
    /// Bit i: i letters matched with no error, all syllables by their initial alone.
    initials: u64,
}

impl State {
    fn unite(&mut self, other: &State) {
        self.exact |= other.exact;
        self.one |= other.one;
        self.two |= other.two;
        self.swapped |= other.swapped;
        self.mixed |= other.mixed;
        self.initials |= other.initials;
    }
}

fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

fn pair_bit(a: u8, b: u8) -> usize {
    // 37 spreads the 26 × 26 pairs over 128 places with no two neighbours together.
    (usize::from(a & 31) * 37 + usize::from(b & 31)) & 127
}

/// The readings of a unit as letters: (initial, rest).
fn for_each_reading(unit: u32, words: &Words, pinyin: Option<&Pinyin>, visit: &mut dyn FnMut(&[u8], &[u8])) {
    if unit >= WORD {
        let word = words.get(unit - WORD);
        visit(&word[..1], &word[1..]);
    } else if let Some(table) = pinyin {
        for reading in table.readings(unit) {
            if reading != SILENT {
                let (initial, rest) = letters(reading);
                visit(initial, rest);
            }
        }
    }
}

/// Initial and final; the first letter of the final where there is no initial.
pub(crate) fn letters(reading: Syllable) -> (&'static [u8], &'static [u8]) {
    let (initial, rest) = spelling(reading);
    if initial.is_empty() { rest.as_bytes().split_at(1) } else { (initial.as_bytes(), rest.as_bytes()) }
}

/// The filter of a text.
pub(crate) fn filter(units: &[u32], words: &Words, pinyin: Option<&Pinyin>) -> Filter {
    let mut filter = Filter::default();
    // Last letters of the unit before, as a set.
    let mut before = 0_u32;
    for unit in units {
        let mut after = 0_u32;
        let mut longest = 0;
        for_each_reading(*unit, words, pinyin, &mut |initial, rest| {
            filter.initials |= bit(initial[0]);
            for last in 0..32_u8 {
                if before >> last & 1 == 1 {
                    set(&mut filter.pairs, last, initial[0]);
                }
            }
            let mut last = initial[0];
            for letter in initial[1..].iter().chain(rest) {
                set(&mut filter.pairs, last, *letter);
                last = *letter;
            }
            after |= bit(last);
            longest = longest.max(initial.len() + rest.len());
        });
        filter.letters = filter.letters.saturating_add(longest as u16);
        if after != 0 {
            before = after;
        }
    }
    filter
}

fn set(pairs: &mut [u64; 2], a: u8, b: u8) {
    let at = pair_bit(a, b);
    pairs[at / 64] |= 1 << (at % 64);
}

impl Pattern {
    /// `None` for fewer than two letters or more than [`MAX_LETTERS`].
    pub(crate) fn new(letters: &[u8]) -> Option<Self> {
        let length = letters.len();
        if !(2..=MAX_LETTERS).contains(&length) {
            return None;
        }
        // One error in fewer than five letters, or two in fewer than ten, matches half of everything.
        let errors = if length < 5 {
            0
        } else if length < 10 {
            1
        } else {
            2
        };
        let mut pattern = Pattern { masks: [0; 32], length, errors, filter: Filter::default() };
        for (i, letter) in letters.iter().enumerate() {
            pattern.masks[usize::from(letter & 31)] |= 1 << i;
            pattern.filter.initials |= bit(*letter);
            if i > 0 {
                set(&mut pattern.filter.pairs, letters[i - 1], *letter);
            }
        }
        Some(pattern)
    }

    /// The best match of the query in a text, from the start of some unit on.
    #[inline(never)]
    pub(crate) fn find(&self, units: &[u32], filter: &Filter, words: &Words, pinyin: Option<&Pinyin>) -> Option<Match> {
        // One error spoils at most three pairs of the query.
        let missing = (self.filter.pairs[0] & !filter.pairs[0]).count_ones()
            + (self.filter.pairs[1] & !filter.pairs[1]).count_ones();
        let full = missing <= 3 * self.errors;
        let short = self.length <= units.len() * 2 + 12 && {
            // Initials come from the units' first letters; with full syllables between them the pairs decide.
            self.filter.initials & !filter.initials == 0 || full
        };
        if !full && !short {
            return None;
        }
        let done = 1_u64 << self.length;
        let mut best: Option<Match> = None;
        let mut state = State::default();
        for (at, unit) in units.iter().enumerate() {
            state.exact |= 1;
            state.one |= 0b11;
            state.two |= 0b111;
            state.mixed |= 1;
            state.initials |= 1;
            let mut after = State::default();
            let mut seen = false;
            let mut partly = State::default();
            for_each_reading(*unit, words, pinyin, &mut |initial, rest| {
                seen = true;
                let mut way = state;
                for (i, letter) in initial.iter().chain(rest).enumerate() {
                    self.step(&mut way, *letter);
                    partly.unite(&way);
                    // A syllable may be given by its initial, or by the first letter of it.
                    if i == 0 || i + 1 == initial.len() {
                        after.mixed |= way.mixed;
                        after.initials |= way.initials;
                    }
                }
                // A Latin word is given whole among initials: pdfhb for PDF 合并.
                if *unit < WORD {
                    way.initials = 0;
                }
                after.unite(&way);
            });
            if !seen {
                // A unit without a reading is walked over as if it were not there.
                continue;
            }
            state = after;
            let found = if (after.exact | partly.exact) & done != 0 {
                Match { errors: 0, style: Style::Full, whole: after.exact & done != 0, last: at }
            } else if after.initials & done != 0 {
                Match { errors: 0, style: Style::Initials, whole: true, last: at }
            } else if (after.mixed | partly.mixed) & done != 0 {
                Match { errors: 0, style: Style::Mixed, whole: after.mixed & done != 0, last: at }
            } else if self.errors >= 1 && after.one & done != 0 {
                Match { errors: 1, style: Style::Full, whole: true, last: at }
            } else if self.errors >= 2 && after.two & done != 0 {
                Match { errors: 2, style: Style::Full, whole: true, last: at }
            } else {
                continue;
            };
            if best.is_none_or(|b| order(&found) < order(&b)) {
                best = Some(found);
            }
        }
        best
    }

    fn step(&self, state: &mut State, letter: u8) {
        let mask = self.masks[usize::from(letter & 31)];
        let old = *state;
        state.exact = (old.exact & mask) << 1;
        state.mixed = (old.mixed & mask) << 1;
        state.initials = (old.initials & mask) << 1;
        // A letter too many in the text, a wrong letter, a letter too many in the query, two swapped.
        state.one = (old.one & mask) << 1 | old.exact | old.exact << 1 | state.exact << 1 | (old.swapped & mask) << 2;
        state.two = (old.two & mask) << 1 | old.one | old.one << 1 | state.one << 1;
        state.swapped = old.exact & mask >> 1;
    }
}

/// What is better comes first: no errors, then the surer style, then a match to the end.
fn order(found: &Match) -> (u32, Style, bool) {
    (found.errors, found.style, !found.whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, letters: &str) -> Option<(u32, Style, usize)> {
        let table = crate::pinyin::native();
        let mut words = Words::default();
        let mut tokens = crate::token::Tokens::default();
        tokens.read(text, Some(&table));
        let units: Vec<u32> = tokens
            .list
            .iter()
            .map(|t| if t.ideograph == 0 { WORD + words.insert(tokens.word(t)) } else { t.ideograph })
            .collect();
        let filter = filter(&units, &words, Some(&table));
        let pattern = Pattern::new(letters.as_bytes())?;
        pattern.find(&units, &filter, &words, Some(&table)).map(|m| (m.errors, m.style, m.last))
    }

    #[test]
    fn letters_find_syllables_initials_and_slips() {
        for (text, letters, expected) in [
            ("会员续费失败", "xufei", Some((0, Style::Full, 3))),
            ("会员续费失败", "huiyuanxuf", Some((0, Style::Full, 3))),
            ("会员续费失败", "hyxf", Some((0, Style::Initials, 3))),
            ("会员续费失败", "hyxufei", Some((0, Style::Mixed, 3))),
            ("会员续费失败", "huiyaunxufei", Some((1, Style::Full, 3))), // two letters swapped
            ("会员续费失败", "huiyunxufei", Some((1, Style::Full, 3))),  // one left out
            ("会员续费失败", "hiyuanxufi", Some((2, Style::Full, 3))),
            ("重置长度", "chongzhi", Some((0, Style::Full, 1))),
            ("重置长度", "zhongzhi", Some((0, Style::Full, 1))),
            ("重置长度", "zzcd", Some((0, Style::Initials, 3))),
            ("Excel 求和", "excelqiuhe", Some((0, Style::Full, 2))),
            ("PDF 合并拆分", "pdfhb", Some((0, Style::Initials, 2))),
            ("会员续费失败", "uanxufei", Some((1, Style::Full, 3))), // no first letter is a slip too
            ("会员续费失败", "dayin", None),
            ("会员续费失败", "h", None),
        ] {
            assert_eq!(find(text, letters), expected, "{letters} in {text}");
        }
    }
}
