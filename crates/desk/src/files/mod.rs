//! Where the bytes of files are kept: a folder, or an S3-compatible store. What is known of them is
//! in the database.

mod bucket;
mod folder;

pub use bucket::Bucket;
pub use folder::Folder;

use crate::config::Config;
use crate::error::Error;
use crate::store::{Place, StoreError};
use async_trait::async_trait;
use axum::body::Bytes;
use futures_util::stream::BoxStream;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The folder beside an SQLite file, or in the current folder, where nothing else is said.
pub const FOLDER: &str = "helplet-files";

/// Keeps files under the SHA-256 of their bytes.
#[async_trait]
pub trait Files: Send + Sync {
    /// Begins to keep a file. Nobody sees it before [`Upload::finish`].
    async fn begin(&self, sha256: &str) -> Result<Box<dyn Upload>, StoreError>;

    /// Opens a kept file; `None`: its bytes are not here.
    async fn read(&self, sha256: &str) -> Result<Option<Reading>, StoreError>;

    /// Whether the place can be used at all.
    async fn answers(&self) -> Result<(), StoreError>;

    /// Forgets a file, where there is one.
    async fn delete(&self, sha256: &str) -> Result<(), StoreError>;

    /// Removes what uploads left behind that were broken off longer ago than this.
    async fn tidy(&self, age: Duration) -> Result<(), StoreError>;
}

/// A kept file on its way out.
pub struct Reading {
    /// Length in bytes.
    pub size: u64,
    /// The bytes, never all of them in memory.
    pub bytes: BoxStream<'static, io::Result<Bytes>>,
}

/// A file on its way in. Dropped, it leaves nothing in a folder; a store may keep the parts of it
/// until its own rules remove them, so call [`Upload::abandon`] where possible.
#[async_trait]
pub trait Upload: Send {
    /// Takes the next bytes.
    async fn write(&mut self, piece: Bytes) -> Result<(), StoreError>;

    /// Keeps the file; the caller has checked the hash. Once this answers, the file survives a
    /// crash of the machine. One that was there is replaced by the same bytes.
    async fn finish(self: Box<Self>) -> Result<(), StoreError>;

    /// Forgets the bytes taken so far.
    async fn abandon(self: Box<Self>) -> Result<(), StoreError>;
}

/// The folder of files, where it is one.
pub fn folder(config: &Config, database: &Place) -> Option<PathBuf> {
    match &config.files {
        Some(files) if files.contains("://") => None,
        Some(files) => Some(files.into()),
        None => Some(database.folder().unwrap_or(".".as_ref()).join(FOLDER)),
    }
}

/// Opens what the settings name.
///
/// # Errors
/// [`Error::Files`].
pub fn open(config: &Config, database: &Place) -> Result<Arc<dyn Files>, Error> {
    if let Some(folder) = folder(config, database) {
        return Ok(Arc::new(Folder::open(&folder)?));
    }
    Ok(Arc::new(Bucket::open(config.files.as_deref().unwrap_or_default())?))
}
