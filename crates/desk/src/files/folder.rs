//! Files in a folder: each written to a temporary name, synced, then renamed.

use super::{Files, Reading, Upload};
use crate::error::Error;
use crate::store::StoreError;
use async_trait::async_trait;
use axum::body::Bytes;
use futures_util::StreamExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::task::spawn_blocking;
use tokio_util::io::ReaderStream;

/// What the names of files on their way in begin with.
const INCOMING: &str = "incoming-";
/// Bytes read at once.
const PIECE: usize = 64 << 10;

/// A folder of files, `ab/abcd…` for one whose SHA-256 begins so.
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Opens the folder, making it where there is none, and tries to write in it.
    ///
    /// # Errors
    /// [`Error::Files`].
    pub fn open(root: &Path) -> Result<Self, Error> {
        let tried = fs::create_dir_all(root).and_then(|()| incoming(root));
        match tried {
            Ok(_) => Ok(Self { root: root.to_owned() }),
            Err(error) => {
                let reason = format!(
                    "can't be made and written ({error}): see that it may be written by this user and that the disk \
                     is not full"
                );
                Err(Error::Files { name: root.display().to_string(), reason })
            }
        }
    }
}

impl Folder {
    fn name(&self, sha256: &str) -> PathBuf {
        self.root.join(&sha256[..2]).join(sha256)
    }
}

/// A new file under a temporary name, removed when dropped.
fn incoming(root: &Path) -> io::Result<(fs::File, TempPath)> {
    Ok(tempfile::Builder::new().prefix(INCOMING).tempfile_in(root)?.into_parts())
}

#[async_trait]
impl Files for Folder {
    async fn begin(&self, sha256: &str) -> Result<Box<dyn Upload>, StoreError> {
        let folder = self.root.join(&sha256[..2]);
        let root = self.root.clone();
        let (file, path) = blocking(move || incoming(&root)).await?;
        Ok(Box::new(Incoming {
            file: File::from_std(file),
            path,
            root: self.root.clone(),
            name: folder.join(sha256),
            folder,
        }))
    }

    async fn read(&self, sha256: &str) -> Result<Option<Reading>, StoreError> {
        let file = match File::open(self.name(sha256)).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let size = file.metadata().await?.len();
        Ok(Some(Reading { size, bytes: ReaderStream::with_capacity(file, PIECE).boxed() }))
    }

    async fn answers(&self) -> Result<(), StoreError> {
        let root = self.root.clone();
        blocking(move || incoming(&root).map(drop)).await
    }

    async fn delete(&self, sha256: &str) -> Result<(), StoreError> {
        match tokio::fs::remove_file(self.name(sha256)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    async fn tidy(&self, age: Duration) -> Result<(), StoreError> {
        let root = self.root.clone();
        blocking(move || {
            for entry in fs::read_dir(&root)? {
                let entry = entry?;
                let is_incoming = entry.file_name().to_str().is_some_and(|name| name.starts_with(INCOMING));
                let quiet = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
                if is_incoming && quiet > age {
                    fs::remove_file(entry.path())?;
                }
            }
            Ok(())
        })
        .await
    }
}

struct Incoming {
    file: File,
    path: TempPath,
    root: PathBuf,
    folder: PathBuf,
    name: PathBuf,
}

#[async_trait]
impl Upload for Incoming {
    async fn write(&mut self, piece: Bytes) -> Result<(), StoreError> {
        Ok(self.file.write_all(&piece).await?)
    }

    async fn finish(mut self: Box<Self>) -> Result<(), StoreError> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let Self { file, path, root, folder, name } = *self;
        drop(file.into_std().await);
        blocking(move || {
            if !folder.is_dir() {
                fs::create_dir_all(&folder)?;
                sync_folder(&root)?;
            }
            path.persist(&name).map_err(|failed| failed.error)?;
            sync_folder(&folder)
        })
        .await
    }

    async fn abandon(self: Box<Self>) -> Result<(), StoreError> {
        blocking(move || self.path.close()).await
    }
}

/// Makes names survive a crash of the machine, too.
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows has no such call and needs none.
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, StoreError> {
    let done = spawn_blocking(work).await.map_err(io::Error::from)?;
    Ok(done?)
}
