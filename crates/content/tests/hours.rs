//! Opening hours: tables of cases, and a walk minute by minute against them.

use helplet_content::hours::{DayRun, Status, minutes_between, next_change, status, week};
use helplet_content::{Calendar, CivilDate, CivilTime, DayException, DaySpan, WeekSpan};
use proptest::prelude::*;

/// An office open Monday to Friday with a lunch break, closed for a week of holidays from Thursday
/// 2026-10-01, open on Saturday 2026-10-10 to make up for it, and until noon on Thursday 2026-12-31.
fn office() -> Calendar {
    let weekly =
        (0..5).flat_map(|weekday| [(540, 720), (780, 1080)].map(|(from, to)| hours(weekday, from, to))).collect();
    let mut exceptions: Vec<DayException> =
        (1..=7).map(|day| exception((2026, 10, day), "National Day", &[])).collect();
    exceptions.push(exception((2026, 10, 10), "Make-up working day", &[(540, 1080)]));
    exceptions.push(exception((2026, 12, 31), "New Year's Eve", &[(540, 720)]));
    exceptions.push(exception((2027, 1, 1), "New Year", &[]));
    calendar(weekly, exceptions)
}

fn calendar(weekly: Vec<WeekSpan>, exceptions: Vec<DayException>) -> Calendar {
    Calendar { id: "office".into(), zone: "Asia/Shanghai".into(), weekly, exceptions }
}

fn hours(weekday: u8, from: u16, to: u16) -> WeekSpan {
    WeekSpan { weekday, span: DaySpan { from, to } }
}

fn exception((year, month, day): (u16, u8, u8), name: &str, spans: &[(u16, u16)]) -> DayException {
    let spans = spans.iter().map(|&(from, to)| DaySpan { from, to }).collect();
    DayException { date: CivilDate { year, month, day }, name: name.into(), spans }
}

/// Reads `2026-11-23 09:00`.
fn time(text: &str) -> CivilTime {
    let number = |at: usize, len: usize| text[at..at + len].parse::<u16>().unwrap();
    let date = CivilDate::new(number(0, 4), number(5, 2) as u8, number(8, 2) as u8).unwrap();
    CivilTime { date, minute: number(11, 2) * 60 + number(14, 2) }
}

#[test]
fn status_names_the_next_change_and_the_holiday() {
    let office = office();
    let open = |until: &str| Status::Open { until: Some(time(until)) };
    let closed = |opens: &str| Status::Closed { opens: Some(time(opens)), because: None };
    let holiday = |opens: &str, name| Status::Closed { opens: Some(time(opens)), because: Some(name) };
    for (case, now, expected) in [
        ("an ordinary morning", "2026-11-23 09:30", open("2026-11-23 12:00")),
        ("the opening minute", "2026-11-23 09:00", open("2026-11-23 12:00")),
        ("the minute before opening", "2026-11-23 08:59", closed("2026-11-23 09:00")),
        ("the lunch break", "2026-11-23 12:00", closed("2026-11-23 13:00")),
        ("the closing minute", "2026-11-23 18:00", closed("2026-11-24 09:00")),
        ("midnight", "2026-11-24 00:00", closed("2026-11-24 09:00")),
        ("Friday evening", "2026-11-27 20:00", closed("2026-11-30 09:00")),
        ("Sunday", "2026-11-29 10:00", closed("2026-11-30 09:00")),
        ("the evening before the holidays", "2026-09-30 19:00", closed("2026-10-08 09:00")),
        ("a working day that is a holiday", "2026-10-01 10:00", holiday("2026-10-08 09:00", "National Day")),
        ("a Sunday within the holidays", "2026-10-04 10:00", holiday("2026-10-08 09:00", "National Day")),
        ("the last day of the holidays", "2026-10-07 23:59", holiday("2026-10-08 09:00", "National Day")),
        ("a make-up Saturday", "2026-10-10 12:30", open("2026-10-10 18:00")),
        ("the evening of a make-up Saturday", "2026-10-10 18:30", closed("2026-10-12 09:00")),
        ("the half day's afternoon", "2026-12-31 15:00", holiday("2027-01-04 09:00", "New Year's Eve")),
        ("the half day's evening", "2026-12-31 19:00", closed("2027-01-04 09:00")),
        ("the turn of the year", "2027-01-01 00:00", holiday("2027-01-04 09:00", "New Year")),
    ] {
        assert_eq!(status(&office, time(now)), expected, "{case}");
    }
}

#[test]
fn an_office_that_never_changes_has_no_next_change() {
    let always = calendar((0..7).map(|weekday| hours(weekday, 0, 1440)).collect(), vec![]);
    let never = calendar(vec![], vec![]);
    let now = time("2026-11-23 10:00");
    assert_eq!(status(&always, now), Status::Open { until: None });
    assert_eq!(status(&never, now), Status::Closed { opens: None, because: None });
}

#[test]
fn hours_that_meet_at_midnight_are_one_stretch() {
    // Friday 20:00 to Saturday 02:00.
    let night = calendar(vec![hours(4, 1200, 1440), hours(5, 0, 120)], vec![]);
    assert_eq!(status(&night, time("2026-11-27 21:00")), Status::Open { until: Some(time("2026-11-28 02:00")) });
    assert_eq!(next_change(&night, time("2026-11-28 02:00")), Some(time("2026-12-04 20:00")));
}

#[test]
fn a_closure_of_months_ends_in_sight() {
    let mut exceptions = Vec::new();
    let mut date = time("2026-11-23 00:00").date;
    for _ in 0..100 {
        exceptions.push(DayException { date, name: "Moving house".into(), spans: vec![] });
        date = date.next();
    }
    let closed = Calendar { exceptions, ..office() };
    let opens = Some(time("2027-03-03 09:00"));
    assert_eq!(status(&closed, time("2026-11-23 10:00")), Status::Closed { opens, because: Some("Moving house") });
}

#[test]
fn minutes_are_counted_over_months_and_leap_days() {
    for (from, to, expected) in [
        ("2026-11-23 10:00", "2026-11-23 10:00", 0),
        ("2026-11-23 10:00", "2026-11-23 09:00", 0),
        ("2026-11-23 10:00", "2026-11-24 09:30", 1410),
        ("2028-02-28 00:00", "2028-03-01 00:00", 2 * 1440),
        ("2026-02-28 00:00", "2026-03-01 00:00", 1440),
        ("2026-12-31 23:59", "2027-01-01 00:00", 1),
        ("2000-01-01 00:00", "2100-01-01 00:00", 36525 * 1440),
    ] {
        assert_eq!(minutes_between(time(from), time(to)), expected, "{from} to {to}");
    }
}

#[test]
fn weekdays_with_the_same_hours_stand_together() {
    let spans = |list: &[(u16, u16)]| list.iter().map(|&(from, to)| DaySpan { from, to }).collect::<Vec<_>>();
    let run = |first, last, list: &[(u16, u16)]| DayRun { first, last, spans: spans(list) };
    assert_eq!(week(&office()), [run(0, 4, &[(540, 720), (780, 1080)]), run(5, 6, &[])]);
    let shop = calendar(vec![hours(0, 540, 1080), hours(2, 540, 1080), hours(6, 600, 720)], vec![]);
    assert_eq!(
        week(&shop),
        [
            run(0, 0, &[(540, 1080)]),
            run(1, 1, &[]),
            run(2, 2, &[(540, 1080)]),
            run(3, 5, &[]),
            run(6, 6, &[(600, 720)])
        ]
    );
    assert_eq!(week(&calendar(vec![], vec![])), [run(0, 6, &[])]);
}

fn any_spans() -> impl Strategy<Value = Vec<(u16, u16)>> {
    // Hours in steps of six make touching, overlapping and whole-day spans likely.
    prop::collection::vec((0u16..4, 1u16..=4), 0..3)
        .prop_map(|spans| spans.into_iter().map(|(from, len)| (from * 360, (from + len).min(4) * 360)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Walking through ten days one minute at a time finds the office open exactly when `status`
    /// says so, and a change exactly where `next_change` puts it.
    #[test]
    fn stepping_minute_by_minute_agrees(
        week in prop::collection::vec(any_spans(), 7),
        special in prop::collection::vec((0u8..10, any_spans()), 0..4),
        start in 0u16..1440,
    ) {
        let weekly = week.iter().enumerate().flat_map(|(day, spans)| spans.iter().map(move |&(from, to)| hours(day as u8, from, to))).collect();
        let exceptions = special.iter().map(|(day, spans)| exception((2026, 11, 20 + day), "special", spans)).collect();
        let calendar = calendar(weekly, exceptions);
        let by_hand = |at: CivilTime| match calendar.exceptions.iter().find(|day| day.date == at.date) {
            Some(day) => day.spans.iter().any(|span| (span.from..span.to).contains(&at.minute)),
            None => calendar.weekly.iter().any(|hours| hours.weekday == at.date.weekday() && (hours.span.from..hours.span.to).contains(&at.minute)),
        };
        let mut now = CivilTime { date: CivilDate { year: 2026, month: 11, day: 20 }, minute: start };
        let mut promised = next_change(&calendar, now);
        let mut open = by_hand(now);
        for _ in 0..10 * 1440 {
            now = if now.minute < 1439 { CivilTime { minute: now.minute + 1, ..now } } else { CivilTime { date: now.date.next(), minute: 0 } };
            let is_open = by_hand(now);
            prop_assert_eq!(promised == Some(now), is_open != open, "at {:?}", now);
            if is_open != open {
                open = is_open;
                promised = next_change(&calendar, now);
            }
            if now.minute.is_multiple_of(97) {
                prop_assert_eq!(matches!(status(&calendar, now), Status::Open { .. }), is_open);
            }
        }
    }
}
