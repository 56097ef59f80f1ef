//! Civil time from the browser's `Intl`, so that no time-zone table ships.

use super::element::window;
use crate::text::number;
use helplet_content::{CivilDate, CivilTime};
use js_sys::{Date, Intl, Object, Reflect};
use wasm_bindgen::prelude::*;

fn formatter(locale: &str, options: &[(&str, &str)]) -> Option<js_sys::Function> {
    let bag = Object::new();
    for (name, value) in options {
        _ = Reflect::set(&bag, &(*name).into(), &(*value).into());
    }
    // An unknown zone makes the constructor throw, so it is called through Reflect.
    let constructor = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()))
        .ok()?
        .dyn_into::<js_sys::Function>()
        .ok()?;
    let arguments = js_sys::Array::of2(&locale.into(), &bag);
    let made = Reflect::construct(&constructor, &arguments).ok()?;
    Some(made.unchecked_into::<Intl::DateTimeFormat>().format())
}

/// What the wall clock shows now in an IANA `zone`; in the device's own zone where that is unknown.
pub fn now_in(zone: &str) -> CivilTime {
    let fields = |zone: &[(&str, &str)]| {
        let mut options = vec![
            ("year", "numeric"),
            ("month", "2-digit"),
            ("day", "2-digit"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", "h23"),
            ("calendar", "gregory"),
            ("numberingSystem", "latn"),
        ];
        options.extend_from_slice(zone);
        // Swedish writes 2026-11-23 09:30: numbers in order, which is all that is read here.
        let text = formatter("sv-SE", &options)?.call1(&JsValue::UNDEFINED, &Date::new_0()).ok()?.as_string()?;
        parse(&text)
    };
    fields(&[("timeZone", zone)])
        .or_else(|| fields(&[]))
        .unwrap_or(CivilTime { date: CivilDate { year: 1970, month: 1, day: 1 }, minute: 0 })
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
    let at = Date::new(&(f64::from(seconds) * 1000.0).into());
    let time = [("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")];
    let options = if day { &[("month", "long"), ("day", "numeric"), ("year", "numeric")] } else { &time };
    format(&at, locale, options)
}

/// Seconds since 1970 of a date as the desk writes it (RFC 3339); 0 where it is none.
pub fn parse_moment(date: &str) -> u32 {
    (Date::parse(date) / 1000.0) as u32
}

/// A moment with its day and its time, on the device's own clock.
pub fn format_exact(seconds: u32, locale: &str) -> String {
    let at = Date::new(&(f64::from(seconds) * 1000.0).into());
    let options =
        [("month", "short"), ("day", "numeric"), ("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")];
    format(&at, locale, &options)
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
    let options = Object::new();
    _ = Reflect::set(&options, &"numeric".into(), &"auto".into());
    let words = Intl::RelativeTimeFormat::new(&js_sys::Array::of1(&locale.into()), &options);
    words.format(-f64::from(count), unit).into()
}

/// Seconds from now to a date as HTTP writes it; `None` where it is none.
pub fn seconds_until(date: &str) -> Option<u32> {
    let at = Date::parse(date);
    (!at.is_nan()).then(|| ((at - Date::now()) / 1000.0) as u32)
}

/// The device's time zone, as the browser names it.
pub fn zone() -> String {
    let resolved = Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new()).resolved_options();
    Reflect::get(&resolved, &"timeZone".into()).ok().and_then(|zone| zone.as_string()).unwrap_or_default()
}

/// A day in the words of `locale`, with its weekday when `weekday` is asked for.
pub fn format_date(date: CivilDate, locale: &str, weekday: bool) -> String {
    let at = Date::new_with_year_month_day(u32::from(date.year), i32::from(date.month) - 1, i32::from(date.day));
    let mut options = vec![("month", "long"), ("day", "numeric")];
    options.push(if weekday { ("weekday", "long") } else { ("year", "numeric") });
    format(&at, locale, &options)
}

/// The name of a weekday (0 is Monday) in `locale`.
pub fn weekday_name(weekday: u8, locale: &str) -> String {
    // 2024-01-01 was a Monday.
    let at = Date::new_with_year_month_day(2024, 0, 1 + i32::from(weekday));
    format(&at, locale, &[("weekday", "short")])
}

fn format(at: &Date, locale: &str, options: &[(&str, &str)]) -> String {
    formatter(locale, options)
        .and_then(|format| format.call1(&JsValue::UNDEFINED, at).ok())
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// Milliseconds since the page began, to measure how long something takes; 0 where there is no such clock.
pub fn ticks() -> f64 {
    window().performance().map_or(0.0, |timeline| timeline.now())
}

/// Marks the start of `name` on the page's performance timeline, where `./x bench` and the browser's
/// own profiler read it.
pub fn mark(name: &str) {
    _ = window().performance().map(|timeline| timeline.mark(name));
}

/// Measures `name` from its mark to now.
pub fn measure(name: &str) {
    _ = window().performance().map(|timeline| timeline.measure_with_start_mark(name, name));
}
