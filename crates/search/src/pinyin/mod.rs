//! Toneless readings of Chinese characters, and traditional characters as simplified ones.
//!
//! The data (`data/readings.bin`, `data/traditional.bin`, made by `data/make_data.py`) names no
//! characters: it follows the order of GB 2312, whose first level is sorted by sound. A browser has
//! that order in `TextDecoder('gbk')`, so the characters themselves need not be shipped.
//!
//! Readings come from pypinyin (MIT), traditional characters from OpenCC (Apache-2.0).

pub(crate) mod syllable;

use syllable::{COUNT, Syllable};

static READINGS: &[u8] = include_bytes!("../../data/readings.bin");
static TRADITIONAL: &[u8] = include_bytes!("../../data/traditional.bin");

/// Characters in the first level of GB 2312 (rows 0xB0 to 0xD7), which are sorted by sound.
const LEVEL_1: usize = 3_755;
/// Characters in the second level (rows 0xD8 to 0xF7), which are sorted by radical.
const LEVEL_2: usize = 3_008;
/// The block that holds every character of the tables: U+4E00..=U+9FFF.
const FIRST: u32 = 0x4E00;
const BLOCK: usize = 0x5200;
/// No character has more readings than this in the data.
pub(crate) const MAX_READINGS: usize = 3;
/// No reading, in a slot of [`Pinyin::readings`].
pub(crate) const SILENT: Syllable = COUNT as Syllable;

/// The characters of GB 2312 in its own order, as bytes to be decoded.
///
/// Decode them with `new TextDecoder("gbk")` in a browser or with `encoding_rs::GBK` elsewhere,
/// and hand the text to [`Pinyin::new`]. 13,526 bytes.
#[must_use]
pub fn gb2312() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(2 * (LEVEL_1 + LEVEL_2));
    for row in 0xB0..=0xF7_u8 {
        // Row 0xD7 ends five cells early: the first level does not fill it.
        let last = if row == 0xD7 { 0xF9 } else { 0xFE };
        for cell in 0xA1..=last {
            bytes.push(row);
            bytes.push(cell);
        }
    }
    bytes
}

/// The readings of the 6,763 characters of GB 2312 and of the common traditional ones.
///
/// Takes 170 KB of memory. One table serves any number of indexes, one after the other.
#[derive(Clone)]
pub struct Pinyin {
    /// Up to three readings for each character of the block.
    readings: Vec<[Syllable; MAX_READINGS]>,
    /// The simplified form of each character of the block, as distance from its start; itself where there is none.
    simplified: Vec<u16>,
}

impl Pinyin {
    /// Makes the table from the decoded bytes of [`gb2312`].
    ///
    /// `None` if the text is not those 6,763 characters, as when a platform has no such decoder:
    /// an index without a table still finds everything but sounds.
    #[must_use]
    pub fn new(gb2312: &str) -> Option<Self> {
        let mut table =
            Pinyin { readings: vec![[SILENT; MAX_READINGS]; BLOCK], simplified: (0..BLOCK as u16).collect() };
        let mut order = Vec::with_capacity(LEVEL_1 + LEVEL_2);
        for c in gb2312.chars() {
            let place = (c as u32).wrapping_sub(FIRST);
            if place as usize >= BLOCK {
                return None;
            }
            order.push(place as u16);
        }
        if order.len() != LEVEL_1 + LEVEL_2 {
            return None;
        }
        let (runs, rest) = split(READINGS);
        let n = runs;
        let mut at = 0;
        for run in 0..n {
            let reading = syllable::syllable(rest[run], rest[n + run]);
            for _ in 0..rest[2 * n + run] {
                table.readings[usize::from(order[at])][0] = reading;
                at += 1;
            }
        }
        let second = &rest[3 * n..];
        for i in 0..LEVEL_2 {
            table.readings[usize::from(order[LEVEL_1 + i])][0] = syllable::syllable(second[i], second[LEVEL_2 + i]);
        }
        let (m, further) = split(&second[2 * LEVEL_2..]);
        let mut at = 0;
        for i in 0..m {
            at += usize::from(further[i]) | usize::from(further[m + i]) << 8;
            let slots = &mut table.readings[usize::from(order[at])];
            let free = if slots[1] == SILENT { 1 } else { 2 };
            slots[free] = syllable::syllable(further[2 * m + i], further[3 * m + i]);
        }
        let (k, pairs) = split(TRADITIONAL);
        let mut at = 0;
        for i in 0..k {
            at += usize::from(pairs[i]) | usize::from(pairs[k + i]) << 8;
            let simple = order[usize::from(pairs[2 * k + i]) | usize::from(pairs[3 * k + i]) << 8];
            table.simplified[at] = simple;
            table.readings[at] = table.readings[usize::from(simple)];
        }
        Some(table)
    }

    /// The table, decoded by `encoding_rs`: for programs outside the browser.
    #[cfg(any(test, feature = "native"))]
    #[must_use]
    pub fn native() -> Option<Self> {
        Pinyin::new(&encoding_rs::GBK.decode(&gb2312()).0)
    }

    /// The readings of a character; [`SILENT`] fills the slots it does not need.
    pub(crate) fn readings(&self, c: u32) -> [Syllable; MAX_READINGS] {
        let place = c.wrapping_sub(FIRST) as usize;
        self.readings.get(place).copied().unwrap_or([SILENT; MAX_READINGS])
    }

    /// Every syllable that some character has, in the order of their numbers.
    pub(crate) fn spoken(&self) -> Vec<Syllable> {
        let mut has = [false; COUNT + 1];
        for reading in self.readings.iter().flatten() {
            has[usize::from(*reading)] = true;
        }
        (0..COUNT as Syllable).filter(|syllable| has[usize::from(*syllable)]).collect()
    }

    /// The simplified form of a character, or itself.
    pub(crate) fn simplified(&self, c: char) -> char {
        let place = (c as u32).wrapping_sub(FIRST) as usize;
        match self.simplified.get(place) {
            Some(simple) => char::from_u32(FIRST + u32::from(*simple)).unwrap_or(c),
            None => c,
        }
    }
}

/// A 16-bit count, and what follows it.
fn split(data: &[u8]) -> (usize, &[u8]) {
    (usize::from(data[0]) | usize::from(data[1]) << 8, &data[2..])
}

#[cfg(test)]
pub(crate) fn native() -> Pinyin {
    Pinyin::native().unwrap_or_else(|| unreachable!("the data fit the decoder"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(c: char) -> Vec<String> {
        let mut all: Vec<String> = native()
            .readings(c as u32)
            .iter()
            .filter(|r| **r != SILENT)
            .map(|r| syllable::spelling(*r))
            .map(|(a, b)| [a, b].concat())
            .collect();
        all.sort();
        all
    }

    #[test]
    fn polyphones_have_each_of_their_readings() {
        for (c, expected) in [
            ('重', "chong zhong"),
            ('行', "hang xing"),
            ('长', "chang zhang"),
            ('还', "hai huan"),
            ('会', "hui kuai"),
            ('银', "yin"),
            ('账', "zhang"),
            ('呗', "bei"),
            ('女', "nu nv"),
            ('率', "lu lv shuai"),
            ('續', "xu"),
            ('嗯', "en"),
        ] {
            assert_eq!(spelled(c).join(" "), expected, "{c}");
        }
        assert!(spelled('😀').is_empty() && spelled('a').is_empty());
    }

    #[test]
    fn traditional_characters_become_simplified_ones() {
        let table = native();
        let simple: String = "會員續費 檔案無法開啟 繁體 Word".chars().map(|c| table.simplified(c)).collect();
        assert_eq!(simple, "会员续费 档案无法开启 繁体 Word");
    }

    #[test]
    fn a_wrong_decoder_gives_no_table() {
        assert!(Pinyin::new("").is_none());
        assert!(Pinyin::new("啊阿埃").is_none());
        assert!(Pinyin::new(&"a".repeat(6_763)).is_none());
    }
}
