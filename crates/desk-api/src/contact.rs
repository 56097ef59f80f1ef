//! E-mail addresses and telephone numbers as people type them.

/// Whether `text` is an e-mail address mail can plausibly be sent to.
///
/// Pragmatic, not RFC 5322: one `@`; 1 to 64 bytes before it, without blanks and without the
/// characters that would need quoting; after it a domain of at least two labels, letters of any
/// script allowed; 254 bytes in all (RFC 5321). Whether anyone reads there, only a mail can tell.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let atom = |atom: &str| !atom.is_empty() && atom.chars().all(|c| word(c) && !is_special(c));
    text.len() <= 254 && (1..=64).contains(&local.len()) && local.split('.').all(atom) && is_domain(domain)
}

/// Characters that stand in an address only between quotation marks (RFC 5322, `specials`).
fn is_special(c: char) -> bool {
    matches!(c, '@' | ',' | ';' | ':' | '<' | '>' | '(' | ')' | '[' | ']' | '\\' | '"')
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| word(c) && (!c.is_ascii() || c.is_ascii_alphanumeric() || c == '-'))
    };
    let Some((_, top)) = domain.rsplit_once('.') else {
        return false;
    };
    domain.split('.').all(label) && top.len() >= 2 && !top.bytes().all(|byte| byte.is_ascii_digit())
}

/// Not a blank or control character, and not of the blocks where an input method's punctuation and
/// full-width look-alikes live: `。` for `.` is the commonest slip.
fn word(c: char) -> bool {
    !matches!(c,
        '\0'..=' ' | '\x7f'..='\u{a0}'
        | '\u{2000}'..='\u{206f}' // general punctuation and invisible marks
        | '\u{3000}'..='\u{303f}' // CJK punctuation and the ideographic space
        | '\u{fe00}'..='\u{feff}' // variation selectors, small forms, byte order mark
        | '\u{ff00}'..='\u{ffef}' // full-width forms
    )
}

/// A telephone number in E.164, such as `+8613812345678`; `None` where it is none.
///
/// Taken are mainland mobile numbers (11 digits from 13… to 19…, with or without +86, 0086 or 86)
/// and international numbers (`+` or `00`, then 8 to 15 digits, the first not 0). Blanks, dashes,
/// dots and brackets between are dropped, full-width digits read as digits.
pub fn normalize_phone(text: &str) -> Option<String> {
    let mut number = String::with_capacity(16);
    for c in text.chars() {
        match c {
            '0'..='9' => number.push(c),
            '\u{ff10}'..='\u{ff19}' => number.push((b'0' + (c as u32 - 0xff10) as u8) as char),
            '+' | '\u{ff0b}' if number.is_empty() => number.push('+'),
            // Blanks, hyphens and dashes, dots, brackets, and their full-width forms.
            ' '
            | '\t'
            | '\u{a0}'
            | '\u{3000}'
            | '-'
            | '\u{2010}'..='\u{2015}'
            | '\u{ff0d}'
            | '.'
            | '('
            | ')'
            | '\u{ff08}'
            | '\u{ff09}' => {}
            _ => return None,
        }
        // No number is longer; the rest need not be read.
        if number.len() > 18 {
            return None;
        }
    }
    let digits = if let Some(rest) = number.strip_prefix('+').or_else(|| number.strip_prefix("00")) {
        rest
    } else if is_mobile(&number) {
        return Some(["+86", &number].concat());
    } else if number.strip_prefix("86").is_some_and(is_mobile) {
        &number
    } else {
        return None;
    };
    let well_formed = (8..=15).contains(&digits.len())
        && !digits.starts_with(['0', '+'])
        && digits.strip_prefix("86").is_none_or(is_mainland);
    well_formed.then(|| ["+", digits].concat())
}

/// A mainland number after 86: mobiles begin with 13 to 19, Beijing's lines with 10, all others
/// with 2 to 9. A mobile number with a digit missing must not pass as something else.
fn is_mainland(digits: &str) -> bool {
    is_mobile(digits) || !digits.starts_with(['0', '1']) || (digits.starts_with("10") && digits.len() == 10)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3'
}

#[cfg(test)]
mod tests {
    use super::{is_email, normalize_phone};
    use proptest::prelude::*;

    #[test]
    fn addresses_people_have_are_taken() {
        for good in [
            "a@b.cn",
            "zhang.san+wps@qq.com",
            "o'neil_1@sub.example.co.uk",
            "123456@163.com",
            "someone@例子.中国",
            "用户@例子.广告",
            "x@xn--fsqu00a.xn--0zwm56d",
        ] {
            assert!(is_email(good), "{good}");
        }
    }

    #[test]
    fn slips_in_addresses_are_seen() {
        let long_local = format!("{}@example.com", "a".repeat(65));
        let long = format!("a@{}com", "abcdefgh.".repeat(29));
        for bad in [
            "",
            "@",
            "a",
            "a@",
            "@b.cn",
            "a@b",
            "a@@b.cn",
            "a@b@c.cn",
            "a b@c.cn",
            "a@b .cn",
            " a@b.cn",
            "a@b.cn ",
            "a@b..cn",
            "a@.cn",
            "a@b.",
            "a@-b.cn",
            "a@b-.cn",
            "a@b.c",
            "a@1.23",
            "a@b_c.cn",
            "a＠b.cn",
            "a@b。cn",
            "a@qq.com。",
            "a@qq.com，b@qq.com",
            "a@qq.com,b@qq.com",
            ".a@b.cn",
            "a.@b.cn",
            "a..b@b.cn",
            "a@b.cn\u{0}",
            &long_local,
            &long,
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
    }

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for (typed, expected) in [
            ("13812345678", Some("+8613812345678")),
            ("138 1234 5678", Some("+8613812345678")),
            ("138-1234-5678", Some("+8613812345678")),
            ("１３８１２３４５６７８", Some("+8613812345678")),
            ("+86 138 1234 5678", Some("+8613812345678")),
            ("＋86－13812345678", Some("+8613812345678")),
            ("0086 13812345678", Some("+8613812345678")),
            ("8613812345678", Some("+8613812345678")),
            ("(+86) 199.1234.5678", Some("+8619912345678")),
            ("+86 10 1234 5678", Some("+861012345678")),
            ("+86 755 1234 5678", Some("+8675512345678")),
            ("+852 1234 5678", Some("+85212345678")),
            ("00852 12345678", Some("+85212345678")),
            ("+1 (415) 555-2671", Some("+14155552671")),
            ("+123456789012345", Some("+123456789012345")),
            ("", None),
            ("+", None),
            ("12812345678", None),
            ("1381234567", None),
            ("138123456789", None),
            ("+86 1381234567", None),
            ("+86 12812345678", None),
            ("+86 013812345678", None),
            ("12345678", None),
            ("010-12345678", None),
            ("+1234567", None),
            ("+1234567890123456", None),
            ("+0123456789", None),
            ("00+8613812345678", None),
            ("++8613812345678", None),
            ("138a12345678", None),
            ("13812345678 转 2", None),
        ] {
            assert_eq!(normalize_phone(typed).as_deref(), expected, "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged_and_a_number_stays_itself(text in "\\PC{0,30}", digits in "[0-9+ ()-]{0,20}") {
            for text in [text, digits] {
                is_email(&text);
                if let Some(number) = normalize_phone(&text) {
                    prop_assert_eq!(normalize_phone(&number), Some(number));
                }
            }
        }
    }
}
