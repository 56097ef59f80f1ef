//! What the person has sent off, and what is to be done next about it. Pure: a state machine that is
//! told of events and answers with commands; `ticket/sender.rs` carries them out.
//!
//! The device's copy is the truth, shared by all tabs. Every change of it names the text it replaces,
//! so that a tab with old news changes nothing, and reports what is there afterwards. One tab sends:
//! the one with the lock. Should two ever do so, the Idempotency-Key makes one ticket of it.

mod answer;
mod entry;
#[cfg(test)]
mod model;
mod next;

use crate::ticket::draft::Draft;
pub use answer::{Answer, Request, Step};
pub use entry::{Entry, Phase, Trouble, Upload, fault};

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Event {
    /// A read or a change has ended: the texts of all entries on the device, or `None` where it refuses.
    Device(Option<Vec<String>>),
    /// The person sent something off, or put it aside.
    Submitted(Box<Entry>),
    /// The person took an entry back, by its key.
    Discarded(String),
    /// The person doesn't want to wait for an entry's next try.
    Hurried(String),
    /// The browser says whether there is a network.
    Network(bool),
    /// The widget was opened or came into view: the network deserves another try.
    Woken,
    /// The time of [`Command::Timer`] has come.
    Due,
    /// The lock was got or lost.
    Lock(bool),
    /// So many bytes of the request's files are on their way.
    Progress(u32),
    /// The request has ended.
    Answered(Answer),
    /// The device has lost the contents of an entry's files.
    FilesLost,
    /// Another tab says something, see [`Command::Tell`].
    Told(String),
}

/// What becomes of an entry's files with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Files {
    /// They stay as they are.
    Stay,
    /// They are kept along.
    Keep,
    /// They are done with.
    Drop,
}

/// A change of what the device keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// The entry's key.
    pub key: String,
    /// The text that must be there, or nothing is changed; empty for none.
    pub from: String,
    /// The text to put there; empty to take it away.
    pub to: String,
    /// What becomes of its files.
    pub files: Files,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Command {
    /// Read the entries from the device; ends with [`Event::Device`].
    Read,
    /// Change them, in the order of the commands; each ends with [`Event::Device`].
    Change(Change),
    /// Make a request; ends with [`Event::Answered`] or [`Event::FilesLost`].
    Send(Request),
    /// Tell [`Event::Due`] in so many seconds, instead of any earlier timer.
    Timer(u32),
    /// Ask for the lock; [`Event::Lock`] tells when it was got, and when lost.
    Seek,
    /// Give the lock, or the wish for it, back.
    Release,
    /// Tell the other tabs.
    Tell(String),
    /// An entry was sent or refused: say so.
    Ended(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Lock {
    No,
    Sought,
    Held,
}

/// A request under way, and what of the entry's files it has sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Running {
    request: Request,
    bytes: u32,
}

/// The outbox as one tab knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Outbox {
    entries: Vec<Entry>,
    /// The files travel in one request with the ticket.
    whole: bool,
    online: bool,
    /// The network deserves a try before the time set for it.
    woken: bool,
    /// The entry that is not to wait.
    hurried: String,
    lock: Lock,
    /// Reads and changes of the device under way.
    pending: u32,
    /// Something was changed on the device that other tabs don't know of.
    changed: bool,
    running: Option<Running>,
    /// What is being sent, here or in another tab, and how far it is in percent.
    sending: Option<(String, u32)>,
}

/// Sent entries kept; older ones are forgotten.
const MOST_SENT: usize = 50;

impl Outbox {
    /// An outbox that knows nothing yet: read the device first. `whole` where an endpoint takes the
    /// files together with the ticket.
    pub fn new(whole: bool, online: bool) -> Self {
        Self {
            entries: Vec::new(),
            whole,
            online,
            woken: true,
            hurried: String::new(),
            lock: Lock::No,
            // The first read.
            pending: 1,
            changed: false,
            running: None,
            sending: None,
        }
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// An entry by its key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.draft.key == key)
    }

    /// Whether the files travel in one request with the ticket.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether a draft has become an entry, as far as the device has answered: `Some(false)` when its
    /// key has become another text's, written in another tab.
    pub fn has_taken(&self, draft: &Draft) -> Option<bool> {
        let entry = self.entry(&draft.key).filter(|entry| !matches!(entry.phase, Phase::Refused { .. }))?;
        (self.pending == 0 || entry.seen).then(|| entry.draft == *draft)
    }

    /// Whether the browser says that there is a network.
    pub fn is_online(&self) -> bool {
        self.online
    }

    /// Whether the device has answered, so that what is known here is what there is.
    pub fn is_settled(&self) -> bool {
        self.pending == 0
    }

    /// How far the sending of an entry is, in percent, here or in another tab; `None` while it isn't sent.
    pub fn percent(&self, key: &str) -> Option<u32> {
        let sending = self.sending.as_ref().filter(|it| it.0 == key)?;
        // What has ended meanwhile is not on its way, whoever said so last.
        self.entry(key)?.is_pending().then_some(sending.1)
    }

    /// How far a file of an entry is, in percent, as far as this tab knows.
    pub fn file_percent(&self, entry: &Entry, at: usize) -> u32 {
        let running = self.running.as_ref().filter(|it| it.request.key == entry.draft.key);
        match (entry.uploads.get(at), running) {
            (Some(Upload::There), _) => 100,
            (_, Some(it)) if it.request.step == Step::Put(at) => percent(it.bytes, entry.draft.files[at].size),
            _ => 0,
        }
    }

    /// Takes in what has happened at `now` (seconds since 1970); `random` is from 0 up to 1.
    pub fn handle(&mut self, event: Event, now: u32, random: f64) -> Vec<Command> {
        let mut out = Vec::new();
        match event {
            Event::Device(texts) => self.device(texts, &mut out),
            Event::Submitted(entry) => self.submitted(*entry, &mut out),
            Event::Discarded(key) => self.discarded(&key, &mut out),
            Event::Hurried(key) => {
                if self.lock != Lock::Held {
                    out.push(Command::Tell([&key, "\t!"].concat()));
                }
                self.hurried = key;
            }
            Event::Network(online) => {
                self.online = online;
                self.woken |= online;
            }
            Event::Woken => {
                self.woken = true;
                // The one who sends may be another, whom nobody looks at.
                if self.lock != Lock::Held {
                    out.push(Command::Tell(String::from("\t!")));
                }
                // A tab that closed has perhaps not told of what it left.
                self.read(&mut out);
            }
            Event::Due => {}
            Event::Lock(got) => self.locked(got, &mut out),
            Event::Progress(bytes) => self.progress(bytes, &mut out),
            Event::Answered(answer) => self.answered(answer, now, random, &mut out),
            Event::FilesLost => self.files_lost(&mut out),
            Event::Told(text) => self.told(&text, &mut out),
        }
        self.go_on(now, &mut out);
        out
    }

    fn read(&mut self, out: &mut Vec<Command>) {
        self.pending += 1;
        out.push(Command::Read);
    }

    /// Puts an entry as it is now, or nothing, in the place of what the device has of it.
    fn change(&mut self, entry: &mut Entry, keep: bool, out: &mut Vec<Command>) {
        let to = if keep { entry.encode() } else { String::new() };
        let done = !keep || matches!(entry.phase, Phase::Sent { .. });
        let from = std::mem::replace(&mut entry.kept, to.clone());
        let files = match (done, from.is_empty()) {
            (true, _) => Files::Drop,
            (_, true) => Files::Keep,
            _ => Files::Stay,
        };
        self.pending += 1;
        self.changed = true;
        out.push(Command::Change(Change { key: entry.draft.key.clone(), from, to, files }));
    }

    fn device(&mut self, texts: Option<Vec<String>>, out: &mut Vec<Command>) {
        self.pending = self.pending.saturating_sub(1);
        // What an earlier change found is older than what is known here.
        if self.pending > 0 {
            return;
        }
        match texts {
            Some(texts) => self.adopt(&texts),
            // What was on its way there did not arrive.
            None => self.entries.iter_mut().filter(|entry| !entry.seen).for_each(|entry| entry.kept.clear()),
        }
        if std::mem::take(&mut self.changed) {
            out.push(Command::Tell(String::new()));
        }
    }

    /// Takes the device's entries for its own, and keeps what the device never had.
    fn adopt(&mut self, texts: &[String]) {
        let before = std::mem::take(&mut self.entries);
        for entry in texts.iter().filter_map(|text| Entry::decode(text)) {
            self.place(entry);
        }
        for mut entry in before {
            if !entry.seen && self.entry(&entry.draft.key).is_none() {
                entry.kept.clear();
                self.place(entry);
            }
        }
        if self.lock != Lock::Held {
            // The tab that sends says so again, if it still does.
            self.sending = None;
        }
    }

    /// Places an entry by its age. Few entries: placing each is less code than a sort.
    fn place(&mut self, entry: Entry) {
        let order = |it: &Entry| (it.since, it.draft.key.clone());
        let after = self.entries.iter().take_while(|it| order(it) < order(&entry)).count();
        self.entries.insert(after, entry);
    }

    fn take(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.draft.key == key)?;
        Some(self.entries.remove(at))
    }
}

/// A part of a whole in percent, at most 100.
fn percent(part: u32, whole: u32) -> u32 {
    (part / (whole / 100).max(1)).min(100)
}
