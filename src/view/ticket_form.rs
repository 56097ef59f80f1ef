//! The ticket form. What is typed is kept on the device at every change.

use super::contact::tried;
use super::field::{Faults, OnValue, Spec, fault_text, field, input, select, text_area};
use super::list::{remark, screen_title};
use super::ticket_facts::{found, ticket_facts};
use super::ticket_files::{self, Changed, Files, ticket_files};
use super::words::Words;
use crate::browser::clock;
use crate::browser::element::{El, button, div, el};
use crate::browser::file;
use crate::browser::storage;
use crate::host::event::emit;
use crate::library::Loaded;
use crate::reactive::{State, derived};
use crate::screen::Screen;
use crate::state::App;
use crate::text::{decimal, join, two_digits};
use crate::ticket::attachment::{self, Attachment};
use crate::ticket::draft::Draft;
use crate::ticket::rules::rules;
use crate::ticket::send::{Outcome, Progress, Trouble, send_ticket};
use crate::ticket::sent::{self, Receipt};
use helplet_content::{TicketType, Ui};
use helplet_desk_api::{Fault, FaultCode, validate};
use std::rc::Rc;

const DRAFT: &str = "draft";

/// Where the sending is.
#[derive(Clone, Copy, Default, PartialEq)]
enum Sending {
    #[default]
    No,
    Running,
    Failed(Trouble),
}

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Form {
    app: App,
    draft: State<Draft>,
    files: Files,
    faults: Faults,
    sending: State<Sending>,
    kept: State<bool>,
    /// Bytes sent, and to send.
    sent: State<f64>,
    total: State<f64>,
}

/// The form with a type chosen (empty: the draft's own), and what was tried before.
pub fn ticket_form(app: App, kind: &str, trail: &[String]) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let form = Form::new(app, kind, trail);
    form.restore_files();
    let offered: Vec<&TicketType> = app
        .person
        .with(|person| loaded.library.tickets.types.iter().filter(|kind| kind.audience.admits(person)).collect());
    let most = usize::from(loaded.library.tickets.max_files);
    let files_changed = Changed::new(move || form.files_changed());
    el("form")
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
        .live_one(move || (!form.kept.get()).then(|| remark("warning", "warning").child(el("p").say(app, Ui::NotKept))))
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
        })
}

impl Form {
    fn new(app: App, kind: &str, trail: &[String]) -> Self {
        let kept = storage::read(DRAFT).and_then(|text| Draft::decode(&text));
        let mut draft = kept.unwrap_or_else(|| Draft::new(storage::random_id(), found(app)));
        if !kind.is_empty() {
            kind.clone_into(&mut draft.kind);
        }
        if !trail.is_empty() {
            draft.trail = trail.to_vec();
        }
        Self {
            app,
            draft: State::new(draft),
            files: State::new(Vec::new()),
            faults: Faults(State::new(Vec::new())),
            sending: State::new(Sending::No),
            kept: State::new(true),
            sent: State::new(0.0),
            total: State::new(0.0),
        }
    }

    fn restore_files(self) {
        let notes = self.draft.peek(|draft| draft.files.clone());
        if notes.is_empty() {
            return;
        }
        wasm_bindgen_futures::spawn_local(async move {
            let mut restored = attachment::kept(&notes).await;
            let lost = restored.len() < notes.len();
            // What was added meanwhile comes after what was there before.
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

    /// Keeps the draft's text on the device.
    fn save(self) {
        let kept = self.draft.peek(|draft| storage::write(DRAFT, &draft.encode()));
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
        wasm_bindgen_futures::spawn_local(async move {
            if !attachment::keep(&files).await && !files.is_empty() {
                self.kept.set(false);
            }
        });
    }

    fn faults_now(self) -> Vec<Fault> {
        let Some(loaded) = self.app.library.get_untracked() else { return Vec::new() };
        self.draft.peek(|draft| validate(&draft.ticket(&loaded.library.lang), &rules(&loaded.library.tickets)))
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
        // A field left with something in it is checked; an empty one only when the ticket is sent.
        let control = control.on("change", move |event| {
            if !crate::browser::element::target_value(&event).is_empty() {
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

    /// Sending: the button, how far it is, and what went wrong.
    fn bar(self) -> El {
        let app = self.app;
        let send = el("button")
            .class("button primary wide")
            .attr("type", "submit")
            .flag_live("disabled", move || self.sending.get() == Sending::Running)
            .text_live(move || {
                app.t(match self.sending.get() {
                    Sending::Running => Ui::SendingNow,
                    Sending::Failed(_) => Ui::SendAgain,
                    Sending::No => Ui::Send,
                })
            });
        div("send-bar")
            .live_one(move || match self.sending.get() {
                Sending::No => None,
                Sending::Running => Some(self.progress_bar()),
                Sending::Failed(trouble) => {
                    let text = app.t(match trouble {
                        Trouble::Network => Ui::TroubleNetwork,
                        Trouble::Busy => Ui::TroubleBusy,
                        Trouble::Server => Ui::TroubleServer,
                    });
                    Some(remark("warning", "warning").attr("role", "alert").child(el("p").text(&text)))
                }
            })
            .live_one(move || {
                let count = self.faults.0.with(Vec::len);
                (count > 0).then(|| el("p").class("fault").text(&app.fill(Ui::FaultCount, &[("n", &decimal(count))])))
            })
            .child(send)
            .child(self.discard_button())
    }

    fn progress_bar(self) -> El {
        let percent = move || {
            let total = self.total.get();
            // Without files there is nothing to measure: the bar then only shows that it runs.
            (total > 0.0).then(|| decimal((self.sent.get() / total * 100.0).min(100.0) as usize))
        };
        el("progress")
            .class("progress-bar")
            .attr("max", "100")
            .attr("aria-label", &self.app.t(Ui::SendingNow))
            .attr_live("value", percent)
    }

    fn submit(self, form: Option<El>) {
        if self.sending.get_untracked() == Sending::Running {
            return;
        }
        self.check(&|_| true);
        if self.faults.0.peek(|faults| !faults.is_empty()) {
            self.point_at_fault(form);
            return;
        }
        self.sending.set(Sending::Running);
        let app = self.app;
        let draft = self.draft.get_untracked();
        let files = self.files.get_untracked();
        let total: f64 = files.iter().map(|file| f64::from(file.note.size)).sum();
        self.total.set(total);
        self.sent.set(0.0);
        let endpoint = app.options.endpoint.clone();
        let locale = app.lang();
        wasm_bindgen_futures::spawn_local(async move {
            let progress = Progress { sent: self.sent, total };
            match send_ticket(&endpoint, &draft, &files, &locale, progress).await {
                Outcome::Taken(number) => self.taken(number, &draft).await,
                Outcome::Refused(faults) => {
                    let shown = faults.iter().map(|(path, code)| {
                        let code = FaultCode::parse(code, 0).unwrap_or(FaultCode::Character);
                        let fault = Fault { path: path.clone(), code };
                        (fault.path.clone(), fault_text(app, &fault))
                    });
                    self.faults.0.set(shown.collect());
                    self.sending.set(Sending::No);
                    self.point_at_fault(form);
                }
                Outcome::NotNow(trouble) => self.sending.set(Sending::Failed(trouble)),
            }
        });
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

    async fn taken(self, number: String, draft: &Draft) {
        let today = clock::now().date;
        let (month, day) = (two_digits(today.month.into()), two_digits(today.day.into()));
        let day = join([decimal(today.year.into()).as_str(), &month, &day], "-");
        let receipt = Receipt::new(number.clone(), draft.kind.clone(), day, &draft.description);
        let kept = storage::read("sent").unwrap_or_default();
        storage::write("sent", &sent::add(&kept, &receipt));
        storage::remove(DRAFT);
        attachment::forget().await;
        emit("ticket-created", &[("number", &number)]);
        self.app.history.update(|history| {
            history.leave(|screen| matches!(screen, Screen::Ticket(..)));
            history.push(Screen::Sent(number));
        });
    }

    /// Throws the draft away, at the second press: the first one asks.
    fn discard_button(self) -> El {
        let asked = State::new(false);
        button("link", move || if asked.get() { self.discard() } else { asked.set(true) })
            .text_live(move || self.app.t(if asked.get() { Ui::DiscardAgain } else { Ui::Discard }))
    }

    fn discard(self) {
        storage::remove(DRAFT);
        wasm_bindgen_futures::spawn_local(attachment::forget());
        self.app.history.update(|history| history.leave(|screen| matches!(screen, Screen::Ticket(..))));
    }
}
