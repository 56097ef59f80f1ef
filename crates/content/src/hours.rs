//! Opening hours: a pure function of (weekly hours, dated exceptions, civil time in the office's zone).
//!
//! The caller brings the zone's civil time (the browser's `Intl` has it), so no time-zone table
//! ships. Hours that meet at midnight (`…–24:00`, then `0:00–…`) are one stretch.

use crate::date::{CivilDate, CivilTime};
use crate::model::{Calendar, DayException, DaySpan};

/// Minutes of a day.
const DAY: u16 = 1440;

/// How many days ahead a change is looked for: a year, so that even a long closure ends in sight
/// and an office that never changes is told from one on holiday.
const HORIZON: u16 = 366;

/// Whether the office is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status<'a> {
    /// Open now.
    Open {
        /// When it closes; `None` when it does not within a year.
        until: Option<CivilTime>,
    },
    /// Closed now.
    Closed {
        /// When it opens; `None` when it does not within a year.
        opens: Option<CivilTime>,
        /// Name of today's exception, such as a public holiday, when that is why.
        because: Option<&'a str>,
    },
}

/// Whether the office of `calendar` is open at `now`, and until when that holds.
pub fn status(calendar: &Calendar, now: CivilTime) -> Status<'_> {
    let change = next_change(calendar, now);
    if look(calendar, now, true).open {
        return Status::Open { until: change };
    }
    let because = exception(calendar, now.date)
        // A make-up working day's own evening is no closure by exception; a day without hours is.
        .filter(|day| day.spans.is_empty() || look(calendar, now, false).open)
        .map(|day| day.name.as_str());
    Status::Closed { opens: change, because }
}

/// The first minute after `now` at which the office opens or closes; `None` when there is none
/// within a year.
pub fn next_change(calendar: &Calendar, now: CivilTime) -> Option<CivilTime> {
    let mut at = now;
    let mut days = 0;
    let mut here = look(calendar, now, true);
    let open = here.open;
    while days <= HORIZON {
        if here.edge < DAY {
            at.minute = here.edge;
        } else {
            at = CivilTime { date: at.date.next(), minute: 0 };
            days += 1;
        }
        here = look(calendar, at, true);
        if here.open != open {
            return Some(at);
        }
    }
    None
}

/// Minutes from `from` to `to`; 0 when `to` is not later.
pub fn minutes_between(from: CivilTime, to: CivilTime) -> u32 {
    let minutes = |time: CivilTime| day_number(time.date) * u32::from(DAY) + u32::from(time.minute);
    minutes(to).saturating_sub(minutes(from))
}

/// Weekdays in a row with the same hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRun {
    /// The first weekday, 0 is Monday.
    pub first: u8,
    /// The last weekday, 6 is Sunday.
    pub last: u8,
    /// The hours of each of them; empty is closed.
    pub spans: Vec<DaySpan>,
}

/// The ordinary week from Monday to Sunday, days with the same hours together.
pub fn week(calendar: &Calendar) -> Vec<DayRun> {
    let mut runs: Vec<DayRun> = Vec::new();
    for day in 0..7 {
        let hours = calendar.weekly.iter().filter(|hours| hours.weekday == day);
        let spans: Vec<DaySpan> = hours.map(|hours| hours.span.clone()).collect();
        match runs.last_mut() {
            Some(run) if run.spans == spans => run.last = day,
            _ => runs.push(DayRun { first: day, last: day, spans }),
        }
    }
    runs
}

/// What the calendar says of one minute.
struct Look {
    open: bool,
    /// The next minute of the day at which hours begin or end; [`DAY`] or more when there is none.
    edge: u16,
}

/// Looks at the hours of a day: its exception's where there is one and `exceptions` count, or else
/// its weekday's.
fn look(calendar: &Calendar, at: CivilTime, exceptions: bool) -> Look {
    let mut look = Look { open: false, edge: DAY };
    let mut see = |span: &DaySpan| {
        look.open |= span.from <= at.minute && at.minute < span.to;
        for edge in [span.from, span.to] {
            if edge > at.minute && edge < look.edge {
                look.edge = edge;
            }
        }
    };
    match exception(calendar, at.date) {
        Some(day) if exceptions => day.spans.iter().for_each(see),
        _ => {
            let weekday = at.date.weekday();
            for hours in &calendar.weekly {
                if hours.weekday == weekday {
                    see(&hours.span);
                }
            }
        }
    }
    look
}

fn exception(calendar: &Calendar, date: CivilDate) -> Option<&DayException> {
    calendar.exceptions.iter().find(|day| day.date == date)
}

/// Days since some first of March, four centuries back so that no year is negative. With the year
/// begun in March the leap day is its last, and the months follow a pattern of 153 days in five.
fn day_number(date: CivilDate) -> u32 {
    let late = u32::from(date.month > 2);
    let year = u32::from(date.year) + 399 + late;
    let month = (u32::from(date.month) + 9) % 12;
    year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + u32::from(date.day) - 1
}
