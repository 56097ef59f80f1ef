//! Messages and the files that belong to them.

use super::{StoreError, Work, random_id};
use helplet_desk_api::Attachment;

impl Work {
    /// Writes a thread's first message, the description; gives its id.
    pub(super) async fn insert_message(&mut self, thread: &str, now: i64, body: &str) -> Result<String, StoreError> {
        let id = random_id()?;
        sqlx::query(
            "INSERT INTO messages (id, thread_id, position, author, internal, body, created_at)
             VALUES ($1, $2, 0, 'visitor', 0, $3, $4)",
        )
        .bind(&id)
        .bind(thread)
        .bind(body)
        .bind(now)
        .execute(&mut *self.transaction)
        .await?;
        Ok(id)
    }

    /// Writes a message's files, which the caller has seen to be there.
    pub(super) async fn attach(&mut self, message: &str, files: &[Attachment]) -> Result<(), StoreError> {
        for (position, file) in (0i64..).zip(files) {
            sqlx::query(
                "INSERT INTO attachments (message_id, position, sha256, name, size, media_type)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(message)
            .bind(position)
            .bind(&file.sha256)
            .bind(&file.name)
            .bind(file.size as i64)
            .bind(&file.media_type)
            .execute(&mut *self.transaction)
            .await?;
        }
        Ok(())
    }
}
