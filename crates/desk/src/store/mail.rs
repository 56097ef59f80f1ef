//! What an e-mail that comes needs to know of a thread.

use super::{Store, StoreError};

/// A thread that an e-mail is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailThread {
    /// The number for people.
    pub number: String,
    /// Where its person is written to.
    pub address: Option<String>,
    /// The person may not write any more.
    pub blocked: bool,
}

impl Store {
    /// What an e-mail needs to know of a thread; `None`: there is none.
    pub async fn mail_thread(&self, thread: &str) -> Result<Option<MailThread>, StoreError> {
        let found: Option<(String, Option<String>, i64)> = sqlx::query_as(
            "SELECT threads.number, COALESCE(threads.email, users.email),
                    CASE WHEN visitors.blocked_at IS NULL THEN 0 ELSE 1 END
             FROM threads LEFT JOIN users ON users.id = threads.user_id
             LEFT JOIN visitors ON visitors.id = threads.visitor_id WHERE threads.id = $1",
        )
        .bind(thread)
        .fetch_optional(&self.inner.reader)
        .await?;
        Ok(found.map(|(number, address, blocked)| MailThread { number, address, blocked: blocked != 0 }))
    }
}
