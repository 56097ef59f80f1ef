//! Where tickets and files are kept. The traits name behaviours, so that another database or
//! another place for files is another implementation; SQL stays inside this folder.

mod sqlite;

pub use sqlite::Sqlite;

use helplet_desk_api::{Created, NewTicket};
use std::fmt;
use std::pin::Pin;

/// A store's answer, once it is there.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Keeps tickets.
pub trait Tickets: Send + Sync {
    /// The ticket opened under this idempotency key, if any.
    fn opened_under<'a>(&'a self, key: &'a str) -> Answer<'a, Option<Opened>>;

    /// Opens a ticket under a key that may not have been used; where another request was faster,
    /// gives what that one opened. Once this answers, the ticket survives a crash of the machine.
    fn open_ticket<'a>(&'a self, key: &'a str, content: [u8; 32], ticket: &'a NewTicket) -> Answer<'a, Opened>;

    /// Whether the store can answer at all.
    fn answers(&self) -> Answer<'_, ()>;
}

/// Keeps files by the SHA-256 of their content.
pub trait Files: Send + Sync {
    /// Keeps a file; true where it was not known before. The caller has checked the hash.
    fn keep<'a>(&'a self, sha256: &'a str, bytes: &'a [u8]) -> Answer<'a, bool>;

    /// What is known of a file, if it is kept.
    fn look<'a>(&'a self, sha256: &'a str) -> Answer<'a, Option<FileFacts>>;
}

/// A ticket and the request that opened it.
pub struct Opened {
    /// SHA-256 of the ticket's content, to tell a repeated request from another one.
    pub content: [u8; 32],
    /// What was answered.
    pub created: Created,
}

/// What is known of a kept file.
pub struct FileFacts {
    /// Length in bytes.
    pub size: u64,
    /// Its first [`helplet_desk_api::HEAD_BYTES`] bytes, or all of a shorter file.
    pub head: Vec<u8>,
}

/// A store that failed.
#[derive(Debug)]
pub enum StoreError {
    /// Others kept it busy for too long, or the disk is full: a later try may succeed.
    Unavailable(sqlx::Error),
    /// Anything else.
    Failed(sqlx::Error),
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Unavailable(error) => write!(out, "the store is unavailable: {error}"),
            Self::Failed(error) => write!(out, "the store failed: {error}"),
        }
    }
}
