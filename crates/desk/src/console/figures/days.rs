//! Days as figures have them: numbers since 1970 in the reader's zone.

use super::super::visit::cookie;
use axum::http::HeaderMap;
use time::{Date, Month};

/// The cookie in which the script tells the zone, in minutes east of Greenwich.
const ZONE_COOKIE: &str = "helplet_zone";
/// A zone is at most so many minutes away.
const FARTHEST: i64 = 14 * 60;
/// The Julian day of 1970-01-01.
const EPOCH: i32 = 2_440_588;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Days at first, and days at most.
const USUAL: i64 = 30;
const MOST: i64 = 366;

/// Days from one to another, both included, in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub first: i64,
    pub last: i64,
    /// Milliseconds east of Greenwich.
    pub zone: i64,
}

impl Days {
    /// The days that an address names, up to today where it names none.
    pub fn of(from: &str, to: &str, zone: i64, now: i64) -> Self {
        let today = (now + zone).div_euclid(DAY);
        let last = read(to).unwrap_or(today);
        let first = read(from).unwrap_or(last - USUAL + 1);
        let (first, last) = (first.min(last), first.max(last));
        Self { first: first.max(last - MOST + 1), last, zone }
    }

    /// The day of a moment in milliseconds since 1970.
    pub fn day(&self, at: i64) -> i64 {
        (at + self.zone).div_euclid(DAY)
    }

    /// From when on, and before when, in milliseconds since 1970.
    pub fn span(&self) -> (i64, i64) {
        (self.first * DAY - self.zone, (self.last + 1) * DAY - self.zone)
    }

    /// All of them, the earliest first.
    pub fn all(&self) -> impl Iterator<Item = i64> + use<> {
        self.first..=self.last
    }

    /// The zone as people read it: `UTC`, `UTC+8`, `UTC-3:30`.
    pub fn zone_name(&self) -> String {
        let minutes = self.zone / 60_000;
        let sign = if minutes < 0 { '-' } else { '+' };
        match (minutes.abs() / 60, minutes.abs() % 60) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        }
    }
}

/// The zone of whoever asks, in milliseconds east of Greenwich; Greenwich where the script has not said.
pub fn zone(headers: &HeaderMap) -> i64 {
    let minutes = cookie(headers, ZONE_COOKIE).and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    if minutes.abs() <= FARTHEST { minutes * 60_000 } else { 0 }
}

/// A day as `YYYY-MM-DD`.
pub fn shown(day: i64) -> String {
    let date = i32::try_from(day).ok().and_then(|day| Date::from_julian_day(day.checked_add(EPOCH)?).ok());
    date.map(|date| format!("{:04}-{:02}-{:02}", date.year(), date.month() as u8, date.day())).unwrap_or_default()
}

fn read(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = Month::try_from(parts.next()?.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, parts.next()?.parse().ok()?).ok()?;
    Some(i64::from(date.to_julian_day() - EPOCH))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use axum::http::header::COOKIE;

    /// 2026-11-23T20:00:00Z: the 24th in Shanghai already.
    const NOW: i64 = 1_795_464_000_000;
    const SHANGHAI: i64 = 8 * 3_600_000;

    #[test]
    fn an_address_names_days_and_else_the_last_thirty() {
        let of = |from: &str, to: &str, zone| {
            let days = Days::of(from, to, zone, NOW);
            (shown(days.first), shown(days.last))
        };
        let text = |first: &str, last: &str| (first.to_owned(), last.to_owned());
        assert_eq!(of("", "", 0), text("2026-10-25", "2026-11-23"));
        assert_eq!(of("", "", SHANGHAI), text("2026-10-26", "2026-11-24"));
        assert_eq!(of("2026-02-30", "x", 0), text("2026-10-25", "2026-11-23"));
        assert_eq!(of("2026-03-01", "2026-02-28", 0), text("2026-02-28", "2026-03-01"));
        assert_eq!(of("0001-01-01", "2026-11-23", 0), text("2025-11-23", "2026-11-23"));
    }

    #[test]
    fn a_day_begins_at_the_reader_s_midnight() {
        let days = Days::of("2026-11-24", "2026-11-24", SHANGHAI, NOW);
        let (from, to) = days.span();
        assert_eq!((days.day(from), days.day(from - 1)), (days.first, days.first - 1));
        assert_eq!((to - from, days.day(NOW)), (DAY, days.first));
        assert_eq!(days.zone_name(), "UTC+8");
        assert_eq!(Days { zone: -210 * 60_000, ..days }.zone_name(), "UTC-3:30");
        assert_eq!(Days { zone: 0, ..days }.zone_name(), "UTC");
    }

    #[test]
    fn a_zone_comes_from_the_script_and_is_one_there_is() {
        for (text, hours) in [("helplet_zone=480", 8), ("helplet_zone=-60", -1), ("helplet_zone=9999", 0), ("a=1", 0)] {
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, HeaderValue::from_static(text));
            assert_eq!(zone(&headers), hours * 3_600_000, "{text}");
        }
    }
}
