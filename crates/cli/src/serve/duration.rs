//! Lengths of time as an operator writes them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A number and a unit: `90s`, `2m`, `12h`, `180d`. Up to a hundred years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(pub Duration);

/// Not a length of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSpan(String);

impl fmt::Display for BadSpan {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(
            out,
            "{:?} is no length of time: write a whole number and s, m, h or d for seconds, minutes, hours or days, \
             such as 2m or 180d",
            self.0
        )
    }
}

impl std::error::Error for BadSpan {}

/// A hundred years: beyond, adding to a date may leave the calendar.
const LONGEST: u64 = 100 * 366 * 86_400;

impl FromStr for Span {
    type Err = BadSpan;

    fn from_str(text: &str) -> Result<Self, BadSpan> {
        let units = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];
        let read = units.iter().find_map(|(unit, seconds)| {
            let number = text.strip_suffix(unit)?;
            let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            number.parse::<u64>().ok().filter(|_| digits)?.checked_mul(*seconds)
        });
        let read = read.filter(|seconds| *seconds <= LONGEST);
        read.map(|seconds| Self(Duration::from_secs(seconds))).ok_or_else(|| BadSpan(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_its_unit_are_read() {
        for (text, seconds) in [("90s", 90), ("2m", 120), ("12h", 43_200), ("180d", 15_552_000), ("0s", 0)] {
            assert_eq!(text.parse(), Ok(Span(Duration::from_secs(seconds))), "{text}");
        }
        for text in ["", "2", "m", "-2m", "+2m", "2 m", "2w", "1.5h", "两m", "99999999999999999999d", "40000d"] {
            let message = text.parse::<Span>().expect_err(text).to_string();
            assert!(message.contains(&format!("{text:?}")) && message.contains("180d"), "{message}");
        }
    }
}
