//! Devices that may not write any more.

use super::{Store, StoreError, clock};

impl Store {
    /// Blocks whoever sees this thread as its person: the device that opened it, those of the same user, and those
    /// let in by a link. A live chat ends. With `blocked` false they may write again. False where there is no such
    /// thread.
    pub async fn block(&self, thread: &str, blocked: bool) -> Result<bool, StoreError> {
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(thread).await? else { return Ok(false) };
        sqlx::query(
            "UPDATE visitors SET blocked_at = $2
             WHERE id IN (SELECT visitor_id FROM threads WHERE id = $1 UNION SELECT visitor_id FROM grants WHERE thread_id = $1)
             OR user_id IN (SELECT user_id FROM threads WHERE id = $1)",
        )
        .bind(&thread.id)
        .bind(blocked.then(clock::now))
        .execute(&mut *work.transaction)
        .await?;
        if blocked {
            work.end_chat(&mut thread).await?;
        }
        work.tell_agents(&thread)?;
        work.commit().await?;
        Ok(true)
    }
}
