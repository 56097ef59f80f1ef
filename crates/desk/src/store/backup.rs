//! A copy of the whole database while it is in use, always as an SQLite file.

use super::{Place, Store, StoreError};
use crate::error::Error;
use futures_util::TryStreamExt;
use sqlx::{Any, AssertSqlSafe, Row, Transaction};
use std::path::Path;

impl Store {
    /// Copies all rows as they are at one moment into a new file, which [`Store::open`] opens.
    /// Writers are not held up on PostgreSQL; on SQLite they go on beside it, too.
    ///
    /// # Errors
    /// Those of both databases; the file is not complete then.
    pub async fn copy_to(&self, file: &Path) -> Result<(), Error> {
        let place = Place::Sqlite(file.to_owned());
        let fault = |error: sqlx::Error| Error::Backup { reason: error.to_string() };
        if self.inner.notifies {
            let copy = Self::open(&place).await?;
            let copied = self.copy_rows(&copy).await.map_err(fault);
            copy.close().await;
            copied?;
        } else {
            let sql = "VACUUM INTO $1";
            sqlx::query(sql).bind(file.display().to_string()).execute(&self.inner.writer).await.map_err(fault)?;
        }
        // What is in the file's pages is on the disk, and nothing lies beside it.
        let synced = std::fs::File::open(file).and_then(|file| file.sync_all());
        synced.map_err(|error| Error::Backup { reason: error.to_string() })
    }

    /// The rows of PostgreSQL, in one snapshot, into a new SQLite database of the same schema.
    async fn copy_rows(&self, copy: &Self) -> Result<(), sqlx::Error> {
        let mut from = self.inner.reader.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let mut to = copy.inner.writer.begin_with(copy.inner.begin).await?;
        // A table may name rows of one that is copied after it.
        sqlx::query("PRAGMA defer_foreign_keys = ON").execute(&mut *to).await?;
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
        )
        .fetch_all(&mut *to)
        .await?;
        for table in tables {
            copy_table(&table, &mut from, &mut to).await?;
        }
        to.commit().await
    }
}

/// Copies a table, a row at a time.
async fn copy_table(
    table: &str,
    from: &mut Transaction<'static, Any>,
    to: &mut Transaction<'static, Any>,
) -> Result<(), sqlx::Error> {
    let columns: Vec<(String, String)> = sqlx::query_as("SELECT name, type FROM pragma_table_info($1) ORDER BY cid")
        .bind(table)
        .fetch_all(&mut **to)
        .await?;
    let names = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let places = (1..=columns.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    // The names are those of our own migrations.
    sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut **to).await?;
    let insert = format!("INSERT INTO {table} ({names}) VALUES ({places})");
    let select = format!("SELECT {names} FROM {table}");
    let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(&mut **from);
    while let Some(row) = rows.try_next().await? {
        let mut query = sqlx::query(AssertSqlSafe(insert.clone()));
        for (at, (_, kind)) in columns.iter().enumerate() {
            query = if kind == "BIGINT" {
                query.bind(row.try_get::<Option<i64>, _>(at)?)
            } else {
                query.bind(row.try_get::<Option<String>, _>(at)?)
            };
        }
        query.execute(&mut **to).await?;
    }
    Ok(())
}

impl Store {
    /// All files that are known, and whether a message names them.
    pub async fn known_files(&self) -> Result<Vec<(String, bool)>, StoreError> {
        let found: Vec<(String, i64)> = sqlx::query_as(
            "SELECT sha256, CASE WHEN EXISTS (SELECT 1 FROM attachments WHERE attachments.sha256 = files.sha256)
                            THEN 1 ELSE 0 END FROM files ORDER BY sha256",
        )
        .fetch_all(&self.inner.reader)
        .await?;
        Ok(found.into_iter().map(|(sha256, named)| (sha256, named != 0)).collect())
    }
}
