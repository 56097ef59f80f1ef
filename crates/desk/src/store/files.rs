//! What is known of files; their bytes are elsewhere, see [`crate::files`].

use super::{Store, StoreError, clock};

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Length in bytes.
    pub size: u64,
    /// Its first [`helplet_desk_api::HEAD_BYTES`] bytes, or all of a shorter file.
    pub head: Vec<u8>,
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads what [`hex`] wrote.
fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
