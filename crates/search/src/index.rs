//! The index: which documents hold which terms, and the short texts themselves.

use crate::meaning::Meanings;
use crate::pinyin::Pinyin;
use crate::pinyin::syllable::Syllable;
use crate::scan::Filter;
use crate::table::{NONE, Table};
use crate::words::Words;
use crate::{Field, Hit};

/// Units from here on are words; below are ideographs and meanings.
pub(crate) const WORD: u32 = 1 << 24;

/// The key of two units that stand side by side; a single unit's key is the unit itself.
pub(crate) fn pair(first: u32, second: u32) -> u64 {
    u64::from(first + 1) << 32 | u64::from(second)
}

/// A title, alias, keyword or heading.
pub(crate) struct Value {
    pub(crate) document: u32,
    pub(crate) field: Field,
    /// Which value of that field in its document.
    pub(crate) nth: u32,
    pub(crate) text_start: u32,
    pub(crate) text_end: u32,
    pub(crate) first_unit: u32,
    pub(crate) last_unit: u32,
    /// A bit for each group of expressions in it.
    pub(crate) meanings: u128,
    pub(crate) filter: Filter,
}

/// A searchable collection of documents. Made by [`Builder`](crate::Builder); never changes.
///
/// Takes about 0.5 MB of memory for 1,000 short questions (see [`Index::memory`]). The most measured,
/// for texts made to take much, was 14 bytes for each byte of text and 180 for each title or alias.
pub struct Index {
    pub(crate) pinyin: Option<Pinyin>,
    pub(crate) meanings: Meanings,
    pub(crate) words: Words,
    /// Numbers the terms: units and pairs of units.
    pub(crate) terms: Table,
    /// Where each term's postings start; one more entry than terms.
    pub(crate) starts: Vec<u32>,
    /// Documents of all postings, and how much each counts there.
    pub(crate) documents: Vec<u32>,
    pub(crate) impacts: Vec<u8>,
    pub(crate) values: Vec<Value>,
    /// How many of the values are not running text.
    pub(crate) short: usize,
    /// Where each document's values start; one more entry than documents.
    pub(crate) first_value: Vec<u32>,
    /// The units of all values.
    pub(crate) units: Vec<u32>,
    pub(crate) texts: String,
    /// Class of sound << 32 | term, sorted: the ideographs that sound so.
    pub(crate) sounds: Vec<u64>,
    /// Two classes of sound << 32 | term, sorted: the pairs of ideographs that sound so.
    pub(crate) sound_pairs: Vec<u64>,
    /// How many documents have an ideograph read with each syllable, and their sum.
    pub(crate) syllables: Vec<u32>,
    pub(crate) spoken: u32,
    /// How each document was voted, -1 to 1; shorter than the documents where the last ones have no votes.
    pub(crate) votes: Vec<f32>,
    /// Spellings of the syllables that something in the collection sounds like, and the syllables themselves.
    pub(crate) spelled: Table,
    pub(crate) spelled_as: Vec<Syllable>,
}

impl Index {
    /// How many documents it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first_value.len() - 1
    }

    /// Whether it holds no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of memory it takes, the pinyin table not counted.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.terms.bytes()
            + self.words.bytes()
            + self.starts.capacity() * 4
            + self.documents.capacity() * 4
            + self.impacts.capacity()
            + self.values.capacity() * size_of::<Value>()
            + self.first_value.capacity() * 4
            + self.units.capacity() * 4
            + self.texts.capacity()
            + self.votes.capacity() * 4
            + (self.sounds.capacity() + self.sound_pairs.capacity()) * 8
    }

    /// The best `limit` documents for what a person typed, best first.
    ///
    /// Any text is a valid query; one without a letter, digit or ideograph finds nothing.
    /// Only the first 64 words and ideographs of a query count.
    #[must_use]
    #[inline(never)]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        crate::rank::search(self, query, limit)
    }

    pub(crate) fn value_units(&self, value: &Value) -> &[u32] {
        &self.units[value.first_unit as usize..value.last_unit as usize]
    }

    pub(crate) fn value_text(&self, value: &Value) -> &str {
        &self.texts[value.text_start as usize..value.text_end as usize]
    }

    /// How many documents have a term.
    #[inline(never)]
    pub(crate) fn df(&self, term: u32) -> u32 {
        if term == NONE { 0 } else { self.starts[term as usize + 1] - self.starts[term as usize] }
    }

    /// The places of a term's postings.
    pub(crate) fn postings(&self, term: u32) -> core::ops::Range<usize> {
        if term == NONE { 0..0 } else { self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize }
    }

    /// The unit that a stored unit is posted under: a word's stem, or the ideograph.
    #[inline(never)]
    pub(crate) fn posted(&self, unit: u32) -> u32 {
        if unit >= WORD { WORD + self.words.stem_of(unit - WORD) } else { unit }
    }
}

/// The entries of a sorted list that stand under `key`, as terms.
pub(crate) fn under(list: &[u64], key: u64) -> impl Iterator<Item = u32> + '_ {
    let first = list.partition_point(|entry| entry >> 32 < key);
    list[first..].iter().take_while(move |entry| *entry >> 32 == key).map(|entry| *entry as u32)
}
