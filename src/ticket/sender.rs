//! Carries out what the outbox wants: the device, the requests, the lock, the other tabs.

use super::attachment::{self, Attachment};
use super::desk;
use super::draft::Draft;
use super::outbox::{Change, Command, Entry, Event, Files, Outbox, Phase, Request, Step};
use super::send;
use crate::browser::channel::Channel;
use crate::browser::lock::{self, Lock};
use crate::browser::storage::{self, Exchange};
use crate::browser::task::spawn;
use crate::browser::timer::{self, Timer};
use crate::browser::{clock, environment};
use crate::host::event::emit;
use crate::host::options::EndpointKind;
use crate::reactive::effect;
use crate::screen::Screen;
use crate::state::App;
use crate::text::join;
use helplet_content::Ui;
use helplet_content::audience::Tier;
use helplet_desk_api::Fault;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

/// Where the text of a draft is kept: that of a new ticket, or of a message to one.
pub fn of_draft(to: &str) -> String {
    join(["draft", to], ":")
}

/// What the outbox holds of the browser.
#[derive(Default)]
pub struct Sender {
    ended: Cell<bool>,
    /// Counts the persons: what was asked of the device or the desk for an earlier one is nobody's any more.
    person: Cell<u32>,
    lock: RefCell<Option<Lock>>,
    timer: RefCell<Option<Timer>>,
    channel: RefCell<Option<Channel>>,
    /// Reads and changes of the device to be done, one after the other.
    device: RefCell<VecDeque<Option<Change>>>,
    at_device: Cell<bool>,
    /// Contents of files that were sent off or taken back on this page, by the entry's key.
    contents: RefCell<Vec<(String, Vec<Attachment>)>>,
}

/// A draft taken back to be mended.
pub struct Mending {
    /// What was written.
    pub draft: Draft,
    /// Its files, as far as the device still has them.
    pub files: Vec<Attachment>,
    /// What the endpoint found wrong.
    pub faults: Vec<Fault>,
}

impl Sender {
    /// Ends everything; nothing is sent any more.
    pub fn end(&self) {
        self.ended.set(true);
        self.lock.take();
        self.timer.take();
        self.channel.take();
    }

    /// Lets go of the lock, of all contents and of what was to be written to the device.
    pub fn forget(&self) {
        self.person.set(self.person.get() + 1);
        self.lock.take();
        self.timer.take();
        self.device.borrow_mut().clear();
        self.contents.borrow_mut().clear();
    }

    fn contents_of(&self, key: &str) -> Option<Vec<Attachment>> {
        self.contents.borrow().iter().find(|it| it.0 == key).map(|it| it.1.clone())
    }

    fn forget_contents(&self, key: &str) {
        self.contents.borrow_mut().retain(|it| it.0 != key);
    }
}

/// Starts the outbox: looks what the device has to send, and follows what wakes it.
pub fn start(app: App) {
    if app.options.endpoint.url.is_empty() {
        return;
    }
    app.sender.channel.replace(Channel::open(move |text| tell(app, Event::Told(text))));
    environment::follow_network(move |online| tell(app, Event::Network(online)));
    environment::follow_view(move || tell(app, Event::Woken));
    effect(move || {
        if app.opened.get() > 0 {
            tell(app, Event::Woken);
        }
    });
    ask_device(app, None);
}

/// Begins anew with a device that has nothing; it is not even asked, which would leave an empty database.
pub fn restart(app: App) {
    app.outbox.set(Outbox::new(app.options.endpoint.kind == EndpointKind::Webhook, environment::online()));
    tell(app, Event::Device(Some(Vec::new())));
}

/// Tells the outbox what has happened, and does what it wants.
pub fn tell(app: App, event: Event) {
    if app.sender.ended.get() {
        return;
    }
    let mut commands = Vec::new();
    app.outbox.update(|outbox| commands = outbox.handle(event, clock::seconds(), storage::random()));
    for command in commands {
        carry_out(app, command);
    }
}

fn carry_out(app: App, command: Command) {
    let sender = &app.sender;
    match command {
        Command::Read => ask_device(app, None),
        Command::Change(change) => ask_device(app, Some(change)),
        Command::Send(request) => spawn(make(app, request)),
        Command::Timer(seconds) => {
            let due = move || tell(app, Event::Due);
            sender.timer.replace(timer::start(Duration::from_secs(seconds.into()), due));
        }
        Command::Seek => _ = sender.lock.replace(Some(lock::seek(move |got| tell(app, Event::Lock(got))))),
        Command::Release => _ = sender.lock.take(),
        Command::Tell(text) => {
            if let Some(channel) = &*sender.channel.borrow() {
                channel.say(&text);
            }
        }
        Command::Ended(key) => ended(app, &key),
    }
}

fn ask_device(app: App, change: Option<Change>) {
    let sender = &app.sender;
    sender.device.borrow_mut().push_back(change);
    if sender.at_device.replace(true) {
        return;
    }
    spawn(async move {
        loop {
            let Some(asked) = app.sender.device.borrow_mut().pop_front() else { break };
            let person = app.sender.person.get();
            let texts = storage::outbox(asked.map(|change| exchange(app, change))).await;
            if person == app.sender.person.get() {
                tell(app, Event::Device(texts));
                forget_sent_drafts(app);
            }
        }
        app.sender.at_device.set(false);
    });
}

fn exchange(app: App, change: Change) -> Exchange {
    let files = match change.files {
        Files::Stay => None,
        Files::Keep => app.sender.contents_of(&change.key).map(|files| attachment::value(&files)),
        Files::Drop => {
            app.sender.forget_contents(&change.key);
            Some(wasm_bindgen::JsValue::UNDEFINED)
        }
    };
    let files = files.map(|files| (attachment::of_entry(&change.key), files));
    Exchange { key: change.key, from: change.from, to: change.to, files }
}

async fn make(app: App, request: Request) {
    let person = app.sender.person.get();
    let tell = move |event| {
        if person == app.sender.person.get() {
            tell(app, event);
        }
    };
    let Some(entry) = app.outbox.peek(|outbox| outbox.entry(&request.key).cloned()) else { return };
    let files = contents(app, &entry, false).await;
    let wanted = match request.step {
        Step::Head(at) | Step::Put(at) => at..at + 1,
        Step::Post if app.outbox.peek(|outbox| outbox.is_whole()) => 0..entry.draft.files.len(),
        Step::Post => 0..0,
    };
    for at in wanted {
        let readable = match files.get(at) {
            Some(file) => file.note.size == 0 || !file.contents.head().await.is_empty(),
            None => false,
        };
        if !readable {
            return tell(Event::FilesLost);
        }
    }
    let progress = Box::new(move |bytes: f64| tell(Event::Progress(bytes as u32)));
    let answer = send::make(&app.options.endpoint, &entry, request.step, &files, progress).await;
    tell(Event::Answered(answer));
}

/// The files of an entry, from this page's memory or from the device; to `last` where the device forgets them next.
async fn contents(app: App, entry: &Entry, last: bool) -> Vec<Attachment> {
    let place = attachment::of_entry(&entry.draft.key);
    match app.sender.contents_of(&entry.draft.key) {
        Some(files) => files,
        None if entry.draft.files.is_empty() => Vec::new(),
        None if last => attachment::taken_out(&place, &entry.draft.files).await,
        None => attachment::kept(&place, &entry.draft.files).await,
    }
}

/// Sends a draft off, or with `aside` only keeps it, to be taken up again.
/// `to` is the number of the ticket that it adds to; empty for a new one.
pub fn submit(app: App, draft: Draft, to: &str, files: Vec<Attachment>, aside: bool) {
    app.sender.forget_contents(&draft.key);
    app.sender.contents.borrow_mut().push((draft.key.clone(), files));
    let mut entry = Entry::new(draft, app.lang(), clock::seconds());
    to.clone_into(&mut entry.to);
    entry.tier = app.person.peek(|person| person.tier).map_or("", Tier::word).to_owned();
    if aside {
        entry.phase = Phase::Refused { status: 0, faults: Vec::new() };
    }
    tell(app, Event::Submitted(Box::new(entry)));
}

/// Says that an entry was sent or refused.
fn ended(app: App, key: &str) {
    let Some(entry) = app.outbox.peek(|outbox| outbox.entry(key).cloned()) else { return };
    match entry.phase {
        Phase::Sent { number } => {
            if entry.to.is_empty() {
                emit("ticket-created", &[("number", &number)]);
                app.say(app.t(Ui::SentTitle));
                desk::ask_list(app);
            } else {
                app.say(app.t(Ui::MessageSent));
                desk::ask_thread(app, entry.to);
            }
        }
        Phase::Refused { faults, .. } => {
            app.say(app.t(Ui::RefusedTitle));
            // Whoever is looking gets the form back, with what is wrong beside its fields.
            let screen = if entry.to.is_empty() { Screen::Outgoing(key.to_owned()) } else { Screen::Thread(entry.to) };
            let looked_at = app.history.peek(|history| *history.current() == screen);
            if looked_at && !faults.is_empty() {
                mend(app, key.to_owned());
            }
        }
        Phase::Waiting | Phase::Retrying { .. } => {}
    }
}

/// Takes a refused entry back into the form. A draft that is in the form's place is put aside.
pub fn mend(app: App, key: String) {
    spawn(async move {
        let Some(entry) = app.outbox.peek(|outbox| outbox.entry(&key).cloned()) else { return };
        let Phase::Refused { status, faults } = entry.phase.clone() else { return };
        let files = contents(app, &entry, true).await;
        let mut draft = entry.draft;
        // In the form it is a ticket, with all that a ticket needs.
        (draft.chat, draft.topic) = (false, String::new());
        // This key stands for another ticket for ever; every other refusal leaves it unused.
        if status == 409 {
            draft.key = storage::random_id();
        }
        let to = entry.to;
        let other = kept_draft(&to).filter(|other| other.key != key && !other.is_untouched());
        if let Some(other) = other {
            let its_files = attachment::taken_out(&attachment::of_draft(&to), &other.files).await;
            submit(app, other, &to, its_files, true);
        }
        // What could not be kept as a draft stays in the outbox, until it is sent off again.
        if storage::write(&of_draft(&to), &draft.encode()) && attachment::keep(&attachment::of_draft(&to), &files).await
        {
            tell(app, Event::Discarded(key.clone()));
        }
        app.mending.replace(Some(Mending { draft, files, faults }));
        app.history.update(|history| {
            if to.is_empty() {
                history.leave(|screen| *screen == Screen::Outgoing(key.clone()));
                history.push(Screen::Ticket(String::new(), Vec::new()));
            } else {
                history.push(Screen::Thread(to));
            }
        });
    });
}

/// The draft that the device keeps, of a new ticket or of a message to one.
pub fn kept_draft(to: &str) -> Option<Draft> {
    storage::read(&of_draft(to)).and_then(|text| Draft::decode(&text))
}

/// Forgets a draft that the person discards, or that has become an entry.
pub fn forget_draft(to: &str) {
    storage::remove(&of_draft(to));
    spawn(attachment::forget(attachment::of_draft(to)));
}

/// Forgets the drafts that have become entries: the device has them twice now.
fn forget_sent_drafts(app: App) {
    let safe = |entry: &&Entry| entry.seen || matches!(entry.phase, Phase::Sent { .. });
    let taken: Vec<String> = app.outbox.peek(|outbox| {
        let entries = outbox.entries().iter().filter(safe).filter(|it| outbox.has_taken(&it.draft) == Some(true));
        entries.filter(|it| kept_draft(&it.to).is_some_and(|kept| kept == it.draft)).map(|it| it.to.clone()).collect()
    });
    taken.iter().for_each(|to| forget_draft(to));
}
