//! A mail server's folder as a way in: what comes there goes the way of `helplet receive-mail`, and is marked as seen
//! once it is kept.

mod imap;
mod poll;
mod settings;

pub use imap::ImapFolder;
pub use settings::{BadInbox, InboxPassword, InboxUrl};

use super::Mailbox;
use crate::error::Error;
use async_trait::async_trait;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often a folder is looked at by default, where the server says nothing of what is new.
pub const INBOX_POLL: Duration = Duration::from_secs(30);

/// A folder that e-mails come to.
#[async_trait]
pub trait MailFolder: fmt::Debug + Send + Sync {
    /// Which, for logs: without user and password.
    fn name(&self) -> String;

    /// Goes there.
    async fn open(&self) -> Result<Box<dyn OpenFolder>, InboxError>;
}

/// A folder that was gone to. After a fault it is opened anew.
#[async_trait]
pub trait OpenFolder: Send {
    /// What nobody has seen, oldest first.
    async fn unseen(&mut self) -> Result<Vec<u32>, InboxError>;

    /// An e-mail of at most so many bytes.
    async fn fetch(&mut self, id: u32, most: u64) -> Result<Fetched, InboxError>;

    /// Marks an e-mail as seen; one that was refused also so that people find it.
    async fn settle(&mut self, id: u32, refused: bool) -> Result<(), InboxError>;

    /// Waits until something is new there, at most so long.
    async fn wait(&mut self, most: Duration) -> Result<(), InboxError>;
}

/// What is in a folder under an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// An e-mail, whole.
    Mail(Vec<u8>),
    /// One that is larger than it may be.
    TooLarge,
    /// Nothing any more.
    Gone,
}

/// Why a folder can't be used. Reasons name no person and no content: they are logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboxError {
    /// It may be another time.
    Later(String),
    /// The operator's settings are wrong.
    Settings(String),
}

impl fmt::Display for InboxError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Later(reason) | Self::Settings(reason) => out.write_str(reason),
        }
    }
}

impl std::error::Error for InboxError {}

/// What an operator decides about a folder.
#[derive(Debug, Clone)]
pub struct InboxSettings {
    /// The folder.
    pub folder: Arc<dyn MailFolder>,
    /// The type of the tickets that are made of e-mails to no thread; without it they are refused.
    pub new_tickets: Option<String>,
    /// How often it is looked at, at least. Default [`INBOX_POLL`].
    pub poll: Duration,
}

/// Looks at the settings, then takes what comes until `stopping` turns true.
///
/// # Errors
/// [`Error::Inbox`] where the mail server refuses the settings. One that doesn't answer is waited for.
pub(crate) async fn start(
    folder: Arc<dyn MailFolder>,
    mailbox: Mailbox,
    poll: Duration,
    stopping: &watch::Receiver<bool>,
    workers: &mut JoinSet<()>,
) -> Result<(), Error> {
    let first = match folder.open().await {
        Ok(open) => Some(open),
        Err(InboxError::Settings(reason)) => return Err(Error::Inbox { name: folder.name(), reason }),
        Err(InboxError::Later(reason)) => {
            tracing::warn!(folder = folder.name(), reason, "the mail server is waited for");
            None
        }
    };
    let poller = poll::Poller { folder, mailbox: Arc::new(mailbox), poll };
    workers.spawn(poller.run(first, stopping.clone()));
    Ok(())
}
