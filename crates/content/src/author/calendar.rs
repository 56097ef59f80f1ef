//! `[[calendar]]`: weekly hours, and the days that differ.

use super::ids::Ids;
use super::keys;
use super::section::{Section, Text};
use super::times;
use crate::date::CivilDate;
use crate::model::{Calendar, DayException, DaySpan, WeekSpan};

/// The longest exception in days: the longest public holidays have nine.
const LONGEST: usize = 31;

/// Reads one calendar, sorted as the widget needs it.
pub(super) fn calendar(table: &Section<'_>, ids: &mut Ids, today: CivilDate) -> Calendar {
    let faults = table.faults();
    let id = table.id();
    ids.add(id.clone(), faults);
    let zone = table.text("zone");
    if !zone.is_empty() && !is_zone(&zone) {
        let message = format!("\"{zone}\" is no time zone: write its IANA name, like zone = \"Asia/Shanghai\"");
        faults.error(&table.place_of("zone"), message);
    }
    let exceptions = exceptions(table);
    // Once every exception is past, next year's holidays are missing.
    if let Some(last) = exceptions.last().filter(|last| last.date < today) {
        let message = format!(
            "the last exception of \"{}\" is {:04}-{:02}-{:02}, which is past: add the coming public holidays",
            id.text, last.date.year, last.date.month, last.date.day
        );
        faults.warning(&table.place(), message);
    }
    Calendar { id: id.text, zone, weekly: weekly(table), exceptions }
}

/// `UTC` or `Area/City`.
fn is_zone(zone: &str) -> bool {
    zone == "UTC"
        || zone.split('/').count() >= 2
            && zone.split('/').all(|part| {
                !part.is_empty()
                    && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
            })
}

fn weekly(table: &Section<'_>) -> Vec<WeekSpan> {
    let faults = table.faults();
    let mut week: [Vec<(DaySpan, Text)>; 7] = Default::default();
    for row in table.tables("weekly", keys::WEEKLY) {
        if row.texts("days").is_empty() {
            faults.error(&row.place(), "these hours have no days: add days = [\"mon-fri\"]");
        }
        if row.texts("hours").is_empty() {
            faults.error(&row.place(), "these days have no hours: add hours = [\"09:00-18:00\"], or take the days out; a day without hours is closed");
        }
        for days in row.texts("days") {
            let Some(range) = times::weekdays(&days.text) else {
                let message = format!(
                    "\"{}\" are no weekdays: write mon, tue, wed, thu, fri, sat, sun or a range like mon-fri",
                    days.text
                );
                faults.error(&days.place, message);
                continue;
            };
            for day in range {
                week[usize::from(day)].extend(spans(&row));
            }
        }
    }
    let mut hours = Vec::new();
    for (day, spans) in week.into_iter().enumerate() {
        hours.extend(sorted(table, spans).into_iter().map(|span| WeekSpan { weekday: day as u8, span }));
    }
    hours
}

fn exceptions(table: &Section<'_>) -> Vec<DayException> {
    let faults = table.faults();
    let mut days: Vec<DayException> = Vec::new();
    for row in table.tables("exception", keys::EXCEPTION) {
        let name = row.text("name");
        let spans = sorted(&row, spans(&row));
        let Some(first) = row.date("date") else {
            continue;
        };
        let last = row.optional_date("to").unwrap_or(first);
        let dates: Vec<CivilDate> = std::iter::successors(Some(first), |date| Some(date.next()))
            .take_while(|date| *date <= last)
            .take(LONGEST + 1)
            .collect();
        if dates.is_empty() {
            faults.error(&row.place_of("to"), "the exception ends before it begins: `to` is its last day");
        } else if dates.len() > LONGEST {
            faults.error(
                &row.place_of("to"),
                format!("the exception is longer than {LONGEST} days: change the weekly hours instead"),
            );
        }
        for date in dates.into_iter().take(LONGEST) {
            if days.iter().any(|day| day.date == date) {
                let message =
                    format!("{:04}-{:02}-{:02} is in two exceptions: leave it in one", date.year, date.month, date.day);
                faults.error(&row.place_of("date"), message);
                continue;
            }
            days.push(DayException { date, name: name.clone(), spans: spans.clone() });
        }
    }
    days.sort_by_key(|day| day.date);
    days
}

/// The hours of a table, with the texts they came from.
fn spans(row: &Section<'_>) -> Vec<(DaySpan, Text)> {
    let read = |text: Text| match times::span(&text.text) {
        Some(span) => Some((span, text)),
        None => {
            let message = format!(
                "\"{}\" are no hours: write from-to, like \"09:00-18:00\"; a night goes on two days, to 24:00 and from 00:00",
                text.text
            );
            row.faults().error(&text.place, message);
            None
        }
    };
    row.texts("hours").into_iter().filter_map(read).collect()
}

/// The spans of one day in order; overlapping ones are a fault.
fn sorted(table: &Section<'_>, mut spans: Vec<(DaySpan, Text)>) -> Vec<DaySpan> {
    spans.sort_by_key(|(span, _)| span.from);
    for pair in spans.windows(2) {
        if pair[0].0.to > pair[1].0.from {
            let message = format!(
                "the hours {} and {} overlap: make them one, or end the first earlier",
                pair[0].1.text, pair[1].1.text
            );
            table.faults().error(&pair[1].1.place, message);
        }
    }
    spans.into_iter().map(|(span, _)| span).collect()
}
