//! Whether a channel is open now, until when, and its ordinary week.

use super::icon::icon;
use super::words::Words;
use crate::browser::clock::{format_date, now_in, weekday_name};
use crate::browser::element::{El, div, el};
use crate::browser::timer::after;
use crate::reactive::{State, effect};
use crate::state::App;
use crate::text::{join, two_digits};
use helplet_content::hours::{Status, minutes_between, next_change, status, week};
use helplet_content::{Calendar, CivilTime, Ui};
use std::rc::Rc;
use std::time::Duration;

/// Longest wait until the hours are looked at again, in minutes: a device that slept wakes up to a
/// timer that is late by as much.
const LONGEST_WAIT: u32 = 15;

/// The state now, kept up to date, and the ordinary hours.
pub fn hours(app: App, calendar: &Calendar) -> El {
    // Counts how often the hours were looked at.
    let looks = State::new(0u32);
    let calendar = Rc::new(calendar.clone());
    let (waking, shown) = (calendar.clone(), calendar.clone());
    effect(move || {
        looks.get();
        let at = now_in(&waking.zone);
        let wait =
            next_change(&waking, at).map_or(LONGEST_WAIT, |change| minutes_between(at, change).clamp(1, LONGEST_WAIT));
        // The minute has begun some seconds ago; asking a little late shows the change, a little
        // early would not.
        after(Duration::from_secs(u64::from(wait) * 60), move || looks.update(|looks| *looks += 1));
    });
    let state = div("hours-state").live(move || {
        looks.get();
        vec![state(app, &shown, now_in(&shown.zone))]
    });
    div("hours").child(state).child(ordinary(app, &calendar))
}

fn state(app: App, calendar: &Calendar, now: CivilTime) -> El {
    let (class, label, detail) = match status(calendar, now) {
        Status::Open { until } => {
            ("open", Ui::OpenNow, until.map(|until| app.fill(Ui::ClosesAt, &[("time", &when(app, now, until))])))
        }
        Status::Closed { opens, because } => {
            let opens =
                opens.map_or_else(String::new, |opens| app.fill(Ui::OpensAt, &[("time", &when(app, now, opens))]));
            let reason = because.map_or_else(String::new, |name| app.fill(Ui::ClosedBecause, &[("reason", name)]));
            let detail = join([reason.as_str(), &opens], " ");
            ("closed", Ui::ClosedNow, (!detail.is_empty()).then_some(detail))
        }
    };
    let line = el("p").class(&["state state-", class].concat()).child(el("strong").say(app, label));
    match detail {
        Some(detail) => line.child(el("span").text(&detail)),
        None => line,
    }
}

/// A moment as people say it: the time alone today, else with the day.
fn when(app: App, now: CivilTime, at: CivilTime) -> String {
    let time = clock_time(at.minute);
    if at.date == now.date {
        return time;
    }
    // Closing at midnight is the end of today, not the start of tomorrow.
    if at.date == now.date.next() {
        return if at.minute == 0 { clock_time(24 * 60) } else { app.fill(Ui::TomorrowAt, &[("time", &time)]) };
    }
    app.fill(Ui::DayAt, &[("day", &format_date(at.date, &app.lang(), true)), ("time", &time)])
}

fn clock_time(minute: u16) -> String {
    [&two_digits((minute / 60).into()), ":", &two_digits((minute % 60).into())].concat()
}

fn ordinary(app: App, calendar: &Calendar) -> El {
    let lang = app.lang();
    let mut text = String::new();
    for run in week(calendar).into_iter().filter(|run| !run.spans.is_empty()) {
        let (first, last) = (weekday_name(run.first, &lang), weekday_name(run.last, &lang));
        let days = if run.first == run.last { first } else { join([first.as_str(), &last], "–") };
        let mut line = days;
        for (at, span) in run.spans.iter().enumerate() {
            let before = if at == 0 { " " } else { ", " };
            line = [&line, before, &clock_time(span.from), "–", &clock_time(span.to)].concat();
        }
        text = join([text.as_str(), &line], " · ");
    }
    // Elsewhere than in the office's zone the hours would mislead without it.
    let text = if crate::browser::clock::zone() == calendar.zone {
        text
    } else {
        app.fill(Ui::InZone, &[("hours", &text), ("zone", &calendar.zone)])
    };
    el("p").class("hours-week quiet").child(icon("clock")).child(el("span").text(&text))
}
