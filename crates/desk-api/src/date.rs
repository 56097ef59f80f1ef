//! A date and time as a form gives it, without a zone.

/// Whether `text` is a date and time `YYYY-MM-DDTHH:MM` of the Gregorian calendar, years 1 to 9999,
/// as an `<input type="datetime-local">` gives it.
pub fn is_local_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 16 {
        return false;
    }
    let separators = bytes[4] == b'-' && bytes[7] == b'-' && bytes[10] == b'T' && bytes[13] == b':';
    let number = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .try_fold(0u32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
    };
    let parts = (number(0, 4), number(5, 7), number(8, 10), number(11, 13), number(14, 16));
    let (Some(year), Some(month), Some(day), Some(hour), Some(minute)) = parts else {
        return false;
    };
    separators && year >= 1 && (1..=days_in(year, month)).contains(&day) && hour <= 23 && minute <= 59
}

/// Days of a month; 0 where there is no such month.
fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::is_local_date_time;

    #[test]
    fn only_days_and_minutes_that_exist_are_taken() {
        for good in ["2026-11-23T09:30", "2024-02-29T00:00", "2000-02-29T23:59", "0001-01-01T00:00"] {
            assert!(is_local_date_time(good), "{good}");
        }
        for bad in [
            "",
            "2026-11-23",
            "2026-11-23 09:30",
            "2026-11-23T09:30:00",
            "2026-11-23T24:00",
            "2026-11-23T09:60",
            "2026-02-29T09:30",
            "1900-02-29T09:30",
            "2026-13-01T09:30",
            "2026-00-10T09:30",
            "2026-11-00T09:30",
            "2026-11-31T09:30",
            "0000-01-01T00:00",
            "2026-1１-2T09:3",
            "+026-11-23T09:30",
        ] {
            assert!(!is_local_date_time(bad), "{bad}");
        }
    }
}
