//! Text put together without `core::fmt` and with one copy of each loop: the generic ways of the
//! standard library are compiled again for each type they are used with.

/// The parts with `between` between them; empty parts are left out.
pub fn join<'a>(parts: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    let mut out = String::new();
    for part in parts {
        append(&mut out, part, between);
    }
    out
}

#[inline(never)]
fn append(out: &mut String, part: &str, between: &str) {
    if !part.is_empty() {
        if !out.is_empty() {
            out.push_str(between);
        }
        out.push_str(part);
    }
}

/// Where `word` starts in `text`. The standard search is built for long texts, and larger.
pub fn find(text: &str, word: &str) -> Option<usize> {
    (0..text.len()).find(|&at| text.as_bytes()[at..].starts_with(word.as_bytes()))
}

/// A number in decimal digits.
pub fn decimal(mut number: usize) -> String {
    // The longest number of 64 bits has 20 digits.
    let mut digits = [0; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    digits[start..].iter().map(|&digit| char::from(digit)).collect()
}

/// A number below 100 in two digits, as clocks and dates show it.
pub fn two_digits(number: usize) -> String {
    [if number < 10 { "0" } else { "" }, &decimal(number)].concat()
}

/// The number that starts with the first digit and ends with the last; `None` for anything else in it.
pub fn number(digits: &str) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.bytes().try_fold(0u32, |sum, digit| {
        if !digit.is_ascii_digit() {
            return None;
        }
        sum.checked_mul(10)?.checked_add(u32::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_from_their_digits() {
        for value in [0, 7, 10, 99, 100, 65_535, u32::MAX] {
            assert_eq!(decimal(value as usize), value.to_string());
            assert_eq!(number(&decimal(value as usize)), Some(value));
        }
        for wrong in ["", "-1", "1.5", "4294967296", "x"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
        assert_eq!([two_digits(0), two_digits(9), two_digits(10)], ["00", "09", "10"]);
    }

    #[test]
    fn words_are_found_where_they_start() {
        let cases =
            [("Edg/131", "Edg/", Some(0)), ("a Chrome/1", "Chrome", Some(2)), ("ab", "abc", None), ("", "a", None)];
        for (text, word, at) in cases {
            assert_eq!(find(text, word), at, "{word}");
        }
    }

    #[test]
    fn joined_parts_skip_the_empty_ones() {
        assert_eq!(join(["a", "", "b"], " · "), "a · b");
        assert_eq!(join([], ", "), "");
    }
}
