//! What became of something sent off: on its way, refused, or taken.

use super::copy::{copy_button, copy_text_button};
use super::icon::icon;
use super::list::{asked_twice, remark};
use super::ticket_text::ticket_text;
use super::words::Words;
use crate::browser::clock::{self, format_moment};
use crate::browser::element::{El, button, div, el};
use crate::browser::timer::after;
use crate::host::options::EndpointKind;
use crate::reactive::{State, derived, effect};
use crate::screen::Screen;
use crate::state::App;
use crate::text::decimal;
use crate::ticket::outbox::{Entry, Event, Phase, Trouble};
use crate::ticket::sender;
use helplet_content::Ui;
use std::time::Duration;

/// What the screen is drawn anew for.
#[derive(Clone, Copy, Default, PartialEq)]
enum Stage {
    #[default]
    Gone,
    Waiting,
    Sending,
    Retrying,
    /// The server said when to come back: there is no hurrying.
    MustWait,
    Refused,
    Sent,
}

fn with_entry<T: Default>(app: App, key: &str, look: impl FnOnce(&Entry) -> T) -> T {
    app.outbox.with(|outbox| outbox.entry(key).map(look)).unwrap_or_default()
}

fn stage(app: App, key: &str) -> Stage {
    if app.outbox.with(|outbox| outbox.percent(key)).is_some() {
        return Stage::Sending;
    }
    with_entry(app, key, |entry| match entry.phase {
        Phase::Waiting => Stage::Waiting,
        Phase::Retrying { .. } if clock::seconds() < entry.asked_until() => Stage::MustWait,
        Phase::Retrying { .. } => Stage::Retrying,
        Phase::Refused { .. } => Stage::Refused,
        Phase::Sent { .. } => Stage::Sent,
    })
}

/// How far an entry is, in a sentence.
pub fn status(app: App, key: &str) -> String {
    let (online, percent) = app.outbox.with(|outbox| (outbox.is_online(), outbox.percent(key)));
    with_entry(app, key, |entry| match (&entry.phase, percent) {
        (_, Some(_)) if entry.draft.files.is_empty() => app.t(Ui::SendingNow),
        (_, Some(percent)) => app.fill(Ui::SendingPercent, &[("n", &decimal(percent as usize))]),
        (Phase::Waiting, _) if online => app.t(Ui::WaitingTurn),
        (Phase::Retrying { trouble, at, .. }, _) if online => {
            let trouble = app.t(match trouble {
                Trouble::Network => Ui::TroubleNetwork,
                Trouble::Busy => Ui::TroubleBusy,
                Trouble::Server => Ui::TroubleServer,
            });
            let time = format_moment(*at, &app.lang(), false);
            app.fill(Ui::RetryingAt, &[("why", &trouble), ("time", &time)])
        }
        (Phase::Waiting | Phase::Retrying { .. }, _) => app.t(Ui::WaitingNetwork),
        (Phase::Refused { faults, .. }, _) if !faults.is_empty() => app.t(Ui::RefusedFaults),
        (Phase::Refused { status, .. }, _) => match status {
            0 => app.t(Ui::PutAside),
            409 => app.t(Ui::RefusedUsed),
            413 => app.t(Ui::RefusedSize),
            status => app.fill(Ui::RefusedOther, &[("n", &decimal(usize::from(*status)))]),
        },
        (Phase::Sent { number }, _) if number.is_empty() => app.t(Ui::TicketsSent),
        (Phase::Sent { number }, _) => number.clone(),
    })
}

/// The screen for an entry, by its key.
pub fn outgoing(app: App, key: &str) -> El {
    let key = key.to_owned();
    let of = key.clone();
    let passed = State::new(());
    let stage = derived(move || {
        passed.get();
        stage(app, &of)
    });
    // The time that the server named passes without an event.
    effect(move || {
        passed.get();
        if stage.get() == Stage::MustWait {
            after(Duration::from_secs(1), move || passed.set(()));
        }
    });
    let title = move || {
        app.t(match stage.get() {
            Stage::Gone => Ui::NotFound,
            Stage::Refused => Ui::RefusedTitle,
            Stage::Sent => Ui::SentTitle,
            _ => Ui::WaitingTitle,
        })
    };
    let (of, for_bar, for_files, for_note, for_actions) =
        (key.clone(), key.clone(), key.clone(), key.clone(), key.clone());
    div("screen sent")
        .live(move || {
            let (class, name) = match stage.get() {
                Stage::Sent => ("sent-mark", "check"),
                Stage::Refused | Stage::Gone => ("sent-mark attention", "warning"),
                _ => ("sent-mark underway", "ticket"),
            };
            vec![div(class).child(icon(name))]
        })
        .child(el("h2").class("screen-title").attr("tabindex", "-1").text_live(title))
        .live_one(move || {
            let (of, sent) = (of.clone(), stage.get() == Stage::Sent);
            Some(if sent {
                taken(app, &of)
            } else {
                el("p").attr("role", "status").text_live(move || status(app, &of))
            })
        })
        .live_one(move || (stage.get() == Stage::Sending).then(|| progress_bar(app, for_bar.clone())))
        .live_one(move || (stage.get() == Stage::Sending).then(|| files(app, &for_files)))
        .live_one(move || {
            let under_way = !matches!(stage.get(), Stage::Gone | Stage::Refused | Stage::Sent);
            under_way.then(|| note(app, for_note.clone()))
        })
        .child(
            div("card-actions")
                .live(move || actions(app, &for_actions, stage.get()))
                .child(button("button", move || app.go(Screen::Tickets)).say(app, Ui::TicketsTile))
                .child(button("button", move || app.search_for("")).say(app, Ui::Home)),
        )
}

/// The number, and what happens next.
fn taken(app: App, key: &str) -> El {
    let number = with_entry(app, key, |entry| match &entry.phase {
        Phase::Sent { number } => number.clone(),
        _ => String::new(),
    });
    let tracked = app.options.endpoint.kind == EndpointKind::Desk;
    let shown = (!number.is_empty()).then(|| {
        div("ticket-number")
            .child(el("p").class("quiet small").say(app, Ui::TicketNumber))
            .child(el("p").class("number").text(&number))
            .child(copy_button(app, number.clone()))
    });
    let next = if tracked { Ui::SentNext } else { Ui::SentNextUntracked };
    div("taken").maybe(shown).child(el("p").class("quiet").say(app, next))
}

fn progress_bar(app: App, key: String) -> El {
    let measured = with_entry(app, &key, |entry| !entry.draft.files.is_empty());
    el("progress")
        .class("progress-bar")
        .attr("max", "100")
        .attr("aria-label", &app.t(Ui::SendingNow))
        // Without files there is nothing to measure: the bar then only shows that it runs.
        .attr_live("value", move || {
            let percent = app.outbox.with(|outbox| outbox.percent(&key)).filter(|_| measured)?;
            Some(decimal(percent as usize))
        })
}

/// The files, and how far each is.
fn files(app: App, key: &str) -> El {
    let names =
        with_entry(app, key, |entry| entry.draft.files.iter().map(|file| file.name.clone()).collect::<Vec<_>>());
    el("ul").class("files wide").children(names.into_iter().enumerate().map(|(at, name)| {
        let key = key.to_owned();
        let percent = move || {
            let percent =
                app.outbox.with(|outbox| outbox.entry(&key).map(|entry| outbox.file_percent(entry, at))).unwrap_or(0);
            [&decimal(percent as usize), " %"].concat()
        };
        let words = div("file-words").child(el("span").class("file-name").text(&name));
        el("li").class("file").child(words).child(el("span").class("quiet small").text_live(percent))
    }))
}

/// Whether one may leave.
fn note(app: App, key: String) -> El {
    let kept = derived(move || app.outbox.with(|outbox| !outbox.is_settled()) || with_entry(app, &key, |it| it.seen));
    div("wide").live_one(move || {
        Some(if kept.get() {
            el("p").class("quiet").say(app, Ui::KeptHere)
        } else {
            remark("warning", "warning").attr("role", "alert").child(el("p").say(app, Ui::KeptNowhere))
        })
    })
}

/// What the person can do about it.
fn actions(app: App, key: &str, stage: Stage) -> Vec<El> {
    let mut actions = Vec::new();
    let tell = |event: fn(String) -> Event| {
        let key = key.to_owned();
        move || sender::tell(app, event(key.clone()))
    };
    if matches!(stage, Stage::Waiting | Stage::Retrying) {
        actions.push(button("button primary", tell(Event::Hurried)).say(app, Ui::SendNow));
    }
    let number = with_entry(app, key, |entry| match &entry.phase {
        Phase::Sent { number } => number.clone(),
        _ => String::new(),
    });
    if !number.is_empty() {
        let screen = Screen::Thread(number);
        actions.push(button("button primary", move || app.go(screen.clone())).say(app, Ui::Follow));
    }
    if stage == Stage::Refused {
        let key = key.to_owned();
        actions.push(button("button primary", move || sender::mend(app, key.clone())).say(app, Ui::Mend));
    }
    if !matches!(stage, Stage::Gone | Stage::Sent) {
        let of = key.to_owned();
        let text = move || with_entry(app, &of, |entry| ticket_text(app, &entry.draft));
        actions.push(copy_text_button(app, Ui::CopyText, text));
    }
    if matches!(stage, Stage::Waiting | Stage::Retrying | Stage::MustWait | Stage::Refused) {
        let (tell, key) = (tell(Event::Discarded), key.to_owned());
        actions.push(asked_twice(app, "button", Ui::DiscardEntry, move || {
            tell();
            app.history.update(|history| history.leave(|screen| *screen == Screen::Outgoing(key.clone())));
        }));
    }
    actions
}
