//! What a desk keeps, for commands beside a running desk.

use crate::backup::{self, Copied};
use crate::config::{Config, ORPHAN_AGE};
use crate::error::{DatabaseFault, Error};
use crate::files::{self, Files};
use crate::store::{Belongings, Place, Store, StoreError};
use crate::sweep;
use helplet_desk_api::Rules;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// A desk's database and files.
pub struct Archive {
    store: Store,
    files: Arc<dyn Files>,
}

impl Archive {
    /// Opens a database and the place for files, named as in [`Config`]. Nothing new is made.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Files`].
    pub async fn open(database: &str, files: Option<String>) -> Result<Self, Error> {
        let config = Config { files, ..Config::new(database, Rules::default()) };
        let place = Place::of(&config.database)?;
        if let Place::Sqlite(file) = &place
            && !file.exists()
        {
            return Err(Error::Database { name: place.to_string(), fault: DatabaseFault::NoFile });
        }
        Ok(Self { store: Store::open(&place).await?, files: files::open(&config, &place)? })
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Copies everything into a new or empty folder, while desks are at work: `helplet.db` with
    /// `helplet-files` beside it, which `helplet serve` opens.
    ///
    /// # Errors
    /// [`Error::Backup`].
    pub async fn backup(&self, out: &Path) -> Result<Copied, Error> {
        backup::copy(&self.store, self.files.as_ref(), out).await
    }

    /// Deletes what [`Store::person`] found, and those files of theirs that nobody else has.
    ///
    /// # Errors
    /// Where database or files fail; some may be deleted by then.
    pub async fn forget(&self, person: &Belongings) -> Result<(), StoreError> {
        self.store.forget(person).await?;
        for sha256 in &person.files {
            if !self.store.is_unclaimed(sha256).await? {
                continue;
            }
            let mut work = self.store.begin().await?;
            if work.forget_orphan(sha256, i64::MAX).await? {
                self.files.delete(sha256).await?;
                work.commit().await?;
            }
        }
        Ok(())
    }

    /// Deletes tickets that were closed longer ago than this, and files that no ticket names; tells
    /// how many tickets.
    ///
    /// # Errors
    /// Where database or files fail; some may be deleted by then.
    pub async fn sweep(&self, keep_closed: Duration) -> Result<u64, StoreError> {
        let deleted = self.store.sweep_closed(keep_closed).await?;
        let (_running, stopped) = watch::channel(false);
        sweep::once(&self.store, self.files.as_ref(), ORPHAN_AGE, &stopped).await?;
        Ok(deleted)
    }

    /// Closes the database.
    pub async fn close(self) {
        self.store.close().await;
    }
}
