//! The numbering of toneless syllables, and the sounds that people take for one another.

/// Initials in the order of the data files; the empty one first.
const INITIALS: [&str; 24] = [
    "", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s",
    "y", "w",
];

/// Finals in the order of the data files; ü is written v.
const FINALS: [&str; 34] = [
    "a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "i", "ia", "ie", "iao", "iu", "ian", "in",
    "iang", "ing", "iong", "u", "ua", "uo", "uai", "ui", "uan", "un", "uang", "v", "ue", "er", "",
];

/// How many numbers [`Syllable`] has.
pub(crate) const COUNT: usize = INITIALS.len() * FINALS.len();

/// So many syllables follow one another with the same initial.
pub(crate) const PER_INITIAL: Syllable = FINALS.len() as Syllable;

/// The longest spelling is zhuang, chuang, shuang.
pub(crate) const MAX_LETTERS: usize = 6;

/// A toneless syllable: initial × 34 + final.
pub(crate) type Syllable = u16;

/// The syllable of an initial and a final as numbered in the data files; `None` for other numbers.
pub(crate) fn syllable(initial: u8, last: u8) -> Option<Syllable> {
    let known = usize::from(initial) < INITIALS.len() && usize::from(last) < FINALS.len();
    known.then(|| u16::from(initial) * FINALS.len() as u16 + u16::from(last))
}

/// Initial and final, as letters.
pub(crate) fn spelling(syllable: Syllable) -> (&'static str, &'static str) {
    let (initial, last) = (usize::from(syllable) / FINALS.len(), usize::from(syllable) % FINALS.len());
    (INITIALS[initial % INITIALS.len()], FINALS[last])
}

/// The number that stands for a syllable and for all it is confused with in the south:
/// zh/z, ch/c, sh/s, n/l/r, f/h, ang/an, eng/en, ing/in, iang/ian, uang/uan.
pub(crate) fn confusable(syllable: Syllable) -> Syllable {
    let (initial, last) = (syllable / FINALS.len() as u16, syllable % FINALS.len() as u16);
    let initial = match initial {
        15..=17 => initial + 4, // zh ch sh → z c s
        7 | 18 => 8,            // n r → l
        4 => 11,                // f → h
        other => other,
    };
    let last = match last {
        9 | 10 => last - 2, // ang eng → an en
        19 => 17,           // iang → ian
        20 => 18,           // ing → in
        29 => 27,           // uang → uan
        30 => 22,           // v → u: lv is typed lu
        other => other,
    };
    initial * FINALS.len() as u16 + last
}
