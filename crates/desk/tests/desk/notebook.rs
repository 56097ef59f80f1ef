//! Another system that is a notebook in this process. What the real ones do is seen in the program's own tests.

use async_trait::async_trait;
use axum::body::Bytes;
use helplet_desk::{
    Bridge, BridgeError, BridgeSettings, Changed, Config, Entry, Note, Opening, Outbound, Remote, RemoteFile,
    RemoteTicket,
};
use helplet_desk_api::Status;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// What is in it.
#[derive(Debug, Default)]
pub struct Pages {
    pub tickets: Vec<Page>,
    /// It answers nothing.
    pub away: bool,
    /// It does what it is asked, and this many times its answer is lost.
    pub lost: u32,
    pub refuses: bool,
    clock: i64,
}

#[derive(Debug, Clone)]
pub struct Page {
    pub subject: String,
    pub text: String,
    pub files: Vec<Outbound>,
    pub status: String,
    pub entries: Vec<Entry>,
    changed: i64,
}

#[derive(Debug, Clone, Default)]
pub struct Notebook(Arc<Mutex<Pages>>);

impl Notebook {
    pub fn open(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().expect("no panic")
    }

    /// Puts it into a desk's settings, asked often.
    pub fn settings(&self) -> impl FnOnce(&mut Config) + use<> {
        let bridge = Arc::new(self.clone());
        move |config| {
            let poll = Duration::from_millis(20);
            config.bridge = Some(BridgeSettings { bridge, poll, kinds: vec!["bug".into()], console: None });
            config.notices.retries.first = Duration::from_millis(20);
        }
    }

    /// Somebody writes there.
    pub fn write(&self, ticket: usize, text: &str, files: &[&str], status: Option<Status>) {
        let mut pages = self.open();
        pages.clock += 1;
        let clock = pages.clock;
        let page = &mut pages.tickets[ticket];
        let files = files.iter().map(|name| RemoteFile { place: (*name).into(), name: (*name).into() });
        page.entries.push(Entry {
            id: format!("{ticket}.{clock}"),
            author: "7".into(),
            shown_as: "安娜".into(),
            text: text.into(),
            files: files.collect(),
            status,
        });
        if let Some(status) = status {
            page.status = status.name().into();
        }
        page.changed = clock;
    }

    fn answer<T>(&self, act: impl FnOnce(&mut Pages) -> T) -> Result<T, BridgeError> {
        let mut pages = self.open();
        let later = |reason: &str| BridgeError::Later(reason.into(), Duration::ZERO);
        if pages.away {
            return Err(later("away"));
        }
        pages.clock += 1;
        let done = act(&mut pages);
        if pages.lost > 0 {
            pages.lost -= 1;
            return Err(later("lost"));
        }
        Ok(done)
    }

    fn look<T>(&self, look: impl FnOnce(&Pages) -> T) -> Result<T, BridgeError> {
        let pages = self.open();
        if pages.away { Err(BridgeError::Later("away".into(), Duration::ZERO)) } else { Ok(look(&pages)) }
    }
}

fn remote(place: usize) -> Remote {
    Remote { id: place.to_string(), link: format!("https://notebook.example.com/{place}") }
}

fn place(remote: &str) -> usize {
    remote.parse().expect("a number of its own")
}

#[async_trait]
impl Bridge for Notebook {
    fn name(&self) -> &'static str {
        "notebook"
    }

    async fn check(&self) -> Result<(), BridgeError> {
        if self.open().refuses { Err(BridgeError::Settings("no such page".into())) } else { Ok(()) }
    }

    async fn find(&self, number: &str, _: Option<&str>) -> Result<Option<Remote>, BridgeError> {
        let found = self.look(|pages| pages.tickets.iter().position(|page| page.subject.contains(number)))?;
        Ok(found.map(remote))
    }

    async fn create(&self, opening: &Opening, files: &[Outbound]) -> Result<Remote, BridgeError> {
        self.answer(|pages| {
            pages.tickets.push(Page {
                subject: opening.subject.clone(),
                text: opening.text.clone(),
                files: files.to_vec(),
                status: "new".into(),
                entries: vec![],
                changed: pages.clock,
            });
            remote(pages.tickets.len() - 1)
        })
    }

    fn creates_with_files(&self) -> bool {
        true
    }

    async fn read(&self, remote: &str) -> Result<RemoteTicket, BridgeError> {
        self.look(|pages| {
            let page = &pages.tickets[place(remote)];
            RemoteTicket { status: page.status.clone(), entries: page.entries.clone() }
        })
    }

    async fn add(&self, remote: &str, note: &Note) -> Result<(), BridgeError> {
        self.answer(|pages| {
            let clock = pages.clock;
            let page = &mut pages.tickets[place(remote)];
            page.entries.push(Entry {
                id: format!("{remote}.{clock}"),
                author: "1".into(),
                shown_as: "Desk".into(),
                text: note.text.clone(),
                files: vec![],
                status: note.status.as_deref().and_then(Status::parse),
            });
            page.files.extend(note.files.iter().cloned());
            if let Some(status) = &note.status {
                page.status = status.clone();
            }
            page.changed = clock;
        })
    }

    async fn status_for(&self, ours: Status, current: &str) -> Result<Option<String>, BridgeError> {
        Ok((ours.name() != current).then(|| ours.name().to_owned()))
    }

    async fn changed(&self, _: i64) -> Result<Changed, BridgeError> {
        self.look(|pages| {
            let tickets = (0..pages.tickets.len()).map(|at| at.to_string()).collect();
            Changed { tickets, until: None }
        })
    }

    async fn file(&self, file: &RemoteFile, _: u64) -> Result<Option<Bytes>, BridgeError> {
        Ok(Some(Bytes::from(format!("bytes of {}", file.place))))
    }
}
