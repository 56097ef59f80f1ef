//! Whose turn it is at a bridge. What waits of a thread is taken all at once and by one worker at a time, as
//! its messages must arrive in their order.

use super::{Delivery, Store, StoreError, clock};
use std::time::Duration;

/// Deliveries of bridges that are neither made nor given up.
macro_rules! waiting {
    () => {
        "channel = 'bridge' AND done_at IS NULL AND given_up_at IS NULL"
    };
}

impl Store {
    /// When the next thread is due, in milliseconds since 1970; `None`: none waits.
    pub(super) async fn next_turn(&self) -> Result<Option<i64>, StoreError> {
        Ok(sqlx::query_scalar(concat!(
            "SELECT MIN(CASE WHEN held > due THEN held ELSE due END) FROM (
                 SELECT MIN(next_at) AS due, MAX(COALESCE(leased_until, 0)) AS held FROM deliveries
                 WHERE ",
            waiting!(),
            " GROUP BY thread_id) turns"
        ))
        .fetch_one(&self.inner.reader)
        .await?)
    }

    /// Takes all that waits of a thread that is due, for so long.
    pub(super) async fn take_turn(&self, lease: Duration) -> Result<Option<Delivery>, StoreError> {
        let now = clock::now();
        let mut work = self.begin().await?;
        let thread: Option<String> = sqlx::query_scalar(concat!(
            "SELECT thread_id FROM deliveries WHERE ",
            waiting!(),
            " GROUP BY thread_id HAVING MIN(next_at) <= $1 AND MAX(COALESCE(leased_until, 0)) <= $1
             ORDER BY MIN(next_at) LIMIT 1"
        ))
        .bind(now)
        .fetch_optional(&mut *work.transaction)
        .await?;
        let Some(thread) = thread else { return Ok(None) };
        // Of two workers at once, the second waits here for the first, and then sees that the thread is taken.
        if work.lock_thread(&thread).await?.is_none() {
            return Ok(None);
        }
        let taken: Vec<(String, i64)> = sqlx::query_as(concat!(
            "UPDATE deliveries SET leased_until = $3, attempts = attempts + 1 WHERE thread_id = $1 AND ",
            waiting!(),
            " AND NOT EXISTS (SELECT 1 FROM deliveries other WHERE other.thread_id = $1 AND other.channel = 'bridge'
               AND other.done_at IS NULL AND other.given_up_at IS NULL AND other.leased_until > $2)
             RETURNING id, attempts"
        ))
        .bind(&thread)
        .bind(now)
        .bind(now + lease.as_millis() as i64)
        .fetch_all(&mut *work.transaction)
        .await?;
        work.commit().await?;
        let attempts = taken.iter().map(|(_, attempts)| *attempts).max().unwrap_or_default();
        let ids: Vec<String> = taken.into_iter().map(|(id, _)| id).collect();
        let Some(id) = ids.first().cloned() else { return Ok(None) };
        Ok(Some(Delivery { id, ids, thread, message: None, payload: String::new(), attempts, transcript: false }))
    }
}
