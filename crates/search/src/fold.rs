//! Folding of single characters: case, width and accents, without Unicode's large tables.

/// The plain letter under each of U+00C0..=U+017F (Latin-1 letters and Latin Extended-A); `*` is no letter.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo*ouuuuypy\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln\
nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// What a character counts as in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Stands for itself: Han, kana, Hangul.
    Ideograph,
    /// A letter of a word.
    Letter,
    /// A digit: words and numbers are told apart, so that `office365` finds `Office 365`.
    Digit,
    /// Belongs to the word around it and is not written: an apostrophe, a combining accent.
    Silent,
    /// Anything else ends a word.
    Separator,
}

/// Lower case, half width, no accent. One character in, one out; others come back as they are.
pub(crate) fn fold(c: char) -> char {
    let code = c as u32;
    let folded = match code {
        0x41..=0x5A => code + 32,
        0x00..=0xBF => code,
        0xC0..=0x17F => match LATIN[(code - 0xC0) as usize] {
            b'*' => code,
            letter => u32::from(letter),
        },
        0x391..=0x3A9 | 0x410..=0x42F => code + 32,
        0x400..=0x40F => code + 80,
        0x3000 => 0x20,
        0xFF01..=0xFF5E => return fold(char::from((code - 0xFEE0) as u8)),
        _ => code,
    };
    char::from_u32(folded).unwrap_or(c)
}

/// The class of a folded character.
pub(crate) fn class(c: char) -> Class {
    match c as u32 {
        0x61..=0x7A => Class::Letter,
        0x30..=0x39 => Class::Digit,
        0x27 | 0x2019 | 0x300..=0x36F => Class::Silent,
        0x00..=0xBF | 0xD7 | 0xF7 | 0x2000..=0x303F | 0xFE00..=0xFE6F => Class::Separator,
        0xC0..=0x24F | 0x370..=0x52F => Class::Letter,
        0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => Class::Ideograph,
        _ => Class::Separator,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_accents_fold_to_the_plain_letter() {
        for (from, to) in [
            ('A', 'a'),
            ('z', 'z'),
            ('Ｗ', 'w'),
            ('３', '3'),
            ('　', ' '),
            ('É', 'e'),
            ('ñ', 'n'),
            ('ß', 's'),
            ('ÿ', 'y'),
            ('Ā', 'a'),
            ('ž', 'z'),
            ('ł', 'l'),
            ('Ň', 'n'),
            ('Ω', 'ω'),
            ('Я', 'я'),
            ('Ё', 'ё'),
            ('÷', '÷'),
            ('会', '会'),
            ('😀', '😀'),
            ('Ő', 'o'),
            ('Ų', 'u'),
            ('ſ', 's'),
            ('Ķ', 'k'),
            ('Ţ', 't'),
        ] {
            assert_eq!(fold(from), to, "{from}");
        }
    }
}
