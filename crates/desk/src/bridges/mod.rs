//! Other systems that have the tickets, too: created there, continued on both sides. What goes there is a
//! delivery like an e-mail (`outgoing.rs`); what comes from there is asked for again and again
//! (`incoming.rs`). A system is one [`Bridge`].

mod client;
mod django_helpdesk;
mod incoming;
mod marks;
mod outgoing;
mod redmine;
mod settings;
mod wording;

pub use django_helpdesk::DjangoHelpdesk;
pub use redmine::Redmine;
pub use settings::{BadBridge, BridgeAuthor, BridgeKey, BridgeStatus, BridgeUrl};

use crate::error::Error;
use crate::files::Files;
use crate::notices::worker::Worker;
use crate::notices::{PublicUrl, Retries};
use crate::store::{Store, StoreError};
use async_trait::async_trait;
use axum::body::Bytes;
use helplet_desk_api::{Rules, Status};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the other system is asked what is new there, by default.
pub const BRIDGE_POLL: Duration = Duration::from_secs(30);

/// Another system that has the tickets, too.
///
/// Every call may be repeated; [`Bridge::find`] and [`Bridge::read`] let the caller see what an earlier
/// one has done. The text of all that goes there ends in a line that says what it is, and must come back as it
/// was sent.
#[async_trait]
pub trait Bridge: fmt::Debug + Send + Sync {
    /// What kind of system it is, in lower case, such as `redmine`: in the database and in logs.
    fn name(&self) -> &'static str;

    /// Whether the settings can be used.
    async fn check(&self) -> Result<(), BridgeError>;

    /// The ticket made for the number of one of ours. `after`: a ticket there that was made before, where one is
    /// known.
    async fn find(&self, number: &str, after: Option<&str>) -> Result<Option<Remote>, BridgeError>;

    /// Makes a ticket, with the files or without, see [`Bridge::creates_with_files`].
    async fn create(&self, opening: &Opening, files: &[Outbound]) -> Result<Remote, BridgeError>;

    /// Whether a ticket and its files are made in one step. Otherwise they follow as a note of their own.
    fn creates_with_files(&self) -> bool;

    /// A ticket with all its public entries, oldest first.
    async fn read(&self, remote: &str) -> Result<RemoteTicket, BridgeError>;

    /// Adds to a ticket.
    async fn add(&self, remote: &str, note: &Note) -> Result<(), BridgeError>;

    /// What to set there for a status of ours, where it is at `current`; `None` where there is nothing to set.
    async fn status_for(&self, ours: Status, current: &str) -> Result<Option<String>, BridgeError>;

    /// Tickets that were changed since then, in milliseconds since 1970 by the other system's clock.
    async fn changed(&self, since: i64) -> Result<Changed, BridgeError>;

    /// The bytes of a file there, at most `most`; `None` where there are more, or none.
    async fn file(&self, file: &RemoteFile, most: u64) -> Result<Option<Bytes>, BridgeError>;
}

/// Why another system did not do what it was asked. Reasons name no person and no content: they are logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BridgeError {
    /// It may another time, after this pause at least.
    Later(String, Duration),
    /// It never will.
    Never(String),
    /// The operator's settings are wrong.
    Settings(String),
}

impl fmt::Display for BridgeError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Later(reason, _) | Self::Never(reason) | Self::Settings(reason) => out.write_str(reason),
        }
    }
}

impl std::error::Error for BridgeError {}

/// A ticket in the other system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// What the other system calls it.
    pub id: String,
    /// Its page, for agents.
    pub link: String,
}

/// A ticket to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// One line, with our number in it.
    pub subject: String,
    /// What the person wrote, and what is known of them.
    pub text: String,
}

/// Something to be added to a ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The text.
    pub text: String,
    /// Files with it.
    pub files: Vec<Outbound>,
    /// What [`Bridge::status_for`] said.
    pub status: Option<String>,
}

/// A file that goes there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbound {
    /// What its sender called it.
    pub name: String,
    /// One of [`helplet_desk_api::MEDIA_TYPES`].
    pub media_type: String,
    /// All of it.
    pub bytes: Bytes,
}

/// A ticket as it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteTicket {
    /// Where it stands, in the other system's own terms.
    pub status: String,
    /// What was written and changed, oldest first; notes among agents left out.
    pub entries: Vec<Entry>,
}

/// Something that was written or changed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// A name that no other entry of that system has.
    pub id: String,
    /// Who, by the other system's name for them.
    pub author: String,
    /// What people read as their name.
    pub shown_as: String,
    /// The text.
    pub text: String,
    /// Files with it.
    pub files: Vec<RemoteFile>,
    /// Our status for the one it was given.
    pub status: Option<Status>,
}

/// A file that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteFile {
    /// Where it is, as the bridge needs it.
    pub place: String,
    /// Its name.
    pub name: String,
}

/// What was changed there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Names of tickets, each once.
    pub tickets: Vec<String>,
    /// When the last of them was changed, in milliseconds since 1970 by the other system's clock.
    pub until: Option<i64>,
}

/// What an operator decides about a bridge.
#[derive(Debug, Clone)]
pub struct BridgeSettings {
    /// The other system.
    pub bridge: Arc<dyn Bridge>,
    /// How often it is asked what is new there. Default [`BRIDGE_POLL`].
    pub poll: Duration,
    /// Types of the tickets that go there; none: all.
    pub kinds: Vec<String>,
    /// The desk's address, for links to tickets in its console.
    pub console: Option<PublicUrl>,
}

/// What both directions need.
#[derive(Clone)]
struct Ends {
    bridge: Arc<dyn Bridge>,
    store: Store,
    files: Arc<dyn Files>,
    rules: Rules,
}

/// Why something was not gone on with.
#[derive(Debug)]
enum Stop {
    Bridge(BridgeError),
    Store(StoreError),
}

impl fmt::Display for Stop {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Bridge(error) => error.fmt(out),
            Self::Store(error) => error.fmt(out),
        }
    }
}

impl From<BridgeError> for Stop {
    fn from(error: BridgeError) -> Self {
        Self::Bridge(error)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Looks at the settings, then begins to tell what waits and will come, and to ask, until `stopping` turns true.
///
/// # Errors
/// [`Error::Bridge`] where the other system refuses the settings. One that doesn't answer is waited for.
pub async fn start(
    settings: BridgeSettings,
    rules: &Rules,
    retries: Retries,
    store: &Store,
    files: &Arc<dyn Files>,
    stopping: &watch::Receiver<bool>,
    workers: &mut JoinSet<()>,
) -> Result<(), Error> {
    let BridgeSettings { bridge, poll, kinds, console } = settings;
    match bridge.check().await {
        Ok(()) => {}
        Err(BridgeError::Settings(reason) | BridgeError::Never(reason)) => {
            return Err(Error::Bridge { name: bridge.name(), reason });
        }
        Err(BridgeError::Later(reason, _)) => {
            tracing::warn!(bridge = bridge.name(), reason, "the other system is waited for");
        }
    }
    store.send_by_bridge();
    let ends = Ends { bridge, store: store.clone(), files: Arc::clone(files), rules: rules.clone() };
    let way = Arc::new(outgoing::ByBridge::new(ends.clone(), kinds, console));
    // However long the other system is away: nothing is given up that it may still take.
    let retries = Retries { tries: u32::MAX, ..retries };
    workers.spawn(Worker { store: store.clone(), way, retries }.run(stopping.clone()));
    workers.spawn(incoming::always(ends, poll, stopping.clone()));
    Ok(())
}
