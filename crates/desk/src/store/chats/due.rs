//! What time does to chats.

use super::super::{Store, StoreError, clock};
use super::millis;
use helplet_desk_api::ChatState;

/// The person's first message that no agent has answered: when it came.
const UNANSWERED_SINCE: &str = "(SELECT MIN(asked.created_at) FROM messages asked
    WHERE asked.thread_id = c.thread_id AND asked.author = 'visitor' AND asked.position >
       (SELECT COALESCE(MAX(answer.position), -1) FROM messages answer
        WHERE answer.thread_id = c.thread_id AND answer.author = 'agent' AND answer.internal = 0))";

/// Chats whose agent was not heard of since `$1`. Whoever answers from another system has no console to be heard of.
const LEFT: &str =
    "chats c LEFT JOIN agent_presence p ON p.agent_id = c.agent_id LEFT JOIN agents a ON a.id = c.agent_id
    WHERE c.state = 'talking' AND COALESCE(p.heard_at, 0) < $1 AND a.bridge IS NULL";

impl Store {
    /// Whether any chat is live at all.
    pub async fn has_live_chats(&self) -> Result<bool, StoreError> {
        let found: Option<String> =
            sqlx::query_scalar("SELECT thread_id FROM chats WHERE state IN ('waiting', 'talking') LIMIT 1")
                .fetch_optional(&self.inner.reader)
                .await?;
        Ok(found.is_some())
    }

    /// When an offer lapses or a chat is missed next, in milliseconds since 1970.
    pub async fn next_chat_due(&self) -> Result<Option<i64>, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT MIN(CASE WHEN offer_until < miss_at THEN offer_until ELSE miss_at END) FROM chats
             WHERE state = 'waiting'",
        )
        .fetch_one(&self.inner.reader)
        .await?)
    }

    /// Makes tickets of the chats that have waited too long.
    pub async fn miss_chats(&self) -> Result<(), StoreError> {
        let due: Vec<String> =
            sqlx::query_scalar("SELECT thread_id FROM chats WHERE state = 'waiting' AND miss_at <= $1")
                .bind(clock::now())
                .fetch_all(&self.inner.reader)
                .await?;
        for thread in due {
            self.miss_chat(&thread).await?;
        }
        Ok(())
    }

    async fn miss_chat(&self, thread: &str) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(thread).await? else { return Ok(()) };
        let due: Option<i64> = sqlx::query_scalar(
            "SELECT miss_at FROM chats WHERE thread_id = $1 AND state = 'waiting' AND miss_at <= $2",
        )
        .bind(&thread.id)
        .bind(clock::now())
        .fetch_optional(&mut *work.transaction)
        .await?;
        if due.is_some() {
            work.close_chat(&mut thread, ChatState::Missed).await?;
            work.commit().await?;
        }
        Ok(())
    }

    /// Takes back what was offered to agents who did not take it in time, and to those who have left. These may be
    /// asked again.
    pub async fn lapse_offers(&self) -> Result<(), StoreError> {
        let lapsed: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT c.thread_id, c.offered_to, CASE WHEN c.offer_until <= $1 THEN 1 ELSE 0 END FROM chats c
             WHERE c.state = 'waiting' AND c.offered_to IS NOT NULL AND (c.offer_until <= $1
                 OR NOT EXISTS (SELECT 1 FROM agent_presence p JOIN agents a ON a.id = p.agent_id
                     WHERE p.agent_id = c.offered_to AND p.here = 1 AND p.heard_at >= $2 AND a.disabled_at IS NULL))",
        )
        .bind(clock::now())
        .bind(self.heard_since())
        .fetch_all(&self.inner.reader)
        .await?;
        for (thread, agent, in_vain) in lapsed {
            let mut work = self.begin().await?;
            let Some(thread) = work.lock_thread(&thread).await? else { continue };
            if work.withdraw(&thread, &agent, in_vain != 0).await? {
                work.commit().await?;
            }
        }
        Ok(())
    }

    /// Ends the chats in which nobody has said anything for long.
    pub async fn end_idle_chats(&self) -> Result<(), StoreError> {
        let idle = "SELECT c.thread_id FROM chats c JOIN threads t ON t.id = c.thread_id
                    WHERE c.state = 'talking' AND t.updated_at < $1 AND c.taken_at < $1";
        let before = clock::now() - millis(self.chats().idle);
        let idle: Vec<String> = sqlx::query_scalar(idle).bind(before).fetch_all(&self.inner.reader).await?;
        for thread in idle {
            let mut work = self.begin().await?;
            let Some(mut thread) = work.lock_thread(&thread).await? else { continue };
            let still: Option<String> = sqlx::query_scalar("SELECT id FROM threads WHERE id = $1 AND updated_at < $2")
                .bind(&thread.id)
                .bind(before)
                .fetch_optional(&mut *work.transaction)
                .await?;
            if still.is_some() && work.end_chat(&mut thread).await? {
                work.commit().await?;
            }
        }
        Ok(())
    }

    /// Looks for new agents for those who wait for an answer of one who has gone.
    pub async fn requeue_chats(&self) -> Result<(), StoreError> {
        let before = clock::now() - millis(self.chats().gone);
        let sql = format!(
            "SELECT thread_id FROM (SELECT c.thread_id, {UNANSWERED_SINCE} AS since FROM {LEFT}) found
             WHERE since IS NOT NULL"
        );
        let left: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(before).fetch_all(&self.inner.reader).await?;
        for thread in left {
            self.requeue_chat(&thread, before).await?;
        }
        Ok(())
    }

    async fn requeue_chat(&self, thread: &str, before: i64) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(thread).await? else { return Ok(()) };
        let sql = format!(
            "SELECT since FROM (SELECT {UNANSWERED_SINCE} AS since FROM {LEFT} AND c.thread_id = $2) found
             WHERE since IS NOT NULL"
        );
        let since: Option<i64> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(before)
            .bind(&thread.id)
            .fetch_optional(&mut *work.transaction)
            .await?;
        let Some(since) = since else { return Ok(()) };
        // It comes as early as the person has waited for an answer.
        sqlx::query("UPDATE chats SET state = 'waiting', queued_at = $2, miss_at = $3 WHERE thread_id = $1")
            .bind(&thread.id)
            .bind(since)
            .bind(self.miss_at(clock::now()))
            .execute(&mut *work.transaction)
            .await?;
        work.queue_again(&mut thread).await?;
        work.commit().await
    }
}
