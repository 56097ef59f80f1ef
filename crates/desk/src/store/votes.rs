//! What people made of articles. Says nothing of who.

use super::{Store, StoreError, clock};
use std::collections::BTreeMap;
use std::time::Duration;

/// What was told of an article, in all languages together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes {
    /// Votes that it helped.
    pub helpful: i64,
    /// Votes that it did not.
    pub unhelpful: i64,
    /// Searches that ended in it.
    pub searches: i64,
}

impl Store {
    /// What was told in this time of each article, by the article's identifier. Anybody can have told it, also
    /// of an article that there isn't.
    pub async fn votes(&self, within: Duration) -> Result<BTreeMap<String, Votes>, StoreError> {
        let found: Vec<(String, Option<i64>, i64)> = sqlx::query_as(
            "SELECT article, helpful, COUNT(*) FROM feedback
             WHERE article IS NOT NULL AND kind IN ('vote', 'search') AND created_at >= $1 GROUP BY article, helpful",
        )
        .bind(clock::now() - within.as_millis() as i64)
        .fetch_all(&self.inner.reader)
        .await?;
        let mut votes: BTreeMap<String, Votes> = BTreeMap::new();
        for (article, helpful, count) in found {
            let of = votes.entry(article).or_default();
            match helpful {
                Some(0) => of.unhelpful = count,
                Some(_) => of.helpful = count,
                None => of.searches = count,
            }
        }
        Ok(votes)
    }
}
