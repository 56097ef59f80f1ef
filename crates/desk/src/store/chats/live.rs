//! How a thread becomes live: opened so, or wished so by its person.

use super::super::{Actor, Store, StoreError, Work, clock};
use super::millis;
use crate::routing::{Asked, Route};
use helplet_desk_api::{ChatState, NewTicket};
use sqlx::Row;

/// A chat that is to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Beginning {
    pub(in crate::store) state: ChatState,
    route: Route,
    /// How many wait before it.
    place: i64,
    /// Who is asked first, whoever else is there.
    offered_to: Option<String>,
}

/// What became of a person's wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wished {
    /// The thread is as wished, or nobody is there for it.
    Done,
    /// It ended too long ago to be live again.
    Over,
    /// There is no such thread.
    Gone,
}

impl Store {
    /// How the chat of a new ticket begins, where it asks for one. `tier` is the one that holds.
    pub(in crate::store) async fn beginning(
        &self,
        ticket: &NewTicket,
        tier: Option<&str>,
    ) -> Result<Option<Beginning>, StoreError> {
        if !ticket.chat {
            return Ok(None);
        }
        let asked = Asked {
            kind: &ticket.kind,
            topic: ticket.topic.trim(),
            tier: tier.unwrap_or_default(),
            locale: ticket.locale.trim(),
        };
        Ok(Some(self.begin_chat(asked).await?))
    }

    async fn begin_chat(&self, asked: Asked<'_>) -> Result<Beginning, StoreError> {
        let route = self.chats().routing.route(asked);
        let there = self.is_anybody_there(&route.team).await?;
        let state = if there { ChatState::Waiting } else { ChatState::Missed };
        let place = self.ahead(&route, clock::now(), "").await?;
        Ok(Beginning { state, route, place, offered_to: None })
    }

    /// Makes a thread live as its person wishes, or ends it.
    pub async fn wish_live(&self, thread: &str, live: bool) -> Result<Wished, StoreError> {
        if !live {
            return self.end_for_person(thread).await;
        }
        let found = sqlx::query(
            "SELECT threads.type, threads.topic, threads.tier, threads.locale, chats.agent_id FROM threads
             LEFT JOIN chats ON chats.thread_id = threads.id WHERE threads.id = $1",
        )
        .bind(thread)
        .fetch_optional(&self.inner.reader)
        .await?;
        let Some(row) = found else { return Ok(Wished::Gone) };
        let text = |name| Ok::<_, StoreError>(row.try_get::<Option<String>, _>(name)?.unwrap_or_default());
        let (kind, topic, tier, locale) = (text("type")?, text("topic")?, text("tier")?, text("locale")?);
        let asked = Asked { kind: &kind, topic: &topic, tier: &tier, locale: &locale };
        let mut beginning = self.begin_chat(asked).await?;
        let last: Option<String> = row.try_get("agent_id")?;
        let last_is_there = match &last {
            Some(agent) => self.chats().open && self.is_there(agent).await?,
            None => false,
        };

        let now = clock::now();
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(thread).await? else { return Ok(Wished::Gone) };
        match thread.chat {
            Some(ChatState::Waiting | ChatState::Talking) => return Ok(Wished::Done),
            Some(ChatState::Ended) => {
                let ended: Option<i64> = sqlx::query_scalar("SELECT ended_at FROM chats WHERE thread_id = $1")
                    .bind(&thread.id)
                    .fetch_one(&mut *work.transaction)
                    .await?;
                if ended.unwrap_or_default() + millis(self.chats().reopen) < now {
                    return Ok(Wished::Over);
                }
                // Whoever knows the person is asked first, also where nobody else of the team is there.
                if last_is_there {
                    (beginning.state, beginning.offered_to) = (ChatState::Waiting, last);
                }
            }
            Some(ChatState::Missed) if beginning.state == ChatState::Missed => return Ok(Wished::Done),
            Some(ChatState::Missed) | None => {}
        }
        work.insert_chat(&thread.id, &beginning, now).await?;
        thread.chat = Some(beginning.state);
        work.announce_chat(&thread, false)?;
        // Where nobody is there, nothing has been asked yet.
        if beginning.state == ChatState::Waiting {
            let status = thread.status.after_visitor();
            work.set_status(&mut thread, status, Actor::Visitor).await?;
        }
        work.commit().await?;
        Ok(Wished::Done)
    }

    async fn end_for_person(&self, thread: &str) -> Result<Wished, StoreError> {
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(thread).await? else { return Ok(Wished::Gone) };
        if work.end_chat(&mut thread).await? {
            work.commit().await?;
        }
        Ok(Wished::Done)
    }
}

impl Work {
    /// Writes how a thread's chat begins, for the first time or again.
    pub(in crate::store) async fn insert_chat(
        &mut self,
        thread: &str,
        beginning: &Beginning,
        now: i64,
    ) -> Result<(), StoreError> {
        let chats = self.store.chats();
        let offer_until = beginning.offered_to.is_some().then_some(now + millis(chats.offer));
        sqlx::query(
            "INSERT INTO chats (thread_id, state, team, priority, offered_to, offer_until, queued_at, miss_at, place,
                                told_place)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
             ON CONFLICT (thread_id) DO UPDATE SET
                 state = excluded.state, team = excluded.team, priority = excluded.priority,
                 offered_to = excluded.offered_to, offer_until = excluded.offer_until,
                 queued_at = excluded.queued_at, miss_at = excluded.miss_at, place = excluded.place,
                 told_place = excluded.told_place, waited = NULL",
        )
        .bind(thread)
        .bind(beginning.state.name())
        .bind(&beginning.route.team)
        .bind(beginning.route.priority)
        .bind(&beginning.offered_to)
        .bind(offer_until)
        .bind(now)
        .bind(self.store.miss_at(now))
        .bind(beginning.place)
        .execute(&mut *self.transaction)
        .await?;
        self.forget_passes(thread).await
    }
}
