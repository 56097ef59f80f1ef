//! What a query may mean: its tokens as slots, each with what may fill it.

use crate::index::{Index, WORD, under};
use crate::meaning::{self, Found};
use crate::pinyin::syllable::{COUNT, PER_INITIAL, Syllable, confusable};
use crate::pinyin::{MAX_READINGS, SILENT};
use crate::segment::{Kind, Piece, begins, segment};
use crate::table::NONE;
use crate::token::{Token, Tokens};

/// Only so many tokens of a query count: one bit each.
pub(crate) const MAX_SLOTS: usize = 64;

/// How alike a slot and a unit are, in hundredths.
///
/// A character that sounds like the typed one is a slip of the input method; one that sounds
/// confusably like it is a slip with an accent. Both stay well below the character itself.
const SAME_SOUND: u8 = 70;
const LIKE_SOUND: u8 = 50;
/// For typed pinyin the sound is all there is.
const TYPED_SOUND: u8 = 100;
const TYPED_LIKE: u8 = 75;
const TYPED_START: u8 = 90;

/// How much less likely a reading as pinyin is for each share of its letters that are in no whole syllable.
const STRAY: f32 = 1.5;

/// What a misspelling's likelihood keeps where the letters are the beginning of some word.
const BEGUN: f32 = 0.6;

/// How likely a misspelt word must be another one to have its meaning.
const MEANT: f32 = 0.5;

/// One token of the query.
#[derive(Default)]
pub(crate) struct Slot {
    /// The ideograph, or 0.
    pub(crate) ideograph: u32,
    /// Posted units that may be meant by a word, and how likely each is (0 to 1), best first.
    pub(crate) words: Vec<(u32, f32)>,
    /// How well each syllable fits, in hundredths; empty where sounds don't matter.
    pub(crate) sounds: Vec<u8>,
    /// The classes of sound that have such a syllable.
    pub(crate) classes: Vec<u16>,
    /// Carries no content.
    pub(crate) neutral: bool,
    /// A bit for each group of expressions that it is part of.
    pub(crate) groups: u128,
    /// Its letters are pinyin.
    pub(crate) typed: bool,
}

/// One way to understand a query.
pub(crate) struct Reading {
    pub(crate) slots: Vec<Slot>,
    /// Expressions for which others may stand: slots from, to, and the group.
    pub(crate) same: Vec<Found>,
    /// How likely it is meant so, 0 to 1.
    pub(crate) trust: f32,
}

impl Reading {
    fn new(mut slots: Vec<Slot>, mut same: Vec<Found>, trust: f32) -> Self {
        for found in &same {
            for slot in &mut slots[found.from..found.to] {
                match found.group {
                    Some(group) => slot.groups |= 1 << group,
                    None => slot.neutral = true,
                }
            }
        }
        same.retain(|found| found.group.is_some());
        Reading { slots, same, trust }
    }
}

/// A query, understood.
pub(crate) struct Query {
    /// Latin letters taken as words first, as pinyin second.
    pub(crate) readings: Vec<Reading>,
    /// All letters of the query, if it has nothing else: pinyin or initials.
    pub(crate) letters: Vec<u8>,
}

/// Reads a query against an index.
pub(crate) fn read(index: &Index, text: &str) -> Query {
    let mut tokens = Tokens::default();
    tokens.read(text, index.pinyin.as_ref());
    tokens.list.truncate(MAX_SLOTS);
    let mut readings = Vec::new();
    let mut letters = Vec::new();
    if !tokens.list.is_empty() {
        readings.push(as_words(index, &tokens));
        if let Some(spoken) = as_pinyin(index, &tokens) {
            readings.push(spoken);
        }
        if tokens.list.iter().all(|t| t.ideograph == 0) {
            for token in &tokens.list {
                letters.extend_from_slice(tokens.word(token));
            }
        }
    }
    Query { readings, letters }
}

fn as_words(index: &Index, tokens: &Tokens) -> Reading {
    let mut keys = Vec::with_capacity(tokens.list.len());
    let mut slots = Vec::with_capacity(tokens.list.len());
    for (at, token) in tokens.list.iter().enumerate() {
        let slot = token_slot(index, tokens, token, at + 1 == tokens.list.len());
        let key = meaning::key(tokens, token);
        // A misspelt word means what the word means that was probably meant.
        let meant = slot.words.first().filter(|(_, likely)| (MEANT..1.0).contains(likely));
        keys.push(match meant {
            Some((unit, _)) if !index.meanings.knows(key) => index.words.key(*unit - WORD),
            _ => key,
        });
        slots.push(slot);
    }
    let mut found = Vec::new();
    index.meanings.find(&keys, &mut found);
    for heard in index.meanings.heard(index, &slots) {
        if !found.contains(&heard) {
            found.push(heard);
        }
    }
    Reading::new(slots, found, 1.0)
}

fn token_slot(index: &Index, tokens: &Tokens, token: &Token, last: bool) -> Slot {
    let mut slot = Slot { ideograph: token.ideograph, ..Slot::default() };
    if token.ideograph == 0 {
        slot.words = alternatives(index, tokens.word(token), last);
    } else if let Some(table) = &index.pinyin {
        for reading in table.readings(token.ideograph) {
            if reading != SILENT {
                slot.hear(reading, SAME_SOUND, LIKE_SOUND);
            }
        }
    }
    slot
}

/// The query with its words as pinyin, where that is possible; `None` where no word is.
fn as_pinyin(index: &Index, tokens: &Tokens) -> Option<Reading> {
    let mut slots = Vec::new();
    let mut any = false;
    // Letters of pinyin, and those of them that are in no whole syllable.
    let (mut letters, mut stray) = (0, 0);
    for (at, token) in tokens.list.iter().enumerate() {
        let word = tokens.word(token);
        let last = at + 1 == tokens.list.len();
        let pieces = if token.ideograph == 0 { segment(index, word) } else { None };
        let Some(pieces) = pieces else {
            slots.push(token_slot(index, tokens, token, last));
            continue;
        };
        any = true;
        letters += word.len();
        for piece in &pieces {
            match piece.kind {
                Kind::Syllable(_) | Kind::Word => stray += usize::from(piece.swapped),
                Kind::Unfinished | Kind::Stray => stray += piece.to - piece.from,
            }
            slots.extend(piece_slot(index, word, piece));
        }
    }
    slots.truncate(MAX_SLOTS);
    let trust = (1.0 - STRAY * stray as f32 / letters.max(1) as f32).max(0.05);
    any.then(|| {
        let heard = index.meanings.heard(index, &slots);
        Reading::new(slots, heard, trust)
    })
}

fn piece_slot(index: &Index, word: &[u8], piece: &Piece) -> Option<Slot> {
    let text = &word[piece.from..piece.to];
    let mut slot = Slot { typed: true, ..Slot::default() };
    match piece.kind {
        Kind::Syllable(syllable) => slot.hear(syllable, TYPED_SOUND, TYPED_LIKE),
        Kind::Unfinished => {
            for syllable in &index.spelled_as {
                if begins(*syllable, text) {
                    slot.hear(*syllable, TYPED_START, 0);
                }
            }
        }
        Kind::Word => slot.words = alternatives(index, text, false),
        Kind::Stray => return None,
    }
    Some(slot)
}

/// What a typed word may mean, best first: itself, its other forms, what it begins, what it misspells.
fn alternatives(index: &Index, word: &[u8], last: bool) -> Vec<(u32, f32)> {
    let words = &index.words;
    let mut all: Vec<(u32, f32)> = Vec::new();
    let stem = words.find_stem(word);
    if stem != NONE {
        all.push((WORD + stem, 1.0));
    }
    let known = stem != NONE;
    // Four letters that begin a word of the collection are rather that than another one misspelt.
    let mut trust = 1.0;
    if word.len() >= 2 || last {
        let mut longer = Vec::new();
        words.starting(word, &mut longer);
        if word.len() >= 4 && !longer.is_empty() {
            trust = BEGUN;
        }
        for found in longer {
            // The more of a word is there, the likelier it is the one.
            let share = word.len() as f32 / words.get(found).len() as f32;
            let likely = if known { 0.2 + 0.4 * share } else { 0.45 + 0.5 * share };
            let likely = if last { likely } else { likely * 0.8 };
            add(&mut all, WORD + words.stem_of(found), likely);
        }
    }
    if !known && word.len() >= 3 && word[0].is_ascii_lowercase() {
        let limit = if word.len() < 6 { 1 } else { 2 };
        let mut near = Vec::new();
        words.near(word, limit, &mut near);
        let least = near.iter().map(|(_, edits)| *edits).min().unwrap_or(0);
        for (found, edits) in near {
            if edits == least || edits == 1 {
                let likely = trust * if edits == 1 { 0.85 } else { 0.6 };
                let text = words.get(found);
                // Short words with another first letter are other words: cook is not a slip for look.
                if word.len() < 6 && text[0] != word[0] && text[1..] == word[1..] {
                    continue;
                }
                let first = if text[0] == word[0] { likely } else { likely * 0.85 };
                add(&mut all, WORD + words.stem_of(found), first);
            }
        }
    }
    all
}

fn add(all: &mut Vec<(u32, f32)>, unit: u32, likely: f32) {
    match all.iter_mut().find(|(known, _)| *known == unit) {
        Some((_, best)) => *best = best.max(likely),
        None => all.push((unit, likely)),
    }
}

/// A stored unit with what is compared of it.
pub(crate) struct Known {
    pub(crate) posted: u32,
    readings: [Syllable; MAX_READINGS],
}

impl Known {
    #[inline(never)]
    pub(crate) fn new(index: &Index, unit: u32) -> Self {
        let readings = index.pinyin.as_ref().map_or([SILENT; MAX_READINGS], |table| table.readings(unit));
        Known { posted: index.posted(unit), readings }
    }
}

impl Slot {
    /// Adds a syllable, and those confused with it, as what may fill the slot.
    fn hear(&mut self, reading: Syllable, same: u8, like: u8) {
        self.sounds.resize(COUNT, 0);
        let class = confusable(reading);
        if !self.classes.contains(&class) {
            self.classes.push(class);
        }
        if like > 0 {
            // Initial and final are confused each by itself, so most syllables need no look.
            let finals = PER_INITIAL;
            for first in (0..COUNT as Syllable).step_by(usize::from(finals)) {
                if confusable(first) != class - class % finals {
                    continue;
                }
                for last in 0..finals {
                    if confusable(last) == class % finals {
                        let fits = &mut self.sounds[usize::from(first + last)];
                        *fits = (*fits).max(like);
                    }
                }
            }
        }
        let exact = &mut self.sounds[usize::from(reading)];
        *exact = (*exact).max(same);
    }

    /// How well a stored unit fills this slot, 0 to 1.
    pub(crate) fn fits(&self, index: &Index, unit: u32) -> f32 {
        self.fits_as(&Known::new(index, unit))
    }

    /// The same for a unit that is asked about several times.
    #[inline(never)]
    pub(crate) fn fits_as(&self, known: &Known) -> f32 {
        if known.posted >= WORD {
            return self.words.iter().find(|(unit, _)| *unit == known.posted).map_or(0.0, |(_, likely)| *likely);
        }
        if self.ideograph == known.posted {
            return 1.0;
        }
        let mut best = 0;
        for reading in known.readings {
            if let Some(fits) = self.sounds.get(usize::from(reading)) {
                best = best.max(*fits);
            }
        }
        f32::from(best) / 100.0
    }

    /// The terms that may fill it, each with how well, best first for words.
    pub(crate) fn terms(&self, index: &Index) -> Vec<(u32, f32)> {
        if self.ideograph != 0 {
            return vec![(index.terms.get(u64::from(self.ideograph)), 1.0)];
        }
        let mut terms: Vec<(u32, f32)> =
            self.words.iter().map(|(unit, likely)| (index.terms.get(u64::from(*unit)), *likely)).collect();
        if self.typed {
            for class in &self.classes {
                for term in under(&index.sounds, u64::from(*class)) {
                    let fits = self.fits(index, index.terms.keys()[term as usize] as u32);
                    if fits > 0.0 {
                        terms.push((term, fits));
                    }
                }
            }
        }
        terms.retain(|(term, _)| *term != NONE);
        terms
    }
}
