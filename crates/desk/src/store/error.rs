//! A store that failed, while a desk runs.

use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;
use std::error::Error;
use std::{fmt, io};

/// A database or a place for files that failed. Its text names tables and files, never contents.
#[derive(Debug)]
pub enum StoreError {
    /// Kept busy by others for too long: a try soon may succeed.
    Busy(Box<dyn Error + Send + Sync>),
    /// Full, or out of reach: a later try may succeed.
    Unavailable(Box<dyn Error + Send + Sync>),
    /// A file that a message names is no longer there.
    FileMissing {
        /// The file's place in the message's list, from 0.
        position: usize,
    },
    /// Anything else.
    Failed(Box<dyn Error + Send + Sync>),
}

/// Primary result codes of SQLite (<https://www.sqlite.org/rescode.html>): busy, locked.
const SQLITE_BUSY: [i32; 2] = [5, 6];

/// SQLite's code for a full disk.
const SQLITE_FULL: i32 = 13;

/// The class of PostgreSQL's codes
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>) for a transaction rolled back for
/// another's sake.
const POSTGRES_BUSY: &str = "40";

/// Classes and codes of PostgreSQL: connection lost, out of resources, stopped by an operator.
const POSTGRES_LATER: [&str; 3] = ["08", "53", "57P"];

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Busy(error) => write!(out, "the store is busy: {error}"),
            Self::Unavailable(error) => write!(out, "the store is unavailable: {error}"),
            Self::FileMissing { position } => write!(out, "file {position} of a message is no longer there"),
            Self::Failed(error) => write!(out, "the store failed: {error}"),
        }
    }
}

impl Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let Some(code) = sqlite_code(&error) {
            return match code {
                code if SQLITE_BUSY.contains(&code) => Self::Busy(error.into()),
                SQLITE_FULL => Self::Unavailable(error.into()),
                _ => Self::Failed(error.into()),
            };
        }
        if let Some(code) = postgres_code(&error) {
            return match code {
                code if code.starts_with(POSTGRES_BUSY) => Self::Busy(error.into()),
                code if POSTGRES_LATER.iter().any(|class| code.starts_with(class)) => Self::Unavailable(error.into()),
                _ => Self::Failed(error.into()),
            };
        }
        match &error {
            // No connection was free for as long as a request waits: the queue for the writer is too long.
            sqlx::Error::PoolTimedOut => Self::Busy(error.into()),
            sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Unavailable(error.into()),
            _ => Self::Failed(error.into()),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Unavailable(error.into()),
            _ => Self::Failed(error.into()),
        }
    }
}

/// SQLite's result code without its extension in the upper bits.
pub fn sqlite_code(error: &sqlx::Error) -> Option<i32> {
    let error = error.as_database_error()?.try_downcast_ref::<SqliteError>()?;
    let code: i32 = sqlx::error::DatabaseError::code(error)?.parse().ok()?;
    Some(code & 0xff)
}

/// PostgreSQL's SQLSTATE.
pub fn postgres_code(error: &sqlx::Error) -> Option<&str> {
    Some(error.as_database_error()?.try_downcast_ref::<PgDatabaseError>()?.code())
}

#[cfg(test)]
mod tests {
    use super::StoreError;

    #[test]
    fn a_full_queue_is_busy_and_a_closed_database_is_not() {
        assert!(matches!(StoreError::from(sqlx::Error::PoolTimedOut), StoreError::Busy(_)));
        assert!(matches!(StoreError::from(sqlx::Error::PoolClosed), StoreError::Unavailable(_)));
    }
}
