//! Asking agents to take chats.

use super::super::{Store, StoreError, clock};
use super::millis;
use super::presence::load;
use helplet_desk_api::ChatState;
use std::collections::{BTreeSet, HashSet};

/// An agent who is there, as the dispatcher chooses among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Free {
    /// The agent's id.
    pub agent: String,
    /// Most conversations at once.
    pub room: i64,
    /// Conversations they have, what they are asked to take included.
    pub load: i64,
    /// When they were last asked, in milliseconds since 1970; 0: never.
    pub offered_at: i64,
    /// Their teams; none: they take all.
    pub teams: BTreeSet<String>,
}

impl Store {
    /// The agents who are there and have room.
    pub async fn free_agents(&self) -> Result<Vec<Free>, StoreError> {
        if !self.chats().open {
            return Ok(Vec::new());
        }
        let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(concat!(
            "SELECT * FROM (SELECT p.agent_id, p.room, ",
            load!(),
            " AS load, p.offered_at FROM agent_presence p JOIN agents a ON a.id = p.agent_id
              WHERE p.here = 1 AND p.heard_at >= $1 AND a.disabled_at IS NULL) found
             WHERE load < room ORDER BY agent_id"
        ))
        .bind(self.heard_since())
        .fetch_all(&self.inner.reader)
        .await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut teams = self.teams().await?;
        let read = |(agent, room, load, offered_at): (String, i64, i64, i64)| Free {
            teams: teams.remove(&agent).unwrap_or_default(),
            agent,
            room,
            load,
            offered_at,
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// How many waiting chats an agent is asked to take.
    pub async fn offers(&self, agent: &str) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar("SELECT COUNT(*) FROM chats WHERE offered_to = $1 AND state = 'waiting'");
        Ok(count.bind(agent).fetch_one(&self.inner.reader).await?)
    }

    /// Who has let which waiting chat pass: (thread, agent).
    pub async fn passes(&self) -> Result<HashSet<(String, String)>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT thread_id, agent_id FROM chat_passes").fetch_all(&self.inner.reader).await?;
        Ok(rows.into_iter().collect())
    }

    /// Asks an agent to take a waiting chat that nobody is asked to take; false where it is no longer so, or the
    /// agent's load is no longer this: then another process was faster.
    pub async fn offer_chat(&self, thread: &str, to: &Free) -> Result<bool, StoreError> {
        let now = clock::now();
        let mut work = self.begin().await?;
        // The agent's row stays locked until the commit: two processes that choose the same agent come one after the
        // other, and the second one sees what the first has done.
        let locked = sqlx::query(
            "UPDATE agent_presence SET offered_at = $2 WHERE agent_id = $1 AND here = 1 AND heard_at >= $3",
        )
        .bind(&to.agent)
        .bind(now)
        .bind(self.heard_since())
        .execute(&mut *work.transaction)
        .await?;
        let load: Option<i64> =
            sqlx::query_scalar(concat!("SELECT ", load!(), " FROM agent_presence p WHERE p.agent_id = $1"))
                .bind(&to.agent)
                .fetch_optional(&mut *work.transaction)
                .await?;
        if locked.rows_affected() == 0 || load != Some(to.load) {
            return Ok(false);
        }
        let Some(thread) = work.lock_thread(thread).await? else { return Ok(false) };
        if thread.chat != Some(ChatState::Waiting) {
            return Ok(false);
        }
        let offered = sqlx::query(
            "UPDATE chats SET offered_to = $2, offer_until = $3
             WHERE thread_id = $1 AND offered_to IS NULL AND miss_at > $4
             AND NOT EXISTS (SELECT 1 FROM chat_passes WHERE thread_id = $1 AND agent_id = $2)",
        )
        .bind(&thread.id)
        .bind(&to.agent)
        .bind(now + millis(self.chats().offer))
        .bind(now)
        .execute(&mut *work.transaction)
        .await?;
        if offered.rows_affected() == 0 {
            return Ok(false);
        }
        work.announce_chat(&thread, true)?;
        work.commit().await?;
        Ok(true)
    }
}
