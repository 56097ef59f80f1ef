//! Hours and weekdays as people write them: `"09:00-18:00"`, `"mon-fri"`.

use crate::model::DaySpan;

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads `09:00-18:00`; `24:00` is the end of a day. `None` when it is no such text.
pub(super) fn span(text: &str) -> Option<DaySpan> {
    let (from, to) = text.split_once('-')?;
    let span = DaySpan { from: minute(from.trim())?, to: minute(to.trim())? };
    (span.from < span.to).then_some(span)
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || minute.len() != 2 || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 1440).then_some(hour * 60 + minute)
}

/// Reads `mon` or `mon-fri` as weekdays from 0, Monday.
pub(super) fn weekdays(text: &str) -> Option<std::ops::RangeInclusive<u8>> {
    let day = |word: &str| WEEKDAYS.iter().position(|known| word.trim().eq_ignore_ascii_case(known)).map(|at| at as u8);
    let (first, last) = match text.split_once('-') {
        Some((first, last)) => (day(first)?, day(last)?),
        None => (day(text)?, day(text)?),
    };
    (first <= last).then_some(first..=last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_written() {
        for (text, expected) in [
            ("09:00-18:00", Some((540, 1080))),
            ("9:00 - 18:30", Some((540, 1110))),
            ("00:00-24:00", Some((0, 1440))),
            ("18:00-09:00", None),
            ("09:00-24:01", None),
            ("09:60-10:00", None),
            ("9-18", None),
            ("09:00", None),
            ("+9:00-10:00", None),
        ] {
            assert_eq!(span(text).map(|span| (span.from, span.to)), expected, "{text}");
        }
    }

    #[test]
    fn weekdays_are_read_as_written() {
        for (text, expected) in [
            ("mon", Some(0..=0)),
            ("mon-fri", Some(0..=4)),
            ("Sat-Sun", Some(5..=6)),
            ("fri-mon", None),
            ("monday", None),
        ] {
            assert_eq!(weekdays(text), expected, "{text}");
        }
    }
}
