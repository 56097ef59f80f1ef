//! Which agents are there, and of which teams they are.

use super::super::{Store, StoreError, clock};
use super::millis;
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet};

/// Conversations at once where an agent says nothing else.
pub const ROOM: u32 = 4;

/// How often a presence is written at most, in milliseconds: several consoles of one agent say the same.
const OFTEN_MS: i64 = 1000;

/// Whether a chat of a team (`$1`) may go to the agent `p.agent_id`.
macro_rules! takes {
    () => {
        "($1 = '' OR NOT EXISTS (SELECT 1 FROM agent_teams t WHERE t.agent_id = p.agent_id)
          OR EXISTS (SELECT 1 FROM agent_teams t WHERE t.agent_id = p.agent_id AND t.team = $1))"
    };
}

/// How many conversations the agent `p.agent_id` has, what they are asked to take included.
macro_rules! load {
    () => {
        "((SELECT COUNT(*) FROM chats c WHERE c.agent_id = p.agent_id AND c.state = 'talking')
          + (SELECT COUNT(*) FROM chats c WHERE c.offered_to = p.agent_id AND c.state = 'waiting'))"
    };
}

pub(super) use load;

/// An agent, as others see whether they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// The agent's id.
    pub agent: String,
    /// What people read.
    pub shown_as: String,
    /// They take chats: they said so, and their console is open.
    pub here: bool,
    /// What they said last, whether or not their console is open.
    pub said: bool,
    /// Most conversations at once.
    pub room: u32,
    /// Conversations they have, what they are asked to take included.
    pub load: u32,
    /// Their teams; none: they take all chats.
    pub teams: Vec<String>,
}

impl Store {
    /// Notes whether an agent takes chats, and how many at once. Their console has been heard of.
    pub async fn set_presence(&self, agent: &str, here: bool, room: u32) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        sqlx::query(
            "INSERT INTO agent_presence (agent_id, here, room, heard_at, offered_at) VALUES ($1, $2, $3, $4, 0)
             ON CONFLICT (agent_id) DO UPDATE SET here = excluded.here, room = excluded.room,
                                                  heard_at = excluded.heard_at",
        )
        .bind(agent)
        .bind(i64::from(here))
        .bind(i64::from(room))
        .bind(clock::now())
        .execute(&mut *work.transaction)
        .await?;
        work.commit().await
    }

    /// Notes that an agent's console is open; at least every 15 seconds while it is.
    pub async fn keep_presence(&self, agent: &str) -> Result<(), StoreError> {
        let now = clock::now();
        let known: Option<i64> = sqlx::query_scalar("SELECT heard_at FROM agent_presence WHERE agent_id = $1")
            .bind(agent)
            .fetch_optional(&self.inner.reader)
            .await?;
        if known.is_some_and(|heard| heard > now - OFTEN_MS) {
            return Ok(());
        }
        let mut work = self.begin().await?;
        sqlx::query(
            "INSERT INTO agent_presence (agent_id, here, room, heard_at, offered_at) VALUES ($1, 0, $2, $3, 0)
             ON CONFLICT (agent_id) DO UPDATE SET heard_at = excluded.heard_at",
        )
        .bind(agent)
        .bind(i64::from(ROOM))
        .bind(now)
        .execute(&mut *work.transaction)
        .await?;
        work.commit().await
    }

    /// Notes that an agent has left; their conversations go to others as soon as somebody waits in one.
    pub async fn leave(&self, agent: &str) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        sqlx::query("UPDATE agent_presence SET here = 0, heard_at = 0 WHERE agent_id = $1")
            .bind(agent)
            .execute(&mut *work.transaction)
            .await?;
        work.commit().await
    }

    /// All agents who may sign in, by what people read as their name.
    pub async fn presences(&self) -> Result<Vec<Presence>, StoreError> {
        let since = self.heard_since();
        let rows = sqlx::query(concat!(
            "SELECT a.id, a.shown_as, COALESCE(p.here, 0) AS said, COALESCE(p.room, $1) AS room,
                    COALESCE(p.heard_at, 0) AS heard_at, ",
            load!(),
            " AS load FROM agents a LEFT JOIN agent_presence p ON p.agent_id = a.id
             WHERE a.disabled_at IS NULL ORDER BY a.shown_as, a.id"
        ))
        .bind(i64::from(ROOM))
        .fetch_all(&self.inner.reader)
        .await?;
        let mut teams = self.teams().await?;
        let read = |row: &sqlx::any::AnyRow| {
            let agent: String = row.try_get("id")?;
            let said = row.try_get::<i64, _>("said")? != 0;
            Ok(Presence {
                shown_as: row.try_get("shown_as")?,
                here: said && row.try_get::<i64, _>("heard_at")? >= since,
                said,
                room: u32::try_from(row.try_get::<i64, _>("room")?).unwrap_or(ROOM),
                load: u32::try_from(row.try_get::<i64, _>("load")?).unwrap_or(u32::MAX),
                teams: teams.remove(&agent).unwrap_or_default().into_iter().collect(),
                agent,
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
    }

    /// The teams of each agent who is in any, by the agent's id.
    pub async fn teams(&self) -> Result<BTreeMap<String, BTreeSet<String>>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT agent_id, team FROM agent_teams").fetch_all(&self.inner.reader).await?;
        let mut teams: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (agent, team) in rows {
            teams.entry(agent).or_default().insert(team);
        }
        Ok(teams)
    }

    /// Puts the agent of this name into these teams and no others; false where nobody has this name.
    pub async fn set_teams(&self, name: &str, teams: &[String]) -> Result<bool, StoreError> {
        let mut work = self.begin().await?;
        // Locked, so that of two at once the later one's teams hold.
        let id: Option<String> = sqlx::query_scalar("UPDATE agents SET name = name WHERE name = $1 RETURNING id")
            .bind(name)
            .fetch_optional(&mut *work.transaction)
            .await?;
        let Some(id) = id else { return Ok(false) };
        sqlx::query("DELETE FROM agent_teams WHERE agent_id = $1").bind(&id).execute(&mut *work.transaction).await?;
        for team in teams {
            sqlx::query("INSERT INTO agent_teams (agent_id, team) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(&id)
                .bind(team)
                .execute(&mut *work.transaction)
                .await?;
        }
        work.commit().await?;
        Ok(true)
    }

    /// Whether an agent who takes a team's chats is there.
    pub(super) async fn is_anybody_there(&self, team: &str) -> Result<bool, StoreError> {
        if !self.chats().open {
            return Ok(false);
        }
        let found: Option<String> = sqlx::query_scalar(concat!(
            "SELECT p.agent_id FROM agent_presence p JOIN agents a ON a.id = p.agent_id
             WHERE p.here = 1 AND p.heard_at >= $2 AND a.disabled_at IS NULL AND ",
            takes!(),
            " LIMIT 1"
        ))
        .bind(team)
        .bind(self.heard_since())
        .fetch_optional(&self.inner.reader)
        .await?;
        Ok(found.is_some())
    }

    /// Whether this agent takes chats now.
    pub(super) async fn is_there(&self, agent: &str) -> Result<bool, StoreError> {
        let found: Option<String> = sqlx::query_scalar(
            "SELECT p.agent_id FROM agent_presence p JOIN agents a ON a.id = p.agent_id
             WHERE p.agent_id = $1 AND p.here = 1 AND p.heard_at >= $2 AND a.disabled_at IS NULL",
        )
        .bind(agent)
        .bind(self.heard_since())
        .fetch_optional(&self.inner.reader)
        .await?;
        Ok(found.is_some())
    }

    /// Who was heard of since then counts as being there; in milliseconds since 1970.
    pub(super) fn heard_since(&self) -> i64 {
        clock::now() - millis(self.chats().presence)
    }
}
