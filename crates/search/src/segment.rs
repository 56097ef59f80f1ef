//! Latin letters cut into the syllables they most probably spell.

use crate::index::{Index, under};
use crate::number::ln;
use crate::pinyin::syllable::{COUNT, MAX_LETTERS, Syllable, confusable, spelling};
use crate::table::{NONE, key_of};

/// What a run of letters is taken for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A whole syllable.
    Syllable(Syllable),
    /// The beginning of a syllable, at the end of the query.
    Unfinished,
    /// A word of the collection.
    Word,
    /// A letter that fits nowhere: most likely a typing error.
    Stray,
}

/// A run of letters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) kind: Kind,
    /// Two neighbouring letters of it were typed in the wrong order.
    pub(crate) swapped: bool,
}

/// Costs are negative logarithms of probabilities, guessed: one letter in e^9 is a stray one, one
/// word in e^7 stands between syllables without a space, one syllable in e^7 has two letters swapped,
/// every 50th query is not finished.
const STRAY: f32 = 9.0;
const WORD: f32 = 7.0;
const SWAPPED: f32 = 7.0;
const UNFINISHED: f32 = 4.0;
/// Share of the pair's own probability against the single syllable's.
const PAIRED: f32 = 0.7;
/// Longest word looked for between syllables.
const MAX_WORD: usize = 16;

/// The best way to end at a position with a certain last syllable.
#[derive(Clone, Copy)]
struct Way {
    cost: f32,
    piece: Piece,
    /// The way before it, in the list of all ways.
    before: u32,
}

/// Cuts `letters` (a to z), or `None` where they spell no Chinese of this collection.
pub(crate) fn segment(index: &Index, letters: &[u8]) -> Option<Vec<Piece>> {
    let n = letters.len();
    if index.spoken == 0 || n > 128 {
        return None;
    }
    let mut ways: Vec<Way> = Vec::new();
    // The ways that end at each position: a range of `ways`, complete when the position is reached.
    let mut ends: Vec<Vec<u32>> = vec![Vec::new(); n + 1];
    for from in 0..n {
        if from > 0 && ends[from].is_empty() {
            continue;
        }
        let before = core::mem::take(&mut ends[from]);
        for to in from + 1..=n.min(from + MAX_WORD) {
            let text = &letters[from..to];
            let mut add = |kind, swapped, cost| {
                extend(index, &mut ways, &mut ends, &before, Piece { from, to, kind, swapped }, cost);
            };
            if text.len() <= MAX_LETTERS {
                if let Some(syllable) = spelled(index, text) {
                    add(Kind::Syllable(syllable), false, 0.0);
                }
                let mut letters = [0; MAX_LETTERS];
                letters[..text.len()].copy_from_slice(text);
                for i in 1..text.len() {
                    letters.swap(i - 1, i);
                    if text[i - 1] != text[i]
                        && let Some(syllable) = spelled(index, &letters[..text.len()])
                    {
                        add(Kind::Syllable(syllable), true, SWAPPED);
                    }
                    letters.swap(i - 1, i);
                }
            }
            if text.len() >= 3 && index.words.find(text) != NONE {
                add(Kind::Word, false, WORD);
            }
            if to == n && text.len() < MAX_LETTERS && is_beginning(index, text) {
                add(Kind::Unfinished, false, UNFINISHED);
            }
        }
        let stray = Piece { from, to: from + 1, kind: Kind::Stray, swapped: false };
        extend(index, &mut ways, &mut ends, &before, stray, STRAY);
    }
    let mut at = cheapest(&ways, &ends[n])?;
    let mut pieces = Vec::new();
    let mut stray = 0;
    while at != NONE {
        let way = &ways[at as usize];
        if way.piece.kind == Kind::Stray || way.piece.swapped {
            stray += 1;
        }
        pieces.push(way.piece);
        at = way.before;
    }
    pieces.reverse();
    // More than a fourth of stray letters is not pinyin with slips but another language.
    let spoken = pieces.iter().any(|p| matches!(p.kind, Kind::Syllable(_)));
    (spoken && stray * 4 <= n).then_some(pieces)
}

/// The syllable of the collection that is spelled so.
fn spelled(index: &Index, letters: &[u8]) -> Option<Syllable> {
    index.spelled_as.get(index.spelled.get(key_of(letters)) as usize).copied()
}

fn cheapest(ways: &[Way], among: &[u32]) -> Option<u32> {
    let mut best: Option<u32> = None;
    for at in among {
        if best.is_none_or(|b| ways[*at as usize].cost < ways[b as usize].cost) {
            best = Some(*at);
        }
    }
    best
}

/// Adds the best way to put `piece` after the ways in `before`.
fn extend(index: &Index, ways: &mut Vec<Way>, ends: &mut [Vec<u32>], before: &[u32], piece: Piece, fixed: f32) {
    let single = match piece.kind {
        Kind::Syllable(s) => (index.syllables[usize::from(s)] as f32 + 0.1) / (index.spoken as f32 + 1.0),
        _ => 1.0,
    };
    let (mut cost, mut link) = if piece.from == 0 { (fixed - ln(single), NONE) } else { (f32::MAX, NONE) };
    for at in before {
        let way = &ways[*at as usize];
        let step = match (way.piece.kind, piece.kind) {
            (Kind::Syllable(a), Kind::Syllable(b)) => {
                let together: u32 =
                    under(&index.sound_pairs, u64::from(confusable(a)) * COUNT as u64 + u64::from(confusable(b)))
                        .take(16)
                        .map(|term| index.df(term))
                        .sum();
                let share = (together as f32 / (index.syllables[usize::from(a)] as f32 + 1.0)).min(1.0);
                fixed - ln(PAIRED * share + (1.0 - PAIRED) * single)
            }
            _ => fixed - ln(single),
        };
        if way.cost + step < cost {
            (cost, link) = (way.cost + step, *at);
        }
    }
    if cost < f32::MAX {
        ends[piece.to].push(ways.len() as u32);
        ways.push(Way { cost, piece, before: link });
    }
}

/// Whether some syllable of the collection begins with `text` and is longer.
fn is_beginning(index: &Index, text: &[u8]) -> bool {
    index.spelled_as.iter().any(|syllable| begins(*syllable, text))
}

/// Whether the syllable's letters begin with `text`.
pub(crate) fn begins(syllable: Syllable, text: &[u8]) -> bool {
    let (initial, last) = spelling(syllable);
    let (initial, last) = (initial.as_bytes(), last.as_bytes());
    if text.len() <= initial.len() {
        initial.starts_with(text)
    } else {
        text.starts_with(initial) && last.starts_with(&text[initial.len()..])
    }
}

#[cfg(test)]
mod tests {
    use crate::{Builder, Document, Field};

    #[test]
    fn letters_are_cut_into_the_likeliest_syllables() {
        let mut builder = Builder::new(crate::Pinyin::native());
        for title in ["会员续费", "西安打不开", "先付款", "怎么办 excel 求和", "请问方案"] {
            builder.add(&Document { fields: &[(Field::Title, title)] });
        }
        let index = builder.finish();
        for (letters, expected) in [
            ("huiyuanxufei", "hui yuan xu fei"),
            ("xian", "xian"),
            ("xiandabukai", "xi an da bu kai"), // the pairs of the collection decide
            ("xianfukuan", "xian fu kuan"),
            ("huiyuanx", "hui yuan x"),
            ("excelqiuhe", "excel qiu he"),
            ("fangan", "fang an"),
            ("huiyuanqxufei", "hui yuan q xu fei"),
            ("huiyaunxufei", "hui yaun xu fei"), // two letters swapped
        ] {
            let pieces = super::segment(&index, letters.as_bytes()).unwrap_or_default();
            let cut: Vec<&str> = pieces.iter().map(|p| &letters[p.from..p.to]).collect();
            assert_eq!(cut.join(" "), expected);
        }
        for letters in ["printer", "hyxf", "qqq"] {
            assert!(super::segment(&index, letters.as_bytes()).is_none(), "{letters}");
        }
    }
}
