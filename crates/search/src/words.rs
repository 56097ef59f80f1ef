//! The words of a collection: their stems, and which of them a typed word may mean.

use crate::number::Sorting;
use crate::stem::stem;
use crate::table::{Table, key_of};

/// Every word of a collection once, with its stem.
#[derive(Default)]
pub(crate) struct Words {
    table: Table,
    stems: Table,
    text: Vec<u8>,
    /// Where each word ends in `text`.
    ends: Vec<u32>,
    stem_of: Vec<u32>,
    /// Which letters a word has, one bit each: most words are ruled out by it before any distance is counted.
    letters: Vec<u32>,
    /// First five bytes and number of each word, sorted: words with a common start stand together.
    sorted: Vec<u64>,
}

/// How many words a start may stand for; beyond it the start says too little to be worth the time.
const MAX_COMPLETIONS: usize = 64;

/// The key of a word's stem, which it shares with its other forms.
pub(crate) fn stem_key(word: &[u8]) -> u64 {
    let mut root = word.to_vec();
    stem(&mut root);
    key_of(&root)
}

impl Words {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.table.bytes() + self.stems.bytes() + self.text.capacity() + self.len() * 20
    }

    pub(crate) fn get(&self, word: u32) -> &[u8] {
        let word = word as usize;
        let start = if word == 0 { 0 } else { self.ends[word - 1] as usize };
        &self.text[start..self.ends[word] as usize]
    }

    pub(crate) fn stem_of(&self, word: u32) -> u32 {
        self.stem_of[word as usize]
    }

    pub(crate) fn find(&self, word: &[u8]) -> u32 {
        self.table.get(key_of(word))
    }

    /// The key of a stem, as [`stem_key`] gives it.
    pub(crate) fn key(&self, stem: u32) -> u64 {
        self.stems.keys()[stem as usize]
    }

    /// The stem that `word` has in this collection, whether or not the word itself stands in it.
    pub(crate) fn find_stem(&self, word: &[u8]) -> u32 {
        self.stems.get(stem_key(word))
    }

    pub(crate) fn insert(&mut self, word: &[u8]) -> u32 {
        let number = self.table.insert(key_of(word));
        if number as usize == self.ends.len() {
            self.text.extend_from_slice(word);
            self.ends.push(self.text.len() as u32);
            self.stem_of.push(self.stems.insert(stem_key(word)));
            self.letters.push(mask(word));
        }
        number
    }

    /// Prepares for [`Words::starting`], in parts: see [`Sorting::step`]. To be called after the last
    /// insertion, until it returns true.
    pub(crate) fn finish(&mut self, sorting: &mut Sorting, work: usize) -> bool {
        if self.sorted.is_empty() {
            self.sorted = (0..self.len() as u32).map(|word| start_key(self.get(word)) | u64::from(word)).collect();
        }
        sorting.step(&mut self.sorted, work)
    }

    /// The words that begin with `start` and are longer, in alphabetical order of their first five letters.
    pub(crate) fn starting(&self, start: &[u8], found: &mut Vec<u32>) {
        let first = self.sorted.partition_point(|entry| *entry < start_key(start));
        for entry in &self.sorted[first..] {
            let word = *entry as u32 & 0xFF_FFFF;
            let text = self.get(word);
            let n = start.len().min(5);
            if text.len() < n || text[..n] != start[..n] || found.len() >= MAX_COMPLETIONS {
                break;
            }
            if text.len() > start.len() && text.starts_with(start) {
                found.push(word);
            }
        }
    }

    /// The words at most `limit` edits from `typed`, each with its distance.
    pub(crate) fn near(&self, typed: &[u8], limit: usize, found: &mut Vec<(u32, usize)>) {
        let own = mask(typed);
        for word in 0..self.len() as u32 {
            let text = self.get(word);
            // One edit changes at most two letters of the set.
            if text.len().abs_diff(typed.len()) > limit
                || (self.letters[word as usize] ^ own).count_ones() as usize > 2 * limit
            {
                continue;
            }
            let edits = distance(typed, text, limit);
            if edits <= limit {
                found.push((word, edits));
            }
        }
    }
}

/// The first five bytes, above the 24 bits of a word's number.
fn start_key(word: &[u8]) -> u64 {
    (0..5).fold(0, |key, i| key << 8 | u64::from(word.get(i).copied().unwrap_or(0))) << 24
}

fn mask(word: &[u8]) -> u32 {
    word.iter().fold(0, |mask, letter| mask | 1 << (letter & 31))
}

/// Longest words that are compared; longer ones are never near anything.
const MAX_LETTERS: usize = 32;

/// Edits from `a` to `b`: a letter put in, left out, replaced, or two neighbours swapped
/// (Damerau's distance, restricted); anything over `limit` comes back as `limit + 1`.
fn distance(a: &[u8], b: &[u8], limit: usize) -> usize {
    if a.len() > MAX_LETTERS || b.len() > MAX_LETTERS {
        return limit + 1;
    }
    let mut rows = [[0_u8; MAX_LETTERS + 1]; 3];
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j as u8;
    }
    for i in 1..=a.len() {
        let (now, last, older) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i as u8;
        let mut least = i as u8;
        for j in 1..=b.len() {
            let differ = u8::from(a[i - 1] != b[j - 1]);
            let mut edits = (rows[last][j - 1] + differ).min(rows[last][j] + 1).min(rows[now][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                edits = edits.min(rows[older][j - 2] + 1);
            }
            rows[now][j] = edits;
            least = least.min(edits);
        }
        if usize::from(least) > limit {
            return limit + 1;
        }
    }
    usize::from(rows[a.len() % 3][b.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_count_swaps_once() {
        for (a, b, edits) in [
            ("excel", "excel", 0),
            ("exel", "excel", 1),
            ("ecxel", "excel", 1),
            ("excell", "excel", 1),
            ("axcel", "excel", 1),
            ("pritner", "printer", 1),
            ("pirntre", "printer", 2),
            ("word", "excel", 3),
        ] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes(), 2), edits, "{a} {b}");
        }
    }

    #[test]
    fn completions_begin_with_what_was_typed() {
        let mut words = Words::default();
        for word in ["print", "printer", "printing", "prin", "point", "p"] {
            words.insert(word.as_bytes());
        }
        assert!(words.finish(&mut Sorting::new(0), usize::MAX));
        let mut found = Vec::new();
        words.starting(b"print", &mut found);
        found.sort_unstable();
        assert_eq!(found, [1, 2]);
    }
}
