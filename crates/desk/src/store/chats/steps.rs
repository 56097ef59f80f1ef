//! What agents do to a chat.

use super::super::{Locked, Store, StoreError, Work, clock};
use super::millis;
use crate::store::Actor;
use helplet_desk_api::{ChatState, Status};

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It was done.
    Done,
    /// The chat is in another state by now; nothing was done.
    Changed,
    /// The agent who is asked to take it isn't there; nothing was done.
    NotThere,
    /// There is no such thread.
    Gone,
}

/// To whom a chat goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To<'a> {
    /// To the agent of this id, who is there.
    Agent(&'a str),
    /// To a team; empty: to all.
    Team(&'a str),
}

impl Store {
    /// Lets an agent take a waiting chat, whoever it is offered to. They take the ticket on, too.
    pub async fn take_chat(&self, thread: &str, agent: &str) -> Result<Step, StoreError> {
        // Whoever takes one is there; before the thread is locked, as in `offer_chat`.
        self.keep_presence(agent).await?;
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(thread).await? else { return Ok(Step::Gone) };
        if thread.chat != Some(ChatState::Waiting) {
            return Ok(Step::Changed);
        }
        work.take(&mut thread, agent).await?;
        work.commit().await?;
        Ok(Step::Done)
    }

    /// Lets an agent pass a chat that is offered to them on to the next.
    pub async fn decline_chat(&self, thread: &str, agent: &str) -> Result<Step, StoreError> {
        let mut work = self.begin().await?;
        let Some(thread) = work.lock_thread(thread).await? else { return Ok(Step::Gone) };
        if !work.withdraw(&thread, agent, true).await? {
            return Ok(Step::Changed);
        }
        work.commit().await?;
        Ok(Step::Done)
    }

    /// Ends a chat that waits or is talked in.
    pub async fn end_chat(&self, thread: &str) -> Result<Step, StoreError> {
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(thread).await? else { return Ok(Step::Gone) };
        if !work.end_chat(&mut thread).await? {
            return Ok(Step::Changed);
        }
        work.commit().await?;
        Ok(Step::Done)
    }

    /// Gives a chat that waits or is talked in to another agent or team, by this agent. It waits again, in the
    /// place of its age.
    pub async fn transfer_chat(&self, thread: &str, by: &str, to: To<'_>) -> Result<Step, StoreError> {
        if let To::Agent(agent) = to
            && !self.is_there(agent).await?
        {
            return Ok(Step::NotThere);
        }
        let now = clock::now();
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(thread).await? else { return Ok(Step::Gone) };
        if !thread.chat.is_some_and(ChatState::is_live) {
            return Ok(Step::Changed);
        }
        let (team, agent) = match to {
            To::Agent(agent) => (None, Some(agent)),
            To::Team(team) => (Some(team), None),
        };
        sqlx::query(
            "UPDATE chats SET state = 'waiting', team = COALESCE($2, team), offered_to = $3, offer_until = $4, miss_at = $5
             WHERE thread_id = $1",
        )
        .bind(&thread.id)
        .bind(team)
        .bind(agent)
        .bind(agent.map(|_| now + millis(self.chats().offer)))
        .bind(self.miss_at(now))
        .execute(&mut *work.transaction)
        .await?;
        work.forget_passes(&thread.id).await?;
        // Who gives it to a team doesn't want it back; who gives it to one agent is there where that one isn't.
        if agent.is_none() {
            work.pass(&thread.id, by).await?;
        }
        work.queue_again(&mut thread).await?;
        work.commit().await?;
        Ok(Step::Done)
    }
}

impl Work {
    /// Gives a waiting chat to an agent.
    pub(in crate::store) async fn take(&mut self, thread: &mut Locked, agent: &str) -> Result<(), StoreError> {
        let now = clock::now();
        sqlx::query(
            "UPDATE chats SET state = 'talking', agent_id = $2, taken_at = $3, offered_to = NULL, offer_until = NULL,
                              waited = COALESCE(waited, $3 - queued_at) WHERE thread_id = $1",
        )
        .bind(&thread.id)
        .bind(agent)
        .bind(now)
        .execute(&mut *self.transaction)
        .await?;
        self.forget_passes(&thread.id).await?;
        sqlx::query("UPDATE threads SET assignee_id = $2 WHERE id = $1")
            .bind(&thread.id)
            .bind(agent)
            .execute(&mut *self.transaction)
            .await?;
        thread.chat = Some(ChatState::Talking);
        self.announce_chat(thread, false)?;
        if thread.status == Status::New {
            self.set_status(thread, Status::Open, Actor::Agent(agent)).await?;
        }
        Ok(())
    }

    /// Ends a live chat; false where it is none.
    pub(in crate::store) async fn end_chat(&mut self, thread: &mut Locked) -> Result<bool, StoreError> {
        if !thread.chat.is_some_and(ChatState::is_live) {
            return Ok(false);
        }
        self.close_chat(thread, ChatState::Ended).await?;
        Ok(true)
    }

    /// Puts a live chat into a state where nobody waits.
    pub(super) async fn close_chat(&mut self, thread: &mut Locked, state: ChatState) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE chats SET state = $2, ended_at = $3, offered_to = NULL, offer_until = NULL WHERE thread_id = $1",
        )
        .bind(&thread.id)
        .bind(state.name())
        .bind(clock::now())
        .execute(&mut *self.transaction)
        .await?;
        self.forget_passes(&thread.id).await?;
        thread.chat = Some(state);
        self.announce_chat(thread, false)
    }

    /// What follows where a chat waits again: the ticket is nobody's.
    pub(super) async fn queue_again(&mut self, thread: &mut Locked) -> Result<(), StoreError> {
        sqlx::query("UPDATE threads SET assignee_id = NULL WHERE id = $1")
            .bind(&thread.id)
            .execute(&mut *self.transaction)
            .await?;
        thread.chat = Some(ChatState::Waiting);
        self.announce_chat(thread, false)
    }

    /// Takes back what is offered to this agent; with `passed` they aren't asked again. False where it isn't
    /// offered to them.
    pub(super) async fn withdraw(&mut self, thread: &Locked, agent: &str, passed: bool) -> Result<bool, StoreError> {
        let withdrawn = sqlx::query(
            "UPDATE chats SET offered_to = NULL, offer_until = NULL
             WHERE thread_id = $1 AND state = 'waiting' AND offered_to = $2",
        )
        .bind(&thread.id)
        .bind(agent)
        .execute(&mut *self.transaction)
        .await?;
        if withdrawn.rows_affected() == 0 {
            return Ok(false);
        }
        if passed {
            self.pass(&thread.id, agent).await?;
        }
        self.announce_chat(thread, true)?;
        Ok(true)
    }

    async fn pass(&mut self, thread: &str, agent: &str) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO chat_passes (thread_id, agent_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(thread)
            .bind(agent)
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }
}
