//! Everything in one SQLite file.

mod files;
mod tickets;

use super::StoreError;
use crate::error::{DatabaseFault, Error};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// Writers wait for each other this long; a ticket is written in milliseconds, so only a stuck
/// disk or a foreign program holding the file makes it pass.
const PATIENCE: Duration = Duration::from_secs(10);

/// One writes at a time and the others read, so more connections than this only cost memory.
const CONNECTIONS: u32 = 8;

/// Primary result codes of SQLite (<https://www.sqlite.org/rescode.html>).
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const FULL: i32 = 13;
const NOT_A_DATABASE: i32 = 26;

/// An open SQLite file.
#[derive(Clone)]
pub struct Sqlite {
    pool: SqlitePool,
}

impl Sqlite {
    /// Opens the file, making it where there is none, and brings its schema up to date.
    pub async fn open(path: &Path) -> Result<Self, Error> {
        let fail = |fault| Error::Database { path: path.to_owned(), fault };
        if path.is_dir() {
            return Err(fail(DatabaseFault::IsFolder));
        }
        if path.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
            return Err(fail(DatabaseFault::NoFolder));
        }
        // FULL: with WAL, NORMAL may lose the last commits when the power fails, and a ticket that
        // was answered must not be lost.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE);
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await
            .map_err(|error| fail(database_fault(error)))?;
        MIGRATIONS.run(&pool).await.map_err(|error| fail(migration_fault(error)))?;
        // SQLite opens a file it may not write all the same, so a write is tried now, not when the
        // first ticket comes.
        let tried = async { pool.begin_with("BEGIN IMMEDIATE").await?.rollback().await };
        tried.await.map_err(|error| fail(database_fault(error)))?;
        Ok(Self { pool })
    }

    /// Waits for what is under way and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn migration_fault(error: MigrateError) -> DatabaseFault {
    let known = MIGRATIONS.iter().map(|step| step.version).max().unwrap_or_default();
    match error {
        MigrateError::VersionMissing(found) => DatabaseFault::Newer { found, known },
        MigrateError::VersionMismatch(version) => DatabaseFault::Altered { version },
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => database_fault(error),
        other => DatabaseFault::Unusable(Box::new(other)),
    }
}

fn database_fault(error: sqlx::Error) -> DatabaseFault {
    match primary_code(&error) {
        Some(NOT_A_DATABASE) => DatabaseFault::NotADatabase,
        _ => DatabaseFault::Unusable(Box::new(error)),
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match (&error, primary_code(&error)) {
            (sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed, _) | (_, Some(BUSY | LOCKED | FULL)) => {
                Self::Unavailable(error)
            }
            _ => Self::Failed(error),
        }
    }
}

/// The result code without its extension in the upper bits.
fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}
