//! A copy of everything a desk keeps, made while it is running.

use crate::error::Error;
use crate::files::{self, Files, Folder};
use crate::store::{Place, Store, StoreError};
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use std::path::Path;

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Files that came with tickets.
    pub files: u64,
    /// Their length together, in bytes.
    pub bytes: u64,
}

/// Copies database and files into a new or empty folder: `helplet.db` with `helplet-files` beside
/// it, which `helplet serve` opens. First the rows, as they are at one moment, then the files they
/// name, each checked against its hash.
///
/// # Errors
/// [`Error::Backup`] where the folder can't be used or a file that a ticket names is missing or
/// damaged.
pub async fn copy(store: &Store, from: &dyn Files, out: &Path) -> Result<Copied, Error> {
    let fail = |reason: String| Error::Backup { reason };
    let named = |error: std::io::Error| fail(format!("the folder {} can't be used: {error}", out.display()));
    std::fs::create_dir_all(out).map_err(named)?;
    only_for_this_user(out).map_err(named)?;
    if std::fs::read_dir(out).map_err(named)?.next().is_some() {
        return Err(fail(format!("the folder {} is not empty: name a new one", out.display())));
    }
    let database = out.join("helplet.db");
    store.copy_to(&database).await?;
    let copy = Store::open(&Place::Sqlite(database)).await?;
    let copied = copy_files(&copy, from, &out.join(files::FOLDER)).await;
    copy.close().await;
    copied
}

async fn copy_files(copy: &Store, from: &dyn Files, folder: &Path) -> Result<Copied, Error> {
    let fail = |reason: String| Error::Backup { reason };
    let to = Folder::open(folder)?;
    let mut copied = Copied { files: 0, bytes: 0 };
    for (sha256, named) in copy.known_files().await.map_err(|error| fail(error.to_string()))? {
        match copy_file(&sha256, from, &to).await {
            Ok(Some(bytes)) => copied = Copied { files: copied.files + 1, bytes: copied.bytes + bytes },
            // Swept away since, or still on its way in.
            Ok(None) if !named => {}
            Ok(None) => return Err(fail(format!("the file {sha256} of a ticket is missing or damaged"))),
            Err(error) => return Err(fail(format!("the file {sha256} can't be copied: {error}"))),
        }
    }
    Ok(copied)
}

/// The length of what was copied; `None` where it is missing or its bytes are not those of its hash.
async fn copy_file(sha256: &str, from: &dyn Files, to: &Folder) -> Result<Option<u64>, StoreError> {
    let Some(mut reading) = from.read(sha256).await? else { return Ok(None) };
    let mut upload = to.begin(sha256).await?;
    let mut hash = Sha256::new();
    while let Some(piece) = reading.bytes.try_next().await? {
        hash.update(&piece);
        upload.write(piece).await?;
    }
    if format!("{:x}", hash.finalize()) != sha256 {
        upload.abandon().await?;
        return Ok(None);
    }
    upload.finish().await?;
    Ok(Some(reading.size))
}

/// What lies in it are people's words and the desk's keys.
#[cfg(unix)]
fn only_for_this_user(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn only_for_this_user(_: &Path) -> std::io::Result<()> {
    Ok(())
}
