//! Times as they are stored and shown.

use std::time::{SystemTime, UNIX_EPOCH};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Milliseconds since 1970, UTC, by this machine's clock.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// A stored time as the contract shows it: `YYYY-MM-DDTHH:MM:SSZ`, UTC. Empty beyond the year 9999.
pub fn shown(milliseconds: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(milliseconds.div_euclid(1000)).ok();
    time.and_then(|time| time.format(&Rfc3339).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn times_are_shown_to_the_second() {
        for (stored, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_795_420_931_999, "2026-11-23T08:02:11Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (i64::MAX, ""),
        ] {
            assert_eq!(shown(stored), expected);
        }
    }
}
