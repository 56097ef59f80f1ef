//! The way to a person: who is there and how long it takes; or why nobody is, and the same words as a ticket.

use super::Chat;
use super::words::plain;
use crate::browser::clock::now_in;
use crate::browser::element::{El, button, div, el};
use crate::browser::task::spawn;
use crate::browser::{environment, file};
use crate::chat::conversation::{Answer, Conversation, Line};
use crate::feedback;
use crate::reactive::State;
use crate::screen::Screen;
use crate::state::App;
use crate::text::{decimal, join};
use crate::ticket::attachment::{self, Attachment};
use crate::ticket::chat::{self, Offer, change, hand_over, has_people};
use crate::ticket::rules::rules;
use crate::view::field::{Faults, Spec, fault_text, field, input};
use crate::view::hours::hours;
use crate::view::list::{row, rows};
use crate::view::ticket_facts::found;
use crate::view::ticket_files::{Changed, Files, add, ticket_files};
use crate::view::words::Words;
use helplet_content::hours::{Status, status};
use helplet_content::{ChatHours, Ui};
use helplet_desk_api::validate;

/// What is known of who is there.
#[derive(Debug, Clone, Default, PartialEq)]
enum People {
    /// The desk is being asked.
    #[default]
    Asking,
    /// A conversation can begin.
    There(Offer),
    /// It isn't the hour, or nobody is there.
    Away { closed: bool },
}

/// The card below the robot's "let us find somebody".
pub fn handover(chat: &Chat) -> El {
    let app = chat.app;
    let hours = chat.loaded.library.channels.chat.clone();
    let offered = hours.as_ref().is_none_or(|it| app.person.peek(|person| it.audience.admits(person)));
    if !has_people(app) || !offered {
        return other_ways(app);
    }
    // A person needs something to begin with.
    let described = crate::reactive::derived(move || app.chat.with(Conversation::has_own));
    let people = State::new(People::Asking);
    let open = is_open(chat, hours.as_ref());
    if open {
        spawn(async move {
            let offer = chat::ask_offer(app).await;
            people.set(if offer.there == Some(false) { People::Away { closed: false } } else { People::There(offer) });
        });
    } else {
        people.set(People::Away { closed: true });
    }
    let chat = chat.clone();
    let ask_on = button("link", move || _ = change(app, |chat| chat.say(Line::Robot(Answer::Hello))));
    let ways = div("chat-card").live_one(move || Some(form(&chat, &people.get(), hours.as_ref(), described.get())));
    ways.child(ask_on.say(app, Ui::ChatAskOn))
}

fn is_open(chat: &Chat, hours: Option<&ChatHours>) -> bool {
    let calendars = &chat.loaded.library.channels.calendars;
    let calendar = hours.and_then(|it| calendars.get(usize::from(it.calendar)));
    calendar.is_none_or(|it| matches!(status(it, now_in(&it.zone)), Status::Open { .. }))
}

/// Where nobody can be chatted with: the other ways to one.
fn other_ways(app: App) -> El {
    let contact = row(
        app,
        &app.t(Ui::ContactTile),
        &app.t(Ui::ContactBelow),
        Screen::Contact(String::new(), app.chat.peek(Conversation::own)),
    );
    let takes_tickets = !app.options.endpoint.url.is_empty();
    let ticket = takes_tickets.then(|| {
        row(
            app,
            &app.t(Ui::TicketTile),
            &app.t(Ui::TicketBelow),
            Screen::Ticket(String::new(), app.chat.peek(Conversation::own)),
        )
    });
    div("chat-card").child(el("p").say(app, Ui::ChatNotOffered)).child(rows([contact].into_iter().chain(ticket)))
}

/// How long it takes, in words.
fn waiting(app: App, offer: &Offer) -> String {
    if !environment::online() {
        return app.t(Ui::ChatOffline);
    }
    let there = if offer.there == Some(true) { app.t(Ui::ChatThere) } else { String::new() };
    join([there.as_str(), &queue(app, Some(offer.ahead), offer.wait)], " ")
}

/// Place and time in the queue, in words; empty where nothing is known.
pub fn queue(app: App, ahead: Option<u32>, wait: Option<u32>) -> String {
    let ahead = ahead
        .filter(|count| *count > 0)
        .map(|count| app.fill(Ui::ChatAhead, &[("n", &decimal(count as usize))]))
        .unwrap_or_default();
    let wait = wait.map(|seconds| app.fill(Ui::ChatWait, &[("n", &decimal(seconds.div_ceil(60).max(1) as usize))]));
    join([ahead.as_str(), &wait.unwrap_or_default()], " ")
}

/// What goes along, and the one step.
#[derive(Clone, Copy)]
struct Form {
    app: App,
    files: Files,
    faults: Faults,
    email: State<String>,
    phone: State<String>,
}

fn form(chat: &Chat, people: &People, hours_of: Option<&ChatHours>, described: bool) -> El {
    let app = chat.app;
    let form = Form {
        app,
        files: State::new(Vec::new()),
        faults: Faults(State::new(Vec::new())),
        email: State::new(String::new()),
        phone: State::new(String::new()),
    };
    form.restore_files();
    let channels = &chat.loaded.library.channels;
    let calendar = hours_of.and_then(|it| channels.calendars.get(usize::from(it.calendar)));
    let away = matches!(people, People::Away { .. });
    let said = match people {
        People::Asking => div("spinner"),
        People::There(offer) => el("p").attr("role", "status").text(&waiting(app, offer)),
        // With the hours below, the state itself says why.
        People::Away { closed: true } => div("chat-away"),
        People::Away { closed: false } => el("p").attr("role", "status").say(app, Ui::ChatNobody),
    };
    let whole = described && *people != People::Asking;
    let tickets = &chat.loaded.library.tickets;
    let changed = Changed::new(move || form.files_changed());
    let most = usize::from(tickets.max_files);
    let parts = chat.clone();
    let submit = el("button").attr("type", "submit").class("button primary wide");
    el("form")
        .class("chat-form")
        .attr("novalidate", "")
        .child(said)
        .maybe(calendar.filter(|_| away).map(|calendar| hours(app, calendar)))
        .maybe(away.then(|| el("p").class("quiet small").say(app, Ui::ChatLeaveHint)))
        .maybe((!described).then(|| el("p").say(app, Ui::ChatDescribe)))
        .maybe((whole && away).then(|| form.contact()))
        .maybe(whole.then(|| ticket_files(app, tickets, form.files, form.faults, changed)))
        .maybe(whole.then(|| submit.say(app, if away { Ui::ChatLeave } else { Ui::ChatHandOver })))
        .on("paste", move |event| {
            let pasted = file::transferred(&event);
            if !pasted.is_empty() {
                event.prevent_default();
                add(app, form.files, most, pasted, changed);
            }
        })
        .on("submit", move |event| {
            event.prevent_default();
            form.submit(&parts, away, El::from_target(&event));
        })
}

impl Form {
    fn contact(self) -> El {
        let one = |path: &str, label: Ui, kind: &str, complete: &str, state: State<String>| {
            let label = self.app.t(label);
            let spec = Spec { path, label: &label, hint: "", required: false };
            let control = input(kind, "", Box::new(move |text| state.set(text))).attr("autocomplete", complete);
            field(self.app, self.faults, &spec, control)
        };
        div("field contact-fields").child(one("contact.email", Ui::Email, "email", "email", self.email)).child(one(
            "contact.phone",
            Ui::Phone,
            "tel",
            "tel",
            self.phone,
        ))
    }

    fn restore_files(self) {
        let notes = self.app.chat.peek(|chat| chat.files.clone());
        if !notes.is_empty() {
            spawn(async move {
                let mut restored = attachment::kept(&chat::place(), &notes).await;
                self.files.update(|files| {
                    restored.append(files);
                    *files = restored;
                });
            });
        }
    }

    fn files_changed(self) {
        let files: Vec<Attachment> = self.files.get_untracked();
        change(self.app, |chat| chat.files = files.iter().map(|file| file.note.clone()).collect());
        spawn(async move {
            _ = attachment::keep(&chat::place(), &files).await;
        });
    }

    fn submit(self, parts: &Chat, away: bool, form: Option<El>) {
        let app = self.app;
        let loaded = parts.loaded.clone();
        let Some(mut draft) = chat::draft(app, |answer| plain(app, &loaded, answer), found(app)) else { return };
        self.email.peek(|email| email.clone_into(&mut draft.email));
        self.phone.peek(|phone| phone.clone_into(&mut draft.phone));
        let files = self.files.get_untracked();
        draft.files = files.iter().map(|file| file.note.clone()).collect();
        let wrong = validate(&draft.ticket("", ""), &rules(&loaded.library.tickets));
        let shown: Vec<(String, String)> =
            wrong.iter().map(|fault| (fault.path.clone(), fault_text(app, fault))).collect();
        let first = shown.first().map(|(path, _)| path.clone());
        self.faults.0.set(shown);
        if let Some(path) = first {
            let path = if path.starts_with("attachments") { String::from("attachments") } else { path };
            form.iter().for_each(|form| form.point_at(&["[data-path='", &path, "']"].concat()));
            return;
        }
        if away {
            feedback::chat(app, &draft.topic, "ticket", None);
        }
        hand_over(app, draft, files);
    }
}
