//! What people searched for: what was found, and what not. Says nothing of who.

use super::{Store, StoreError, clock};
use std::time::Duration;

/// A search, as often as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searched {
    /// The language it was made in.
    pub locale: String,
    /// What was typed.
    pub query: String,
    /// The article it ended in.
    pub article: Option<String>,
    /// How often.
    pub count: i64,
}

impl Store {
    /// Searches of this time that found nothing.
    pub async fn searches_in_vain(&self, within: Duration) -> Result<Vec<Searched>, StoreError> {
        self.searched("hits = 0 AND article IS NULL", within).await
    }

    /// Searches of this time that ended in an article.
    pub async fn searches_answered(&self, within: Duration) -> Result<Vec<Searched>, StoreError> {
        self.searched("article IS NOT NULL", within).await
    }

    async fn searched(&self, condition: &str, within: Duration) -> Result<Vec<Searched>, StoreError> {
        let sql = format!(
            "SELECT locale, query, article, COUNT(*) FROM feedback
             WHERE kind = 'search' AND query IS NOT NULL AND {condition} AND created_at >= $1
             GROUP BY locale, query, article"
        );
        let found: Vec<(String, String, Option<String>, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(clock::now() - within.as_millis() as i64)
            .fetch_all(&self.inner.reader)
            .await?;
        Ok(found
            .into_iter()
            .map(|(locale, query, article, count)| Searched { locale, query, article, count })
            .collect())
    }
}
