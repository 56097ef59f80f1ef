//! The ticket form. What is typed is kept on the device at every change.

use super::contact::tried;
use super::copy::copy_text_button;
use super::field::{Faults, OnValue, Spec, fault_text, field, input, select, text_area};
use super::list::{asked_twice, remark, screen_title};
use super::ticket_facts::{found, ticket_facts};
use super::ticket_files::{self, Changed, Files, ticket_files};
use super::ticket_text::ticket_text;
use super::words::Words;
use crate::browser::element::{El, div, el};
use crate::browser::file;
use crate::browser::storage;
use crate::browser::task::spawn;
use crate::browser::timer::after;
use crate::library::Loaded;
use crate::reactive::{State, derived, effect};
use crate::screen::Screen;
use crate::state::App;
use crate::text::decimal;
use crate::ticket::attachment::{self, Attachment};
use crate::ticket::draft::Draft;
use crate::ticket::prefill::Prefill;
use crate::ticket::rules::rules;
use crate::ticket::sender::{self, kept_draft, of_draft};
use helplet_content::{TicketType, Ui};
use helplet_desk_api::{Fault, validate};
use std::rc::Rc;
use std::time::Duration;

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Form {
    app: App,
    draft: State<Draft>,
    files: Files,
    faults: Faults,
    kept: State<bool>,
    /// The send button is being pressed.
    pressed: State<bool>,
}

/// The form with a type chosen (empty: the draft's own), and what was tried before.
pub fn ticket_form(app: App, kind: &str, trail: &[String]) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let form = Form::new(app, kind, trail);
    form.follow_outbox();
    let offered: Vec<&TicketType> = app
        .person
        .with(|person| loaded.library.tickets.types.iter().filter(|kind| kind.audience.admits(person)).collect());
    let most = usize::from(loaded.library.tickets.max_files);
    let files_changed = Changed::new(move || form.files_changed());
    let element = el("form")
        .class("screen ticket-form")
        .attr("novalidate", "")
        .child(screen_title(&app.t(Ui::TicketTitle)))
        .child(el("p").class("quiet").say(app, Ui::TicketIntro))
        .maybe(form.draft.peek(|draft| tried(app, &draft.trail)))
        .child(form.kind(&offered))
        .child(form.own_fields(&loaded))
        .child(form.description(&loaded))
        .child(form.occurred())
        .child(form.contact())
        .child(ticket_files(app, &loaded.library.tickets, form.files, form.faults, files_changed))
        .child(ticket_facts(app, form.draft, Changed::new(move || form.save())))
        .live_one(move || (!form.kept.get()).then(|| form.not_kept()))
        .child(form.bar())
        .on("paste", move |event| {
            let pasted = file::transferred(&event);
            if !pasted.is_empty() {
                event.prevent_default();
                ticket_files::add(app, form.files, most, pasted, files_changed);
            }
        })
        .on("submit", move |event| {
            event.prevent_default();
            form.submit(El::from_target(&event));
        });
    if form.faults.0.peek(|faults| !faults.is_empty()) {
        let element = element.clone();
        // After a new screen's heading has got the focus.
        after(Duration::from_millis(50), move || form.point_at_fault(Some(element)));
    }
    element
}

impl Form {
    fn new(app: App, kind: &str, trail: &[String]) -> Self {
        let mending = app.mending.take();
        let faults = mending.as_ref().map(|it| it.faults.clone()).unwrap_or_default();
        let files = mending.as_ref().map(|it| it.files.clone());
        let kept = mending.map(|it| it.draft).or_else(|| kept_draft(""));
        let mut draft = kept.unwrap_or_else(|| Draft::new(storage::random_id(), found(app)));
        Prefill::read(&app.prefill_once.take()).fill(&mut draft);
        Prefill::read(&app.prefill.borrow()).fill(&mut draft);
        if !kind.is_empty() {
            kind.clone_into(&mut draft.kind);
        }
        if !trail.is_empty() {
            draft.trail = trail.to_vec();
        }
        let shown = faults.iter().map(|fault| (fault.path.clone(), fault_text(app, fault))).collect();
        let form = Self {
            app,
            draft: State::new(draft),
            files: State::new(files.clone().unwrap_or_default()),
            faults: Faults(State::new(shown)),
            kept: State::new(true),
            pressed: State::new(false),
        };
        match files {
            Some(files) if form.draft.peek(|draft| draft.files.len()) == files.len() => {}
            Some(_) => form.files_lost(),
            None => form.restore_files(),
        }
        form
    }

    fn restore_files(self) {
        let notes = self.draft.peek(|draft| draft.files.clone());
        if notes.is_empty() {
            return;
        }
        spawn(async move {
            let mut restored = attachment::taken_out(&attachment::of_draft(""), &notes).await;
            let lost = restored.len() < notes.len();
            // What was added meanwhile comes after what was there before.
            self.files.update(|files| {
                restored.append(files);
                *files = restored;
            });
            if lost {
                self.files_lost();
            }
        });
    }

    fn files_lost(self) {
        self.files_changed();
        let message = self.app.t(Ui::FilesLost);
        self.faults.0.update(|faults| faults.push((String::from("attachments"), message)));
    }

    /// Leaves the form once the outbox has what is in it; a text that another tab has sent off
    /// otherwise goes on here as a ticket of its own.
    fn follow_outbox(self) {
        effect(move || {
            let draft = self.draft.get();
            let taken = self.app.outbox.with(|outbox| outbox.has_taken(&draft));
            match taken {
                Some(true) => {
                    let app = self.app;
                    // Not while the screens are being drawn.
                    after(Duration::ZERO, move || {
                        app.history.update(|history| {
                            history.leave(|screen| matches!(screen, Screen::Ticket(..)));
                            history.push(Screen::Outgoing(draft.key));
                        });
                    });
                }
                Some(false) => {
                    self.draft.update(|draft| draft.key = storage::random_id());
                    self.save();
                }
                None => {}
            }
        });
    }

    /// Keeps the draft's text on the device.
    fn save(self) {
        let kept = self.draft.peek(|draft| storage::write(&of_draft(""), &draft.encode()));
        if kept != self.kept.get_untracked() {
            self.kept.set(kept);
        }
    }

    fn change(self, path: &str, change: &dyn Fn(&mut Draft)) {
        self.draft.update(|draft| change(draft));
        self.save();
        // What was wrong is looked at again as it is mended, not before it is called wrong.
        if self.faults.0.peek(|faults| faults.iter().any(|(at, _)| at == path || at == "contact")) {
            self.check(&|at| at == path || at == "contact");
        }
    }

    /// What a control does with its new value.
    fn setter(self, path: &'static str, set: fn(&mut Draft, String)) -> OnValue {
        Box::new(move |value| self.change(path, &|draft| set(draft, value.clone())))
    }

    fn files_changed(self) {
        let files: Vec<Attachment> = self.files.get_untracked();
        self.draft.update(|draft| draft.files = files.iter().map(|file| file.note.clone()).collect());
        self.save();
        self.check(&|at| at.starts_with("attachments"));
        spawn(async move {
            if !attachment::keep(&attachment::of_draft(""), &files).await && !files.is_empty() {
                self.kept.set(false);
            }
        });
    }

    fn faults_now(self) -> Vec<Fault> {
        let Some(loaded) = self.app.library.get_untracked() else { return Vec::new() };
        self.draft.peek(|draft| validate(&draft.ticket(&loaded.library.lang, ""), &rules(&loaded.library.tickets)))
    }

    /// Shows what is wrong with the paths that `looked_at` accepts; the others stay as shown.
    fn check(self, looked_at: &dyn Fn(&str) -> bool) {
        let now = self.faults_now();
        self.faults.0.update(|shown| {
            shown.retain(|(path, _)| !looked_at(path));
            let found = now.iter().filter(|fault| looked_at(&fault.path));
            shown.extend(found.map(|fault| (fault.path.clone(), fault_text(self.app, fault))));
        });
    }

    fn spec<'a>(self, path: &'a str, label: &'a str, hint: &'a str, required: bool) -> Spec<'a> {
        Spec { path, label, hint, required }
    }

    fn field(self, spec: &Spec<'_>, control: El) -> El {
        let path = spec.path.to_owned();
        // A field left with something in it is checked; an empty one only when the ticket is sent. So is one that is
        // left for the send button, which the words about it would move away from under the pointer.
        let control = control.on("change", move |event| {
            let sending = self.pressed.get_untracked();
            self.pressed.set(false);
            if !sending && !crate::browser::element::target_value(&event).is_empty() {
                self.check(&|at| at == path);
            }
        });
        field(self.app, self.faults, spec, control)
    }

    fn kind(self, offered: &[&TicketType]) -> El {
        let app = self.app;
        let options: Vec<(&str, &str)> = offered.iter().map(|kind| (kind.id.as_str(), kind.label.as_str())).collect();
        let chosen = self.draft.peek(|draft| draft.kind.clone());
        let control = select(
            &app.t(Ui::Choose),
            &options,
            &chosen,
            self.setter("type", |draft, value| {
                draft.kind = value;
                draft.fields.clear();
            }),
        );
        self.field(&self.spec("type", &app.t(Ui::TicketKind), "", true), control)
    }

    fn own_fields(self, loaded: &Rc<Loaded>) -> El {
        let kind = derived(move || self.draft.with(|draft| draft.kind.clone()));
        let loaded = loaded.clone();
        div("own-fields").live(move || {
            let kind = kind.get();
            let fields = loaded.library.tickets.types.iter().find(|it| it.id == kind).map_or(&[][..], |it| &it.fields);
            fields.iter().map(|field| self.own_field(field)).collect()
        })
    }

    fn own_field(self, field: &helplet_content::Field) -> El {
        let path = ["fields.", &field.id].concat();
        let value = self.draft.peek(|draft| draft.field(&field.id).to_owned());
        let (id, at) = (field.id.clone(), path.clone());
        let set = Box::new(move |value: String| self.change(&at, &|draft| draft.set_field(&id, value.clone())));
        let control = if field.options.is_empty() {
            input("text", &value, set).attr("maxlength", &decimal(field.max_length.into()))
        } else {
            let options: Vec<(&str, &str)> = field.options.iter().map(|it| (it.as_str(), it.as_str())).collect();
            select(&self.app.t(Ui::Choose), &options, &value, set)
        };
        self.field(&self.spec(&path, &field.label, &field.hint, field.required), control)
    }

    fn description(self, loaded: &Rc<Loaded>) -> El {
        let app = self.app;
        let value = self.draft.peek(|draft| draft.description.clone());
        let types = loaded.clone();
        let most = loaded.library.tickets.max_description;
        let control = text_area(&value, self.setter("description", |draft, value| draft.description = value));
        let kind = derived(move || self.draft.with(|draft| draft.kind.clone()));
        let control = control.attr_live("placeholder", move || {
            let kind = kind.get();
            types.library.tickets.types.iter().find(|it| it.id == kind).map(|it| it.hint.clone())
        });
        let left = derived(move || i64::from(most) - self.draft.with(|draft| draft.description.chars().count() as i64));
        self.field(&self.spec("description", &app.t(Ui::Description), &app.t(Ui::DescriptionHint), true), control)
            .live_one(move || {
                // Only near the end does it matter how much room is left.
                (left.get() < 200).then(|| {
                    let sign = if left.get() < 0 { "-" } else { "" };
                    let left = [sign, &decimal(left.get().unsigned_abs() as usize)].concat();
                    el("p").class("hint").text(&app.fill(Ui::CharactersLeft, &[("n", &left)]))
                })
            })
    }

    fn occurred(self) -> El {
        let app = self.app;
        let value = self.draft.peek(|draft| draft.occurred.clone());
        let control = input("datetime-local", &value, self.setter("occurred", |draft, value| draft.occurred = value));
        self.field(&self.spec("occurred", &app.t(Ui::Occurred), "", false), control)
    }

    fn contact(self) -> El {
        let app = self.app;
        let (email, phone) = self.draft.peek(|draft| (draft.email.clone(), draft.phone.clone()));
        let email = input("email", &email, self.setter("contact.email", |draft, value| draft.email = value))
            .attr("autocomplete", "email")
            .attr("inputmode", "email");
        let phone = input("tel", &phone, self.setter("contact.phone", |draft, value| draft.phone = value))
            .attr("autocomplete", "tel")
            .attr("inputmode", "tel");
        el("fieldset")
            .class("field contact-fields")
            .attr("tabindex", "-1")
            .attr("data-path", "contact")
            .child(el("legend").say(app, Ui::ContactLegend))
            .child(el("p").class("hint").say(app, Ui::ContactHint))
            .live_one(move || Some(el("p").class("fault").text(&self.faults.at("contact")?)))
            .child(self.field(&self.spec("contact.email", &app.t(Ui::Email), "", true), email))
            .child(self.field(&self.spec("contact.phone", &app.t(Ui::Phone), "", true), phone))
    }

    /// Says that the device keeps nothing, and offers the way out.
    fn not_kept(self) -> El {
        let text = move || self.draft.with(|draft| ticket_text(self.app, draft));
        remark("warning", "warning").child(
            div("remark-text").child(el("p").attr("role", "alert").say(self.app, Ui::NotKept)).child(copy_text_button(
                self.app,
                Ui::CopyText,
                text,
            )),
        )
    }

    /// The button that sends it off, and how much is wrong.
    fn bar(self) -> El {
        let app = self.app;
        let send = el("button")
            .class("button primary wide")
            .attr("type", "submit")
            .text_live(move || app.t(if self.kept.get() { Ui::Send } else { Ui::SendNow }))
            .on("pointerdown", move |_| self.pressed.set(true));
        div("send-bar")
            .live_one(move || {
                let count = self.faults.0.with(Vec::len);
                (count > 0).then(|| el("p").class("fault").text(&app.fill(Ui::FaultCount, &[("n", &decimal(count))])))
            })
            .child(send)
            .child(asked_twice(app, "link", Ui::Discard, move || self.discard()))
    }

    fn submit(self, form: Option<El>) {
        self.pressed.set(false);
        self.check(&|_| true);
        if self.faults.0.peek(|faults| !faults.is_empty()) {
            self.point_at_fault(form);
            return;
        }
        sender::submit(self.app, self.draft.get_untracked(), "", self.files.get_untracked(), false);
    }

    /// Moves the focus to the first control that something is wrong with.
    fn point_at_fault(self, form: Option<El>) {
        let count = decimal(self.faults.0.peek(Vec::len));
        self.app.say(self.app.fill(Ui::FaultCount, &[("n", &count)]));
        let path = self.faults.0.peek(|faults| faults.first().map(|(path, _)| path.clone()));
        if let (Some(form), Some(path)) = (form, path) {
            let path = if path.starts_with("attachments") { String::from("attachments") } else { path };
            form.point_at(&["[data-path='", &path, "']"].concat());
        }
    }

    fn discard(self) {
        sender::forget_draft("");
        self.app.history.update(|history| history.leave(|screen| matches!(screen, Screen::Ticket(..))));
    }
}
