//! Toneless readings of Chinese characters, and traditional characters as simplified ones.
//!
//! The data (`data/readings.bin`, `data/traditional.bin`, made by `data/make_data.py`) names no
//! characters: it follows the order of GB 2312, whose first level is sorted by sound. A browser has
//! that order in `TextDecoder('gbk')`, so the characters themselves need not be shipped.
//!
//! A browser gets the data with the content of a language that needs them; native code has them linked in.
//!
//! Readings come from pypinyin (MIT), traditional characters from OpenCC (Apache-2.0).

pub(crate) mod syllable;

use syllable::{COUNT, Syllable};

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

/// The data for [`Pinyin::new`], 7,390 bytes.
#[must_use]
pub fn sounds() -> Vec<u8> {
    [include_bytes!("../../data/readings.bin").as_slice(), include_bytes!("../../data/traditional.bin")].concat()
}

/// The readings of the 4,555 most common characters of GB 2312 and of the common traditional ones.
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
    /// Makes the table from the decoded bytes of [`gb2312`] and the data of [`sounds`].
    ///
    /// `None` if the text is not those 6,763 characters, as when a platform has no such decoder, or the
    /// data are others: an index without a table still finds everything but sounds.
    #[must_use]
    pub fn new(gb2312: &str, sounds: &[u8]) -> Option<Self> {
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
        let (runs, rest) = counted(sounds)?;
        let (runs, rest) = rows::<3>(rest, runs)?;
        let mut level_1 = order[..LEVEL_1].iter();
        for [initial, last, length] in runs {
            let reading = syllable::syllable(initial, last)?;
            for &place in level_1.by_ref().take(usize::from(length)) {
                table.readings[usize::from(place)][0] = reading;
            }
        }
        let (count, rest) = counted(rest)?;
        let (second, rest) = rows::<3>(rest, count)?;
        let mut at = LEVEL_1;
        for [step, initial, last] in second {
            at += usize::from(step);
            table.readings[usize::from(*order.get(at)?)][0] = syllable::syllable(initial, last)?;
        }
        let (count, rest) = counted(rest)?;
        let (further, rest) = rows::<4>(rest, count)?;
        let mut at = 0;
        for [low, high, initial, last] in further {
            at += wide(low, high);
            let slots = &mut table.readings[usize::from(*order.get(at)?)];
            let free = if slots[1] == SILENT { 1 } else { 2 };
            slots[free] = syllable::syllable(initial, last)?;
        }
        let (count, rest) = counted(rest)?;
        let (pairs, _) = rows::<4>(rest, count)?;
        let mut at = 0;
        for [low, high, simple_low, simple_high] in pairs {
            at += wide(low, high);
            let simple = *order.get(wide(simple_low, simple_high))?;
            *table.simplified.get_mut(at)? = simple;
            table.readings[at] = table.readings[usize::from(simple)];
        }
        Some(table)
    }

    /// The table, decoded by `encoding_rs`: for programs outside the browser.
    #[cfg(any(test, feature = "native"))]
    #[must_use]
    pub fn native() -> Option<Self> {
        Pinyin::new(&encoding_rs::GBK.decode(&gb2312()).0, &sounds())
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
fn counted(data: &[u8]) -> Option<(usize, &[u8])> {
    let (count, rest) = data.split_first_chunk::<2>()?;
    Some((wide(count[0], count[1]), rest))
}

/// A number of two bytes.
fn wide(low: u8, high: u8) -> usize {
    usize::from(low) | usize::from(high) << 8
}

/// The rows of a table that is stored column by column, and what follows it.
fn rows<const COLUMNS: usize>(data: &[u8], length: usize) -> Option<(impl Iterator<Item = [u8; COLUMNS]>, &[u8])> {
    let (table, rest) = data.split_at_checked(COLUMNS * length)?;
    Some(((0..length).map(move |row| std::array::from_fn(|column| table[column * length + row])), rest))
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
            ('女', "nu nv"),
            ('率', "lu lv shuai"),
            ('續', "xu"),
            ('嗯', "en"),
            ('呗', "bei"),
            ('昵', "ni"),
            ('龠', ""),
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
        assert!(Pinyin::new("", &sounds()).is_none());
        assert!(Pinyin::new("啊阿埃", &sounds()).is_none());
        assert!(Pinyin::new(&"a".repeat(6_763), &sounds()).is_none());
    }

    #[test]
    fn other_data_give_no_table_and_no_panic() {
        let characters = encoding_rs::GBK.decode(&gb2312()).0.into_owned();
        let data = sounds();
        assert!(Pinyin::new(&characters, &data).is_some());
        assert!((0..data.len()).step_by(7).all(|end| Pinyin::new(&characters, &data[..end]).is_none()));
        for byte in [0x7f, 0xff] {
            assert!(Pinyin::new(&characters, &vec![byte; data.len()]).is_none(), "{byte}");
            for at in (0..data.len()).step_by(13) {
                let mut changed = data.clone();
                changed[at] = byte;
                // Whether it is still a table depends on the byte; what must not be is a panic.
                if let Some(table) = Pinyin::new(&characters, &changed) {
                    assert!(table.spoken().len() <= COUNT);
                }
            }
        }
    }
}
