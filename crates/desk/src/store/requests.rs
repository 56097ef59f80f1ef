//! Which request did what, so that a repeated one does it once.

use super::{Store, StoreError, Work, clock};

/// A request that may come more than once.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Who asks: a visitor's or an agent's id.
    pub owner: &'a str,
    /// The Idempotency-Key.
    pub key: &'a str,
    /// SHA-256 of what was asked, in hexadecimal, to tell a repeated request from another one.
    pub content: &'a str,
}

/// A request that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// SHA-256 of what was asked, in hexadecimal.
    pub content: String,
    /// The first answer, as JSON.
    pub answer: String,
}

impl Store {
    /// What was done under this owner's key, if anything.
    pub async fn done(&self, request: Request<'_>) -> Result<Option<Done>, StoreError> {
        let found: Option<(String, String)> =
            sqlx::query_as("SELECT content, answer FROM requests WHERE owner = $1 AND key = $2")
                .bind(request.owner)
                .bind(request.key)
                .fetch_optional(&self.inner.reader)
                .await?;
        Ok(found.map(|(content, answer)| Done { content, answer }))
    }
}

impl Work {
    /// Takes the key for this answer; false where another request has taken it. The first
    /// statement of a transaction that may be asked for twice: of two at once, the second waits
    /// here for the first, and then finds its answer in [`Store::done`].
    pub async fn take_key(&mut self, request: Request<'_>, answer: &str) -> Result<bool, StoreError> {
        let taken = sqlx::query(
            "INSERT INTO requests (owner, key, content, answer, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT DO NOTHING",
        )
        .bind(request.owner)
        .bind(request.key)
        .bind(request.content)
        .bind(answer)
        .bind(clock::now())
        .execute(&mut *self.transaction)
        .await?;
        Ok(taken.rows_affected() == 1)
    }
}
