//! What is known of files; their bytes are elsewhere, see [`crate::files`].

use super::access::seen_by;
use super::{Store, StoreError, Visitor, Work, clock};
use helplet_desk_api::picture_type;

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Length in bytes.
    pub size: u64,
    /// Its first [`helplet_desk_api::HEAD_BYTES`] bytes, or all of a shorter file.
    pub head: Vec<u8>,
}

/// A file as a visitor may get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedFile {
    /// What it is called in their thread; its SHA-256 where it is in none yet.
    pub name: String,
    /// One of [`helplet_desk_api::MEDIA_TYPES`], or `application/octet-stream`.
    pub media_type: String,
    /// Length in bytes.
    pub size: u64,
}

impl Store {
    /// Notes a file whose bytes are kept, and that `owner` (a visitor or an agent) has put it;
    /// true where they hadn't before.
    pub async fn note_file(&self, owner: &str, sha256: &str, facts: &FileFacts) -> Result<bool, StoreError> {
        let now = clock::now();
        let mut work = self.begin().await?;
        // Put again, a file is as good as new to the sweep of those that no ticket names.
        sqlx::query(
            "INSERT INTO files (sha256, size, head, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (sha256) DO UPDATE SET created_at = excluded.created_at",
        )
        .bind(sha256)
        .bind(facts.size as i64)
        .bind(hex(&facts.head))
        .bind(now)
        .execute(&mut *work.transaction)
        .await?;
        let put =
            sqlx::query("INSERT INTO uploads (owner, sha256, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(owner)
                .bind(sha256)
                .bind(now)
                .execute(&mut *work.transaction)
                .await?;
        work.commit().await?;
        Ok(put.rows_affected() == 1)
    }

    /// Makes a file, where it is known, as good as new to the sweep. Before the bytes are kept again:
    /// a sweep that has begun with it is waited for, and a later one leaves it alone.
    pub async fn expect_file(&self, sha256: &str) -> Result<(), StoreError> {
        let known = sqlx::query("SELECT 1 FROM files WHERE sha256 = $1")
            .bind(sha256)
            .fetch_optional(&self.inner.reader)
            .await?;
        // Most files are new. The sweep has no row of theirs to begin with, so nobody waits for the writer: a
        // row stays visible here until the sweep that deletes it is done with the bytes.
        if known.is_none() {
            return Ok(());
        }
        let mut work = self.begin().await?;
        sqlx::query("UPDATE files SET created_at = $2 WHERE sha256 = $1")
            .bind(sha256)
            .bind(clock::now())
            .execute(&mut *work.transaction)
            .await?;
        work.commit().await
    }

    /// A file that a visitor has put, or that is in a thread they see; `None` to all others.
    pub async fn shared_file(&self, visitor: &Visitor, sha256: &str) -> Result<Option<SharedFile>, StoreError> {
        let found: Option<(String, String, i64)> = sqlx::query_as(concat!(
            "SELECT attachments.name, attachments.media_type, attachments.size
             FROM attachments JOIN messages ON messages.id = attachments.message_id
             WHERE attachments.sha256 = $3 AND messages.internal = 0 AND messages.thread_id IN ",
            seen_by!(),
            " ORDER BY messages.created_at DESC LIMIT 1"
        ))
        .bind(&visitor.id)
        .bind(visitor.user.as_ref().map(|user| &user.id))
        .bind(sha256)
        .fetch_optional(&self.inner.reader)
        .await?;
        if let Some((name, media_type, size)) = found {
            return Ok(Some(SharedFile { name, media_type, size: size.unsigned_abs() }));
        }
        Ok(self.uploaded(&visitor.id, sha256).await?.map(|facts| SharedFile {
            name: sha256.to_owned(),
            media_type: picture_type(&facts.head).map_or("application/octet-stream", |kind| kind.name).to_owned(),
            size: facts.size,
        }))
    }

    /// Up to `most` files that no message names, last put before this time.
    pub async fn orphans(&self, before: i64, most: i64) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT sha256 FROM files WHERE created_at < $1
             AND NOT EXISTS (SELECT 1 FROM attachments WHERE attachments.sha256 = files.sha256)
             ORDER BY created_at LIMIT $2",
        )
        .bind(before)
        .bind(most)
        .fetch_all(&self.inner.reader)
        .await?)
    }

    /// What is known of a file that `owner` has put; of others' files nobody learns anything.
    pub async fn uploaded(&self, owner: &str, sha256: &str) -> Result<Option<FileFacts>, StoreError> {
        let found: Option<(i64, String)> = sqlx::query_as(
            "SELECT files.size, files.head FROM uploads JOIN files ON files.sha256 = uploads.sha256
             WHERE uploads.owner = $1 AND uploads.sha256 = $2",
        )
        .bind(owner)
        .bind(sha256)
        .fetch_optional(&self.inner.reader)
        .await?;
        Ok(found.map(|(size, head)| FileFacts { size: size.unsigned_abs(), head: unhex(&head) }))
    }
}

impl Work {
    /// Forgets a file if it still is an orphan of before this time; false where it is none. Delete
    /// the bytes, then commit: who puts the file meanwhile waits in [`Store::expect_file`].
    pub async fn forget_orphan(&mut self, sha256: &str, before: i64) -> Result<bool, StoreError> {
        let deleted = sqlx::query(
            "DELETE FROM files WHERE sha256 = $1 AND created_at < $2
             AND NOT EXISTS (SELECT 1 FROM attachments WHERE attachments.sha256 = files.sha256)",
        )
        .bind(sha256)
        .bind(before)
        .execute(&mut *self.transaction)
        .await;
        match deleted {
            // A message that names it was written at the same time.
            Err(error) if error.as_database_error().is_some_and(|fault| fault.is_foreign_key_violation()) => Ok(false),
            deleted => Ok(deleted?.rows_affected() == 1),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads what [`hex`] wrote.
pub(super) fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
