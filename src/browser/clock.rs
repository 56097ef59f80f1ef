//! Civil time from the browser's `Intl`, so that no time-zone table ships.

use super::first;
use super::later;
use crate::text::number;
use helplet_content::{CivilDate, CivilTime};
use js_sys::Date;

pub use super::first::zone;

/// What the wall clock shows now in an IANA `zone`; in the device's own zone where that is unknown.
pub fn now_in(zone: &str) -> CivilTime {
    parse(&first::wall_clock(zone)).unwrap_or(CivilTime { date: CivilDate { year: 1970, month: 1, day: 1 }, minute: 0 })
}

fn parse(text: &str) -> Option<CivilTime> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut next = || number(numbers.next()?).map(|number| number as u16);
    let date = CivilDate::new(next()?, next()? as u8, next()? as u8)?;
    let (hour, minute) = (next()?, next()?);
    Some(CivilTime { date, minute: hour % 24 * 60 + minute })
}

/// What the device's own wall clock shows.
pub fn now() -> CivilTime {
    now_in("")
}

/// Seconds since 1970.
pub fn seconds() -> u32 {
    (Date::now() / 1000.0) as u32
}

/// A moment, in seconds since 1970, on the device's own clock: the time of day, or the day.
pub fn format_moment(seconds: u32, locale: &str, day: bool) -> String {
    words(seconds, if day { "day" } else { "time" }, locale)
}

fn words(seconds: u32, style: &str, locale: &str) -> String {
    later::words(f64::from(seconds) * 1000.0, style, locale)
}

/// Seconds since 1970 of a date as the desk writes it (RFC 3339); 0 where it is none.
pub fn parse_moment(date: &str) -> u32 {
    (later::moment(date) / 1000.0) as u32
}

/// A moment with its day and its time, on the device's own clock.
pub fn format_exact(seconds: u32, locale: &str) -> String {
    words(seconds, "exact", locale)
}

/// How long ago a moment was, in the words of `locale`.
pub fn format_ago(seconds: u32, locale: &str) -> String {
    let passed = self::seconds().saturating_sub(seconds);
    let (count, unit) = match passed {
        0..60 => (0, "minute"),
        60..3_600 => (passed / 60, "minute"),
        3_600..86_400 => (passed / 3_600, "hour"),
        86_400..2_592_000 => (passed / 86_400, "day"),
        _ => (passed / 2_592_000, "month"),
    };
    later::ago(count, unit, locale)
}

/// Seconds from now to a date as HTTP writes it; `None` where it is none.
pub fn seconds_until(date: &str) -> Option<u32> {
    let at = later::moment(date);
    (!at.is_nan()).then(|| ((at - Date::now()) / 1000.0) as u32)
}

/// A day in the words of `locale`, with its weekday when `weekday` is asked for.
pub fn format_date(date: CivilDate, locale: &str, weekday: bool) -> String {
    day_words(date, if weekday { "date" } else { "day" }, locale)
}

/// The name of a weekday (0 is Monday) in `locale`.
pub fn weekday_name(weekday: u8, locale: &str) -> String {
    // 2024-01-01 was a Monday.
    day_words(CivilDate { year: 2024, month: 1, day: 1 + weekday }, "weekday", locale)
}

fn day_words(date: CivilDate, style: &str, locale: &str) -> String {
    first::day_words(date.year, date.month, date.day, style, locale).unwrap_or_default()
}

/// Milliseconds since the page began, to measure how long something takes.
pub fn ticks() -> f64 {
    first::ticks().unwrap_or_default()
}

/// Marks the start of `name` on the page's performance timeline, where `./x bench` and the browser's
/// own profiler read it.
pub fn mark(name: &str) {
    first::mark(name);
}

/// Measures `name` from its mark to now.
pub fn measure(name: &str) {
    first::measure(name);
}
