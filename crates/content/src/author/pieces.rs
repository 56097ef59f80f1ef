//! Choosing the pieces that a bundle's text is written in, and writing it: the other half of
//! [`crate::text`].
//!
//! Byte-pair encoding on characters: the pair of pieces that stands together most often becomes a
//! piece, again and again, until the next pair is too rare to pay for its place in the table.

use crate::text::LONGEST;
use crate::wire::{END, Wire, Writer};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet};

/// A pair must occur this often to become a piece: a table entry costs about five bytes, and each use
/// saves half a byte or less. Found by trial on the shipped content; with 12 and with 30 it is larger.
const WORTHWHILE: usize = 20;

/// The payload: pieces, structure, codes.
pub(super) fn payload(streams: &Writer) -> Vec<u8> {
    let tokens = tokens(&streams.text);
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for token in &tokens {
        *uses.entry(token).or_default() += 1;
    }
    let mut by_use: Vec<&str> = uses.keys().copied().collect();
    // Stable: pieces used equally often stay in the order of their letters.
    by_use.sort_by_key(|piece| Reverse(uses[piece]));
    let ones = one_byte_codes(by_use.len());

    let mut out = Vec::new();
    let number = |out: &mut Vec<u8>, value: usize| {
        let mut digits = Writer::default();
        (value as u32).put(&mut digits);
        out.extend(digits.structure);
    };
    number(&mut out, by_use.len());
    number(&mut out, ones);
    let mut codes: HashMap<&str, usize> = HashMap::new();
    let (first, rest) = by_use.split_at_mut(ones);
    // A run is a set of codes with the same first byte: only the set matters, so it is sorted.
    for run in std::iter::once(first).chain(rest.chunks_mut(256)).filter(|run| !run.is_empty()) {
        run.sort_by_key(|piece| (piece.chars().count() > 1, *piece));
        let singles = run.iter().take_while(|piece| piece.chars().count() == 1).count();
        number(&mut out, singles);
        let mut before = 0;
        for letter in run[..singles].iter().flat_map(|piece| piece.chars()) {
            number(&mut out, letter as usize - before);
            before = letter as usize;
        }
        number(&mut out, run.len() - singles);
        for piece in &run[singles..] {
            out.push(piece.len() as u8);
            out.extend_from_slice(piece.as_bytes());
        }
        for piece in run {
            codes.insert(piece, codes.len());
        }
    }
    number(&mut out, streams.structure.len());
    out.extend_from_slice(&streams.structure);
    number(&mut out, streams.text.len());
    for token in &tokens {
        let code = codes[token];
        if code >= ones {
            out.push((ones + (code - ones) / 256) as u8);
            out.push(((code - ones) % 256) as u8);
        } else {
            out.push(code as u8);
        }
    }
    out
}

/// How many pieces can have codes of one byte when there are `pieces`: as many as leave enough
/// first bytes for the others.
fn one_byte_codes(pieces: usize) -> usize {
    (0..=256).rev().find(|ones| ones + (256 - ones) * 256 >= pieces).unwrap_or(0).min(pieces)
}

/// The text as a sequence of pieces.
fn tokens(text: &str) -> Vec<&str> {
    let mut chain = Chain::new(text);
    while let Some(pair) = chain.most_frequent() {
        chain.join(&pair);
    }
    chain.pieces()
}

type Pair<'a> = (&'a str, &'a str);

/// The text as a chain of pieces, with the places of every pair.
struct Chain<'a> {
    text: &'a str,
    /// The piece that begins at each byte; empty where none does.
    piece: Vec<&'a str>,
    /// The byte where the piece before begins.
    before: Vec<usize>,
    places: HashMap<Pair<'a>, HashSet<usize>>,
    /// Pairs by how often they occurred when that was last counted.
    queue: BinaryHeap<(usize, Reverse<Pair<'a>>)>,
}

impl<'a> Chain<'a> {
    fn new(text: &'a str) -> Self {
        let mut chain = Self {
            text,
            piece: vec![""; text.len()],
            before: vec![usize::MAX; text.len()],
            places: HashMap::new(),
            queue: BinaryHeap::new(),
        };
        let mut last = usize::MAX;
        for (at, letter) in text.char_indices() {
            chain.piece[at] = &text[at..at + letter.len_utf8()];
            chain.before[at] = last;
            if last != usize::MAX {
                chain.count(last);
            }
            last = at;
        }
        chain.queue = chain.places.iter().map(|(pair, places)| (places.len(), Reverse(*pair))).collect();
        chain
    }

    fn pair_at(&self, at: usize) -> Option<Pair<'a>> {
        let (left, right) = (self.piece[at], *self.piece.get(at + self.piece[at].len())?);
        joinable(left, right).then_some((left, right))
    }

    fn count(&mut self, at: usize) -> Option<Pair<'a>> {
        let pair = self.pair_at(at)?;
        self.places.entry(pair).or_default().insert(at);
        Some(pair)
    }

    fn forget(&mut self, at: usize) {
        if let Some(places) = self.pair_at(at).and_then(|pair| self.places.get_mut(&pair)) {
            places.remove(&at);
        }
    }

    /// The pair that occurs most often, if often enough; of several, the first by its letters.
    fn most_frequent(&mut self) -> Option<Pair<'a>> {
        while let Some((count, Reverse(pair))) = self.queue.pop() {
            let now = self.places.get(&pair).map_or(0, HashSet::len);
            if now < WORTHWHILE {
                continue;
            }
            if now == count {
                return Some(pair);
            }
            // Others were joined since it was counted: it waits for its turn again.
            self.queue.push((now, Reverse(pair)));
        }
        None
    }

    fn join(&mut self, pair: &Pair<'a>) {
        let mut places: Vec<usize> = self.places.remove(pair).into_iter().flatten().collect();
        places.sort_unstable();
        let mut grown = HashSet::new();
        for at in places {
            // In "aaa" the second pair went with the first.
            if self.pair_at(at) != Some(*pair) {
                continue;
            }
            let next = at + pair.0.len();
            let after = next + pair.1.len();
            let before = self.before[at];
            if before != usize::MAX {
                self.forget(before);
            }
            self.forget(next);
            self.piece[at] = &self.text[at..after];
            self.piece[next] = "";
            if after < self.text.len() {
                self.before[after] = at;
                grown.extend(self.count(at));
            }
            if before != usize::MAX {
                grown.extend(self.count(before));
            }
        }
        for pair in grown {
            self.queue.push((self.places[&pair].len(), Reverse(pair)));
        }
    }

    fn pieces(self) -> Vec<&'a str> {
        self.piece.into_iter().filter(|piece| !piece.is_empty()).collect()
    }
}

/// Words grow together with the space before them, marks with each other and with the end of a
/// string. Across words gzip's own repeats do better: with any pair allowed, English is a tenth larger.
fn joinable(left: &str, right: &str) -> bool {
    let word = |piece: &str| piece.chars().all(char::is_alphanumeric);
    let marks = |piece: &str| !piece.contains(|letter: char| letter == END || letter.is_alphanumeric());
    let within_word = word(left.strip_prefix(' ').unwrap_or(left)) && word(right);
    let ends_string = right.chars().eq([END]);
    left.len() + right.len() <= LONGEST && (within_word || marks(left) && (marks(right) || ends_string))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::streams;
    use proptest::prelude::*;

    #[test]
    fn as_many_pieces_as_possible_have_one_byte() {
        for (pieces, ones) in [(0, 0), (1, 1), (256, 256), (257, 255), (511, 255), (512, 254), (65536, 0)] {
            assert_eq!(one_byte_codes(pieces), ones, "{pieces}");
        }
    }

    #[test]
    fn frequent_words_become_pieces() {
        let text = "the cat, the cat.\0".repeat(WORTHWHILE);
        assert_eq!(tokens(&text)[..6], ["the", " cat", ",", " the", " cat", ".\0"]);
    }

    #[test]
    fn overlapping_pairs_are_joined_once() {
        let text = "aaa".repeat(WORTHWHILE);
        assert_eq!(tokens(&text).concat(), text);
    }

    proptest! {
        #[test]
        fn text_and_structure_come_back(text in "([ab文字 。]{0,40}\0){0,40}", structure: Vec<u8>) {
            let writer = Writer { structure, text };
            let payload = payload(&writer);
            let streams = streams(&payload).unwrap();
            prop_assert_eq!(streams.structure, &writer.structure);
            prop_assert_eq!(streams.strings, writer.text.matches(END).count());
            prop_assert_eq!(streams.text, writer.text);
        }
    }
}
