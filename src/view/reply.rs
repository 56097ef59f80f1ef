//! The box that adds text and files to a ticket. What is typed is kept on the device at every change.

use super::field::{Faults, Spec, fault_text, field, text_area};
use super::list::remark;
use super::ticket_files::{Changed, Files, add, ticket_files};
use super::words::Words;
use crate::browser::element::{El, div, el};
use crate::browser::task::spawn;
use crate::browser::{clock, file, keyboard, storage};
use crate::reactive::{State, effect};
use crate::state::App;
use crate::ticket::attachment::{self, Attachment};
use crate::ticket::chat;
use crate::ticket::draft::Draft;
use crate::ticket::rules::rules;
use crate::ticket::sender::{self, kept_draft, of_draft};
use helplet_content::Ui;
use helplet_desk_api::{NewMessage, validate_message};
use std::cell::Cell;

#[derive(Clone, Copy)]
struct Reply {
    app: App,
    number: State<String>,
    draft: State<Draft>,
    files: Files,
    faults: Faults,
    kept: State<bool>,
}

/// How often the desk is told that somebody is typing, in seconds: it passes on no more.
const TYPING: u32 = 2;

/// The box for the ticket of this number; `standing` is the name of its status. While somebody talks in it,
/// Enter sends.
pub fn reply(app: App, number: &str, standing: State<Option<&'static str>>, live: State<bool>) -> El {
    let Some(loaded) = app.loaded() else { return div("reply") };
    let reply = Reply::new(app, number);
    let text = reply.draft.peek(|draft| draft.description.clone());
    let told = Cell::new(0);
    let area = text_area(
        &text,
        Box::new(move |text| {
            reply.change(|draft| draft.description = text.clone());
            let now = clock::seconds();
            if live.get_untracked() && !text.is_empty() && now >= told.get() + TYPING {
                told.set(now);
                reply.number.peek(|number| chat::person_types(app, number));
            }
        }),
    );
    let area = area.attr("rows", "3").on("keydown", move |event| {
        let enter = keyboard::key(&event).as_deref() == Some("Enter") && !keyboard::shift(&event);
        if enter && live.get_untracked() {
            event.prevent_default();
            reply.submit(El::from_target(&event));
        }
    });
    reply.follow_outbox(area.clone());
    let changed = Changed::new(move || reply.files_changed());
    let most = usize::from(loaded.library.tickets.max_files);
    let over = move || matches!(standing.get(), Some("solved" | "closed"));
    let label = app.t(Ui::Reply);
    let spec = Spec { path: "body", label: &label, hint: "", required: true };
    el("form")
        .attr_live("class", move || Some(String::from(if live.get() { "reply reply-live" } else { "reply" })))
        .attr("novalidate", "")
        .child(field(app, reply.faults, &spec, area))
        .live_one(move || over().then(|| el("p").class("hint").say(app, Ui::ReplyReopens)))
        .child(ticket_files(app, &loaded.library.tickets, reply.files, reply.faults, changed))
        .live_one(move || {
            let warning = || remark("warning", "warning").child(el("p").attr("role", "alert").say(app, Ui::NotKept));
            (!reply.kept.get()).then(warning)
        })
        .child(
            el("button")
                .class("button primary wide")
                .attr("type", "submit")
                .text_live(move || app.t(if live.get() { Ui::ChatSend } else { Ui::ReplySend })),
        )
        .on("paste", move |event| {
            let pasted = file::transferred(&event);
            if !pasted.is_empty() {
                event.prevent_default();
                add(app, reply.files, most, pasted, changed);
            }
        })
        .on("submit", move |event| {
            event.prevent_default();
            reply.submit(El::from_target(&event));
        })
}

impl Reply {
    fn new(app: App, number: &str) -> Self {
        let mending = app.mending.take();
        let faults = mending.as_ref().map(|it| it.faults.clone()).unwrap_or_default();
        let shown = faults.iter().map(|fault| (fault.path.clone(), fault_text(app, fault))).collect();
        let files = mending.as_ref().map(|it| it.files.clone());
        let kept = mending.map(|it| it.draft).or_else(|| kept_draft(number));
        let reply = Self {
            app,
            number: State::new(number.to_owned()),
            draft: State::new(kept.unwrap_or_else(empty)),
            files: State::new(files.clone().unwrap_or_default()),
            faults: Faults(State::new(shown)),
            kept: State::new(true),
        };
        if files.is_none() {
            reply.restore_files();
        }
        reply
    }

    fn restore_files(self) {
        let notes = self.draft.peek(|draft| draft.files.clone());
        if notes.is_empty() {
            return;
        }
        spawn(async move {
            let place = attachment::of_draft(&self.number.get_untracked());
            let mut restored = attachment::taken_out(&place, &notes).await;
            let lost = restored.len() < notes.len();
            self.files.update(|files| {
                restored.append(files);
                *files = restored;
            });
            if lost {
                self.files_changed();
                let message = self.app.t(Ui::FilesLost);
                self.faults.0.update(|faults| faults.push((String::from("attachments"), message)));
            }
        });
    }

    /// Begins an empty message once the outbox has this one.
    fn follow_outbox(self, area: El) {
        effect(move || {
            let draft = self.draft.get();
            match self.app.outbox.with(|outbox| outbox.has_taken(&draft)) {
                Some(true) => {
                    self.files.set(Vec::new());
                    area.set_value("");
                    self.draft.set(empty());
                }
                // Another tab has sent another text off under this key.
                Some(false) => self.change(|draft| draft.key = storage::random_id()),
                None => {}
            }
        });
    }

    fn change(self, change: impl Fn(&mut Draft)) {
        self.draft.update(|draft| change(draft));
        let place = of_draft(&self.number.get_untracked());
        let kept = self.draft.peek(|draft| storage::write(&place, &draft.encode()));
        if kept != self.kept.get_untracked() {
            self.kept.set(kept);
        }
        if self.faults.0.peek(|faults| !faults.is_empty()) {
            self.check();
        }
    }

    fn files_changed(self) {
        let files: Vec<Attachment> = self.files.get_untracked();
        self.change(|draft| draft.files = files.iter().map(|file| file.note.clone()).collect());
        let place = attachment::of_draft(&self.number.get_untracked());
        spawn(async move {
            if !attachment::keep(&place, &files).await && !files.is_empty() {
                self.kept.set(false);
            }
        });
    }

    fn check(self) {
        let Some(loaded) = self.app.library.get_untracked() else { return };
        let ticket = self.draft.peek(|draft| draft.ticket("", ""));
        let message = NewMessage { body: ticket.description, attachments: ticket.attachments };
        let found = validate_message(&message, &rules(&loaded.library.tickets));
        let shown = found.iter().map(|fault| (fault.path.clone(), fault_text(self.app, fault))).collect();
        self.faults.0.set(shown);
    }

    fn submit(self, form: Option<El>) {
        self.check();
        let path = self.faults.0.peek(|faults| faults.first().map(|(path, _)| path.clone()));
        if let Some(path) = path {
            let path = if path.starts_with("attachments") { String::from("attachments") } else { path };
            form.iter().for_each(|form| form.point_at(&["[data-path='", &path, "']"].concat()));
            return;
        }
        let number = self.number.get_untracked();
        sender::submit(self.app, self.draft.get_untracked(), &number, self.files.get_untracked(), false);
    }
}

fn empty() -> Draft {
    Draft::new(storage::random_id(), Vec::new())
}
