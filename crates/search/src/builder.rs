//! Documents in, an index out.

use crate::index::{Index, Value, WORD, pair, under};
use crate::meaning::{self, Found, Meanings};
use crate::number::{Sorting, sort};
use crate::pinyin::syllable::{COUNT, confusable, spelling};
use crate::pinyin::{Pinyin, SILENT};
use crate::scan::{self, Filter};
use crate::table::{Table, continued, key_of};
use crate::token::Tokens;
use crate::words::Words;
use crate::{Document, Field};

/// Unit of a stored impact: a word that stands once in a title of usual length has this many.
const ONE: f32 = 100.0;

/// How much a match counts in each field, in the order of [`Field`].
///
/// An alias is a title that someone else gave. Keywords are chosen by the author but say less about
/// the whole; headings tell of a part; running text mentions much that the article is not about.
const WEIGHT: [f32; 5] = [1.0, 1.0, 0.6, 0.45, 0.3];

/// BM25's saturation: how soon a repeated word stops to count more. Small, as help texts repeat their subject.
const K1: f32 = 1.25;
/// BM25's length normalisation for titles and aliases: a word of a long title says less than one of a short title.
const B_SHORT: f32 = 0.4;
/// The same for running text, where lengths differ by more and mean less.
const B_BODY: f32 = 0.6;
/// The length of a usual title and of a usual text, in tokens, where normalisation is 1.
const USUAL_SHORT: f32 = 12.0;
const USUAL_BODY: f32 = 150.0;

/// So many tokens of a document's running text are kept for a close look, sentence by sentence.
/// An article says at its start what it is about; the rest is found all the same.
const CLOSE_BODY: usize = 300;

/// Hearing a pair of characters, with all their readings, takes about so many times as long as a posting.
const STEPS_TO_HEAR: usize = 8;

/// Terms are heard in their order, so the lists of sounds need sorting by what stands above them alone.
const SORTED: u32 = 32;

/// Most documents in one index: a posting has 24 bits for the document.
const MAX_DOCUMENTS: usize = 1 << 24;

/// Collects documents, and makes an [`Index`] of them.
///
/// Each [`Builder::add`] takes well under a millisecond for a usual article, so a page can add
/// them in slices between frames. What is then left takes about as long as adding did:
/// call [`Builder::prepare`] where that is too long for one slice, and [`Builder::finish`] takes no time.
pub struct Builder {
    index: Index,
    /// term << 32 | document << 8 | impact, in the order of documents
    entries: Vec<u64>,
    df: Vec<u32>,
    tokens: Tokens,
    occurrences: Vec<u64>,
    keys: Vec<u64>,
    found: Vec<Found>,
    /// What is being done after the last document: postings are placed, terms heard, the lists of
    /// sounds, of pairs and of words sorted, and the sounds spelled.
    stage: u8,
    /// How far placing or hearing has come.
    at: usize,
    sorting: Sorting,
}

impl Builder {
    /// An empty builder. Without `pinyin`, everything but sounds and traditional characters works.
    #[must_use]
    pub fn new(pinyin: Option<Pinyin>) -> Self {
        Builder {
            index: Index {
                pinyin,
                meanings: Meanings::new(),
                words: Words::default(),
                terms: Table::default(),
                starts: Vec::new(),
                documents: Vec::new(),
                impacts: Vec::new(),
                values: Vec::new(),
                short: 0,
                first_value: vec![0],
                units: Vec::new(),
                texts: String::new(),
                sounds: Vec::new(),
                sound_pairs: Vec::new(),
                syllables: vec![0; COUNT],
                spoken: 0,
                votes: Vec::new(),
                spelled: Table::default(),
                spelled_as: Vec::new(),
            },
            entries: Vec::new(),
            df: Vec::new(),
            tokens: Tokens::default(),
            occurrences: Vec::new(),
            keys: Vec::new(),
            found: Vec::new(),
            stage: 0,
            at: 0,
            sorting: Sorting::new(SORTED),
        }
    }

    /// Adds a document and returns its number: 0, 1, 2 … in the order of calls.
    ///
    /// An index holds at most 16,777,216 documents; further ones are left out and all get that number.
    pub fn add(&mut self, document: &Document) -> u32 {
        let number = self.index.first_value.len() - 1;
        if number >= MAX_DOCUMENTS {
            return MAX_DOCUMENTS as u32;
        }
        self.occurrences.clear();
        let mut seen = [0_u32; 5];
        let mut body_length = 0;
        for (field, text) in document.fields {
            let nth = seen[*field as usize];
            seen[*field as usize] += 1;
            if *field == Field::Body {
                for sentence in sentences(text) {
                    self.tokens.read(sentence, self.index.pinyin.as_ref());
                    body_length += self.tokens.list.len();
                    let keep = body_length <= CLOSE_BODY;
                    self.read_value(number as u32, *field, nth, keep.then_some(""), 0);
                }
                continue;
            }
            self.tokens.read(text, self.index.pinyin.as_ref());
            let norm = 1.0 - B_SHORT + B_SHORT * self.tokens.list.len() as f32 / USUAL_SHORT;
            let impact = (ONE * WEIGHT[*field as usize] * (K1 + 1.0) / (1.0 + K1 * norm)) as u64;
            self.read_value(number as u32, *field, nth, Some(text), impact);
        }
        self.count(number as u64, body_length);
        self.index.first_value.push(self.index.values.len() as u32);
        number as u32
    }

    /// Says how helpful people found a document, from -1 to 1; 0 is what documents have that nobody voted on.
    ///
    /// Of documents that answer a query about equally well the better voted comes first: scores change
    /// by at most 3 %, and an exact title stays where it is. Values outside are taken as the nearest
    /// inside, not a number as 0; numbers that [`Builder::add`] has not given are ignored.
    pub fn vote(&mut self, document: u32, vote: f32) {
        let at = document as usize;
        if at + 1 >= self.index.first_value.len() {
            return;
        }
        if self.index.votes.len() <= at {
            self.index.votes.resize(at + 1, 0.0);
        }
        self.index.votes[at] = if vote.is_nan() { 0.0 } else { vote.clamp(-1.0, 1.0) };
    }

    /// Notes the terms of one text, and keeps the text for a close look unless it is `None`.
    fn read_value(&mut self, document: u32, field: Field, nth: u32, text: Option<&str>, impact: u64) {
        let index = &mut self.index;
        let first_unit = index.units.len();
        let mut last = None;
        for token in &self.tokens.list {
            let (unit, shown) = if token.ideograph == 0 {
                let word = index.words.insert(self.tokens.word(token));
                (WORD + index.words.stem_of(word), WORD + word)
            } else {
                (token.ideograph, token.ideograph)
            };
            let term = index.terms.insert(u64::from(unit));
            self.occurrences.push(u64::from(term) << 16 | impact);
            if let Some(before) = last {
                let term = index.terms.insert(pair(before, unit));
                self.occurrences.push(u64::from(term) << 16 | impact);
            }
            last = Some(unit);
            index.units.push(shown);
        }
        let units = &index.units[first_unit..];
        let meanings = meaning::of_units(&index.meanings, units, &index.words, &mut self.keys, &mut self.found);
        for group in meaning::each(meanings) {
            let term = index.terms.insert(u64::from(meaning::unit(group)));
            self.occurrences.push(u64::from(term) << 16 | impact);
        }
        let Some(text) = text.filter(|_| !units.is_empty()) else {
            index.units.truncate(first_unit);
            return;
        };
        let filter = if field == Field::Body {
            Filter::default()
        } else {
            scan::filter(units, &index.words, index.pinyin.as_ref())
        };
        index.short += usize::from(field != Field::Body);
        let text_start = index.texts.len() as u32;
        index.texts.push_str(text);
        index.values.push(Value {
            document,
            field,
            nth,
            text_start,
            text_end: index.texts.len() as u32,
            first_unit: first_unit as u32,
            last_unit: index.units.len() as u32,
            meanings,
            filter,
        });
    }

    /// Turns the occurrences of one document into entries: the best short field, and the running text on top.
    fn count(&mut self, document: u64, body_length: usize) {
        self.df.resize(self.index.terms.len(), 0);
        sort(&mut self.occurrences);
        let norm = 1.0 - B_BODY + B_BODY * body_length as f32 / USUAL_BODY;
        let mut at = 0;
        while at < self.occurrences.len() {
            let term = self.occurrences[at] >> 16;
            let (mut best, mut in_body) = (0, 0.0);
            while at < self.occurrences.len() && self.occurrences[at] >> 16 == term {
                match self.occurrences[at] & 0xFFFF {
                    0 => in_body += 1.0,
                    impact => best = impact, // sorted: the last is the greatest
                }
                at += 1;
            }
            let body = ONE * WEIGHT[Field::Body as usize] * (K1 + 1.0) * in_body / (in_body + K1 * norm);
            let impact = (best + body as u64).clamp(1, 255);
            self.df[term as usize] += 1;
            self.entries.push(term << 32 | document << 8 | impact);
        }
    }

    /// Does a part of what [`Builder::finish`] would do: about so many steps, of which a browser does
    /// some millions a second. Returns whether nothing is left. Add no more documents after the first call.
    pub fn prepare(&mut self, steps: usize) -> bool {
        let index = &mut self.index;
        let over = match self.stage {
            0 => self.place(steps),
            1 => self.hear(steps / STEPS_TO_HEAR + 1),
            2 => self.sorting.step(&mut index.sounds, steps),
            3 => self.sorting.step(&mut index.sound_pairs, steps),
            4 => index.words.finish(&mut self.sorting, steps),
            5 => self.spell(),
            _ => return true,
        };
        if over {
            self.stage += 1;
            self.at = 0;
            self.sorting = Sorting::new(if self.stage < 4 { SORTED } else { 0 });
        }
        false
    }

    /// The finished index. Documents, queries and results are the same on every platform.
    #[must_use]
    pub fn finish(mut self) -> Index {
        while !self.prepare(usize::MAX) {}
        self.index
    }

    /// Puts postings where they belong, at most so many. Returns whether all are there.
    fn place(&mut self, postings: usize) -> bool {
        let index = &mut self.index;
        if index.starts.is_empty() {
            let mut total = 0;
            index.starts.reserve_exact(self.df.len() + 1);
            for df in &self.df {
                index.starts.push(total);
                total += df;
            }
            index.starts.push(total);
            index.documents = vec![0; total as usize];
            index.impacts = vec![0; total as usize];
            // From here on `df` holds the next free place of each term.
            let terms = self.df.len();
            self.df.copy_from_slice(&index.starts[..terms]);
        }
        let until = self.entries.len().min(self.at.saturating_add(postings));
        for entry in &self.entries[self.at..until] {
            let place = &mut self.df[(entry >> 32) as usize];
            index.documents[*place as usize] = (*entry as u32) >> 8;
            index.impacts[*place as usize] = *entry as u8;
            *place += 1;
        }
        self.at = until;
        let over = until == self.entries.len();
        if over {
            self.entries = Vec::new();
        }
        over
    }

    /// Lists how terms sound, at most so many of them, so that a sound finds its characters and pairs of
    /// characters. Returns whether all are listed.
    fn hear(&mut self, terms: usize) -> bool {
        let index = &mut self.index;
        let Some(pinyin) = &index.pinyin else { return true };
        let until = index.terms.len().min(self.at.saturating_add(terms));
        for term in self.at..until {
            let key = index.terms.keys()[term];
            let (first, second) = ((key >> 32) as u32, key as u32);
            // Readings that are taken for one another are listed once.
            let (sounds, pairs) = (index.sounds.len(), index.sound_pairs.len());
            for b in pinyin.readings(second) {
                if b == SILENT {
                    continue;
                }
                let class = u64::from(confusable(b));
                if first == 0 {
                    let df = index.starts[term + 1] - index.starts[term];
                    index.syllables[usize::from(b)] += df;
                    index.spoken += df;
                    once(&mut index.sounds, sounds, class << 32 | term as u64);
                    continue;
                }
                for a in pinyin.readings(first - 1) {
                    if a != SILENT {
                        let classes = u64::from(confusable(a)) * COUNT as u64 + class;
                        once(&mut index.sound_pairs, pairs, classes << 32 | term as u64);
                    }
                }
            }
        }
        self.at = until;
        until == index.terms.len()
    }

    /// Lists how the sounds of the collection are spelled: some hundreds, so all at once.
    fn spell(&mut self) -> bool {
        let index = &mut self.index;
        for reading in index.pinyin.iter().flat_map(Pinyin::spoken) {
            if under(&index.sounds, u64::from(confusable(reading))).next().is_some() {
                let (initial, last) = spelling(reading);
                index.spelled.insert(continued(key_of(initial.as_bytes()), last.as_bytes()));
                index.spelled_as.push(reading);
            }
        }
        true
    }
}

/// Adds an entry, unless it is there from `from` on.
fn once(list: &mut Vec<u64>, from: usize, entry: u64) {
    if !list[from..].contains(&entry) {
        list.push(entry);
    }
}

/// The sentences of a running text.
fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let ends = match c {
            '。' | '！' | '？' | '；' | '!' | '?' | '\n' => true,
            // A stop or a slash ends a sentence only where a space follows: not in 2.5, not in and/or.
            ' ' => matches!(before, '.' | '/'),
            _ => false,
        };
        before = c;
        if ends {
            all.push(&text[start..at]);
            start = at;
        }
    }
    all.push(&text[start..]);
    all
}
