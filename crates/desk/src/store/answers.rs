//! What agents do to a ticket. Each change is an event, so visitors and other agents see it at once.

use super::{Actor, Addition, EventKind, Locked, NewEvent, Store, StoreError, Work, clock, random_id};
use helplet_desk_api::{Attachment, ChatState, Status};

/// What an agent writes.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The thread's id.
    pub thread: &'a str,
    /// Who writes.
    pub agent: &'a str,
    /// A note among agents.
    pub internal: bool,
    /// The text.
    pub body: &'a str,
    /// Files the agent has put.
    pub files: &'a [Attachment],
    /// The ticket's status afterwards; none leaves what follows from an answer.
    pub status: Option<Status>,
    /// How many messages the agent had before their eyes.
    pub seen: i64,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It is there.
    Done,
    /// Somebody has written since the agent looked; nothing was written.
    Meanwhile,
    /// There is no such thread.
    Gone,
}

impl Store {
    /// Writes an answer or a note. Whoever answers what is nobody's has taken it on, a waiting chat too.
    pub async fn answer(&self, answer: Answer<'_>) -> Result<Answered, StoreError> {
        if !answer.internal {
            // Whoever answers is there; before the thread is locked, as in `offer_chat`.
            self.keep_presence(answer.agent).await?;
        }
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(answer.thread).await? else { return Ok(Answered::Gone) };
        if thread.messages != answer.seen {
            return Ok(Answered::Meanwhile);
        }
        if !answer.internal && thread.chat == Some(ChatState::Waiting) {
            work.take(&mut thread, answer.agent).await?;
        }
        let message = Addition {
            id: &random_id()?,
            thread: answer.thread,
            actor: Actor::Agent(answer.agent),
            internal: answer.internal,
            body: answer.body,
            files: answer.files,
            status: answer.status,
            at: clock::now(),
        };
        let Some(thread) = work.add_message(&message).await? else { return Ok(Answered::Gone) };
        sqlx::query(
            "UPDATE threads SET agent_seen = messages,
                                assignee_id = CASE WHEN $3 = 1 THEN assignee_id ELSE COALESCE(assignee_id, $2) END
             WHERE id = $1",
        )
        .bind(&thread.id)
        .bind(answer.agent)
        .bind(i64::from(answer.internal))
        .execute(&mut *work.transaction)
        .await?;
        work.commit().await?;
        Ok(Answered::Done)
    }

    /// Changes a ticket's status without a message; false where there is none.
    pub async fn change_status(&self, thread: &str, agent: &str, to: Status) -> Result<bool, StoreError> {
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(thread).await? else { return Ok(false) };
        work.set_status(&mut thread, to, Actor::Agent(agent)).await?;
        work.commit().await?;
        Ok(true)
    }

    /// Makes a ticket somebody's, or with `None` nobody's; false where there is no such ticket, or
    /// nobody of this id who may sign in.
    pub async fn assign(&self, thread: &str, agent: Option<&str>) -> Result<bool, StoreError> {
        let mut work = self.begin().await?;
        let Some(thread) = work.lock_thread(thread).await? else { return Ok(false) };
        let changed = match agent {
            Some(agent) => {
                let sql = "UPDATE threads SET assignee_id = $2 WHERE id = $1
                           AND EXISTS (SELECT 1 FROM agents WHERE id = $2 AND disabled_at IS NULL)";
                sqlx::query(sql).bind(&thread.id).bind(agent)
            }
            None => sqlx::query("UPDATE threads SET assignee_id = NULL WHERE id = $1").bind(&thread.id),
        };
        if changed.execute(&mut *work.transaction).await?.rows_affected() == 0 {
            return Ok(false);
        }
        work.tell_agents(&thread)?;
        work.commit().await?;
        Ok(true)
    }

    /// Notes that agents have seen the messages before this position.
    pub async fn mark_seen(&self, thread: &str, count: i64) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        let Some(thread) = work.lock_thread(thread).await? else { return Ok(()) };
        let changed = sqlx::query("UPDATE threads SET agent_seen = $2 WHERE id = $1 AND agent_seen < $2")
            .bind(&thread.id)
            .bind(count)
            .execute(&mut *work.transaction)
            .await?;
        if changed.rows_affected() == 1 {
            // Of a conversation, the person is told, too.
            if thread.chat.is_some() {
                work.announce_seen(&thread)?;
            } else {
                work.tell_agents(&thread)?;
            }
            work.commit().await?;
        }
        Ok(())
    }
}

impl Work {
    /// Announces a change that no visitor may see.
    pub(super) fn tell_agents(&mut self, thread: &Locked) -> Result<(), StoreError> {
        self.announce(NewEvent::new(EventKind::TicketUpdated, true, &thread.told())?);
        Ok(())
    }
}
