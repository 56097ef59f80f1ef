//! Which parts of a text to mark for a query, and which stretch of a long text to show.

use crate::Span;
use crate::index::{Index, WORD};
use crate::meaning;
use crate::query::{Known, Query, Reading, read};
use crate::scan::{Pattern, filter};
use crate::table::NONE;
use crate::token::{Token, Tokens};

/// Below this a unit fills a slot too badly to be shown as a match.
const VISIBLE: f32 = 0.5;

/// A stretch of a long text, with what to mark in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The stretch, in bytes of the text.
    pub range: Span,
    /// What to mark, in bytes of the whole text (not of the stretch); all inside `range`.
    pub spans: Vec<Span>,
}

impl Index {
    /// What to mark in any text for a query, in order and without overlap: words in any of their
    /// forms, ideographs, and those that pinyin or initials stand for.
    #[must_use]
    pub fn highlight(&self, text: &str, query: &str) -> Vec<Span> {
        spans(self, &read(self, query), text)
    }

    /// The stretch of `text`, at most `max_chars` characters, that shows most of what the query asks for.
    ///
    /// Begins at the start of a sentence where one is near; the start of the text if nothing matches.
    #[must_use]
    pub fn snippet(&self, text: &str, query: &str, max_chars: usize) -> Snippet {
        let spans = self.highlight(text, query);
        let start = best_start(text, &spans, max_chars);
        let end = text[start..].char_indices().nth(max_chars).map_or(text.len(), |(at, _)| start + at);
        let range = Span { start: start as u32, end: end as u32 };
        let inside = spans.into_iter().filter(|s| range.start <= s.start && s.end <= range.end).collect();
        Snippet { range, spans: inside }
    }
}

/// Where the stretch with the most marked text begins.
fn best_start(text: &str, spans: &[Span], max_chars: usize) -> usize {
    // Three bytes a character is what Chinese takes; the exact end is counted in characters later.
    let reach = max_chars * 3;
    let (mut best, mut most) = (0, 0);
    for (i, span) in spans.iter().enumerate() {
        let marked: u32 =
            spans[i..].iter().take_while(|s| (s.end - span.start) as usize <= reach).map(|s| s.end - s.start).sum();
        if marked > most {
            (best, most) = (span.start as usize, marked);
        }
    }
    // A fifth of the stretch may go to what stands before, back to the start of the sentence.
    let lead = text[..best].char_indices().rev().take(max_chars / 5);
    let mut start = best;
    for (at, c) in lead {
        if matches!(c, '。' | '！' | '？' | '；' | '\n' | '.' | '!' | '?') {
            break;
        }
        start = at;
    }
    start + text[start..best].len() - text[start..best].trim_start().len()
}

/// What to mark in `text`.
pub(crate) fn spans(index: &Index, query: &Query, text: &str) -> Vec<Span> {
    let mut tokens = Tokens::default();
    tokens.read(text, index.pinyin.as_ref());
    let units: Vec<u32> = tokens.list.iter().map(|token| unit(index, &tokens, token)).collect();
    let mut marked = vec![false; units.len()];
    let mut most = 0;
    for reading in &query.readings {
        let mut found = by_slots(index, reading, &units);
        by_meaning(index, reading, &units, &mut found);
        let count = found.iter().filter(|m| **m).count();
        if count > most {
            (marked, most) = (found, count);
        }
    }
    if let Some((from, to)) = by_letters(index, query, &units)
        && to + 1 - from > most
    {
        marked.fill(false);
        marked[from..=to].fill(true);
    }
    merge(&tokens.list, &marked)
}

fn unit(index: &Index, tokens: &Tokens, token: &Token) -> u32 {
    if token.ideograph != 0 {
        return token.ideograph;
    }
    // A word that the collection does not have is no unit of it: 0 has no reading and fills no slot.
    let word = index.words.find(tokens.word(token));
    if word == NONE { 0 } else { WORD + word }
}

/// Marks what fills the slots. Single ideographs are common: they count where no two stand together.
fn by_slots(index: &Index, reading: &Reading, units: &[u32]) -> Vec<bool> {
    let slots = &reading.slots;
    let content = slots.iter().any(|slot| !slot.neutral);
    let ideographs = slots.iter().filter(|slot| slot.ideograph != 0 || slot.typed).count();
    let mut marked = vec![false; units.len()];
    let mut single = vec![false; units.len()];
    let mut runs = false;
    // How well each unit fills the slots, for the unit before this one.
    let mut before = vec![0.0_f32; slots.len()];
    let mut now = vec![0.0_f32; slots.len()];
    for (j, unit) in units.iter().enumerate() {
        let known = Known::new(index, *unit);
        for (i, slot) in slots.iter().enumerate() {
            let fit = slot.fits_as(&known);
            now[i] = fit;
            if fit < VISIBLE || (slot.neutral && content) {
                continue;
            }
            if *unit >= WORD {
                marked[j] = true;
            } else if fit >= 1.0 && (ideographs == 1 || slot.ideograph != 0) {
                single[j] = true;
            }
        }
        for i in 1..slots.len() {
            let together = now[i] >= VISIBLE && before[i - 1] >= VISIBLE && now[i].max(before[i - 1]) >= 0.9;
            if together && !(content && slots[i].neutral && slots[i - 1].neutral) {
                marked[j] = true;
                marked[j - 1] = true;
                runs = true;
            }
        }
        core::mem::swap(&mut before, &mut now);
    }
    if !runs {
        for (mark, alone) in marked.iter_mut().zip(single) {
            *mark |= alone;
        }
    }
    marked
}

/// Marks the expressions that stand for one of the query.
fn by_meaning(index: &Index, reading: &Reading, units: &[u32], marked: &mut [bool]) {
    let asked = |group: u8| {
        let same = reading.same.iter().find(|f| f.group == Some(group));
        same.is_some_and(|f| !reading.slots[f.from..f.to].iter().all(|slot| slot.neutral))
    };
    let mut found = Vec::new();
    let mut keys = Vec::new();
    meaning::of_units(&index.meanings, units, &index.words, &mut keys, &mut found);
    for expression in found {
        if expression.group.is_some_and(asked) {
            marked[expression.from..expression.to].fill(true);
        }
    }
}

/// The shortest run of units that the letters of the query spell.
fn by_letters(index: &Index, query: &Query, units: &[u32]) -> Option<(usize, usize)> {
    let pattern = Pattern::new(&query.letters)?;
    let find = |units: &[u32]| {
        let filter = filter(units, &index.words, index.pinyin.as_ref());
        pattern.find(units, &filter, &index.words, index.pinyin.as_ref())
    };
    let whole = find(units)?;
    let end = whole.last + 1;
    let from = (0..end)
        .rev()
        .find(|from| find(&units[*from..end]).is_some_and(|m| m.errors == whole.errors && m.style == whole.style))?;
    Some((from, whole.last))
}

/// Marked tokens as spans; neighbours with nothing between them become one.
fn merge(tokens: &[Token], marked: &[bool]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (token, _) in tokens.iter().zip(marked).filter(|(_, marked)| **marked) {
        match spans.last_mut() {
            Some(last) if last.end == token.start => last.end = token.end,
            _ => spans.push(Span { start: token.start, end: token.end }),
        }
    }
    spans
}
