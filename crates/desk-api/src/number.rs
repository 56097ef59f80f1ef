//! Ticket numbers that people can read to each other.
//!
//! Ten digits in three groups, `482-190-3757`: nine random digits, the first not 0, and a check
//! digit by Damm's method, which tells every single wrong digit and every swap of neighbours. Digits
//! alone, because they are said the same way in every language. They are random, so that one
//! number says nothing of how many tickets there are, nor what the next one is called.

/// The lowest of the nine random digits' values: the first digit is not 0, which spreadsheets drop.
const LOWEST: u32 = 100_000_000;
/// How many numbers there are.
const COUNT: u32 = 900_000_000;

/// Damm's table: a totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004).
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The ticket number made of 32 random bits. Different bits may give the same number: whoever
/// stores it tries others when it is taken.
pub fn ticket_number(random: u32) -> String {
    let mut digits = [0u8; 10];
    let mut rest = LOWEST + random % COUNT;
    for digit in digits[..9].iter_mut().rev() {
        *digit = (rest % 10) as u8;
        rest /= 10;
    }
    digits[9] = check_digit(&digits[..9]);
    grouped(&digits)
}

/// The ticket number that `text` spells, whatever blanks and dashes stand between its digits;
/// `None` when it is not ten digits or the check digit says that one was misheard.
pub fn ticket_number_in(text: &str) -> Option<String> {
    let mut digits = Vec::with_capacity(10);
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c as u8 - b'0'),
            '\u{ff10}'..='\u{ff19}' => digits.push((c as u32 - 0xff10) as u8),
            ' ' | '-' | '\u{3000}' | '\u{2010}'..='\u{2015}' | '\u{ff0d}' => {}
            _ => return None,
        }
    }
    (digits.len() == 10 && digits[0] != 0 && check_digit(&digits) == 0).then(|| grouped(&digits))
}

fn check_digit(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |interim, digit| DAMM[interim as usize][*digit as usize])
}

fn grouped(digits: &[u8]) -> String {
    let mut text = String::with_capacity(12);
    for (at, digit) in digits.iter().enumerate() {
        if at == 3 || at == 6 {
            text.push('-');
        }
        text.push((b'0' + digit) as char);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_read_however_it_is_grouped() {
        let number = ticket_number(382_190_375);
        assert_eq!(number, "482-190-3757");
        for spelt in ["482-190-3757", "4821903757", "482 190 3757", "４８２－１９０－３７５７", " 4821 9037 57 "]
        {
            assert_eq!(ticket_number_in(spelt).as_deref(), Some("482-190-3757"), "{spelt}");
        }
        for wrong in ["", "482-190-375", "482-190-37572", "482-190-3751", "0000000000", "482/190/3757"] {
            assert_eq!(ticket_number_in(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn one_misheard_digit_or_a_swap_of_neighbours_is_seen(random: u32, at in 0usize..10, by in 1u8..10) {
            let digits: Vec<u8> =
                ticket_number(random).bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
            prop_assert_ne!(digits[0], 0);
            let mut misheard = digits.clone();
            misheard[at] = (misheard[at] + by) % 10;
            prop_assert_eq!(ticket_number_in(&grouped(&misheard)), None);
            if at > 0 && digits[at] != digits[at - 1] {
                let mut swapped = digits.clone();
                swapped.swap(at, at - 1);
                prop_assert_eq!(ticket_number_in(&grouped(&swapped)), None);
            }
        }
    }
}
