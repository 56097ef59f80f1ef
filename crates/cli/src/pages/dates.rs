//! Days and weekdays in the words of a language, as the browser's `Intl` has them in the widget.

use helplet_content::CivilDate;
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{E, YMD};
use icu_datetime::input::Date;
use icu_locale_core::Locale;

/// A day in the words of `lang`; in digits where the language is not known.
pub fn day(date: CivilDate, lang: &str) -> String {
    let words = || {
        let formatter = DateTimeFormatter::try_new(locale(lang)?.into(), YMD::long()).ok()?;
        let date = Date::try_new_iso(date.year.into(), date.month, date.day).ok()?;
        Some(formatter.format(&date).to_string())
    };
    words().unwrap_or_else(|| digits(date))
}

/// A day as machines read it, such as `2026-11-23` (ISO 8601).
pub fn digits(date: CivilDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// The name of a weekday, 0 being Monday; its number where the language is not known.
pub fn weekday(number: u8, lang: &str) -> String {
    // 2024 began on a Monday.
    let date = Date::try_new_iso(2024, 1, number + 1).ok();
    let words = || {
        let formatter = DateTimeFormatter::try_new(locale(lang)?.into(), E::short()).ok()?;
        Some(formatter.format(&date?).to_string())
    };
    words().unwrap_or_else(|| (number + 1).to_string())
}

fn locale(lang: &str) -> Option<Locale> {
    lang.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_in_the_languages_own_words() {
        let date = CivilDate::new(2026, 11, 23).unwrap();
        assert_eq!(day(date, "zh-CN"), "2026年11月23日");
        assert_eq!(day(date, "en"), "November 23, 2026");
        assert_eq!(weekday(0, "zh-CN"), "周一");
        assert_eq!(weekday(6, "en"), "Sun");
    }
}
