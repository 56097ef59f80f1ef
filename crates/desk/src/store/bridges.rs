//! Tickets that another system has, too: which, what of them is there, and what has come from there.

use super::{Actor, Addition, Store, StoreError, Work, clock, random_id};
use helplet_desk_api::{Attachment, ChatState, Status};
use sqlx::Row;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// A ticket in another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridged {
    /// What the other system calls it.
    pub remote: String,
    /// Its page there, for agents.
    pub link: String,
    /// Our status, as it was when both sides last had the same.
    pub status: String,
}

/// A thread as a bridge needs it.
#[derive(Debug, Clone)]
pub struct BridgeThread {
    /// The number for people.
    pub number: String,
    /// The ticket's type.
    pub kind: String,
    /// Where it is in the other system, if it is there.
    pub bridged: Option<Bridged>,
    /// Ids of the messages that are there, or came from there.
    pub settled: HashSet<String>,
}

/// Something that was written in another system.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// The thread it belongs to.
    pub thread: &'a str,
    /// What the other system calls it; comes once under this name.
    pub remote: &'a str,
    /// Who wrote it, by the other system's name for them.
    pub author: &'a str,
    /// What people read as their name.
    pub shown_as: &'a str,
    /// The text; with no files either, only the status changes.
    pub body: &'a str,
    /// Files that are kept.
    pub files: &'a [Attachment],
    /// The status that came with it.
    pub status: Option<Status>,
}

impl Store {
    /// What a bridge needs of a thread; `None`: there is none.
    pub async fn bridge_thread(&self, bridge: &str, thread: &str) -> Result<Option<BridgeThread>, StoreError> {
        let row = sqlx::query(
            "SELECT threads.number, threads.type, bridge_threads.remote_id, bridge_threads.link, bridge_threads.status
             FROM threads LEFT JOIN bridge_threads ON bridge_threads.thread_id = threads.id AND bridge_threads.bridge = $1
             WHERE threads.id = $2",
        )
        .bind(bridge)
        .bind(thread)
        .fetch_optional(&self.inner.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let remote: Option<String> = row.try_get("remote_id")?;
        let bridged = match remote {
            Some(remote) => Some(Bridged { remote, link: row.try_get("link")?, status: row.try_get("status")? }),
            None => None,
        };
        let settled: Vec<String> = sqlx::query_scalar(
            "SELECT messages.id FROM messages WHERE messages.thread_id = $2
             AND (EXISTS (SELECT 1 FROM bridge_sent WHERE bridge = $1 AND message_id = messages.id)
                  OR EXISTS (SELECT 1 FROM bridge_received WHERE bridge = $1 AND message_id = messages.id))",
        )
        .bind(bridge)
        .bind(thread)
        .fetch_all(&self.inner.reader)
        .await?;
        Ok(Some(BridgeThread {
            number: row.try_get("number")?,
            kind: row.try_get("type")?,
            bridged,
            settled: settled.into_iter().collect(),
        }))
    }

    /// The newest ticket there that is known of: one made later has a greater number, where the other
    /// system counts.
    pub async fn newest_remote(&self, bridge: &str) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT remote_id FROM bridge_threads WHERE bridge = $1 ORDER BY created_at DESC, LENGTH(remote_id) DESC,
             remote_id DESC LIMIT 1",
        )
        .bind(bridge)
        .fetch_optional(&self.inner.reader)
        .await?)
    }

    /// Notes that a thread is in another system, new there.
    pub async fn bridge_to(&self, bridge: &str, thread: &str, remote: &str, link: &str) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        sqlx::query(
            "INSERT INTO bridge_threads (bridge, thread_id, remote_id, link, status, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        )
        .bind(bridge)
        .bind(thread)
        .bind(remote)
        .bind(link)
        .bind(Status::New.name())
        .bind(clock::now())
        .execute(&mut *work.transaction)
        .await?;
        work.commit().await
    }

    /// Notes that a message is there now, and the status with it, where one was told.
    pub async fn bridge_sent(
        &self,
        bridge: &str,
        thread: &str,
        message: Option<&str>,
        status: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        if let Some(message) = message {
            sqlx::query(
                "INSERT INTO bridge_sent (bridge, message_id, sent_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            )
            .bind(bridge)
            .bind(message)
            .bind(clock::now())
            .execute(&mut *work.transaction)
            .await?;
        }
        if let Some(status) = status {
            sqlx::query("UPDATE bridge_threads SET status = $3 WHERE bridge = $1 AND thread_id = $2")
                .bind(bridge)
                .bind(thread)
                .bind(status)
                .execute(&mut *work.transaction)
                .await?;
        }
        work.commit().await
    }

    /// Of these tickets there, those that are ours: thread ids by their names there.
    pub async fn bridged(&self, bridge: &str, remotes: &[String]) -> Result<HashMap<String, String>, StoreError> {
        let mut found = HashMap::new();
        for remote in remotes {
            let thread: Option<String> =
                sqlx::query_scalar("SELECT thread_id FROM bridge_threads WHERE bridge = $1 AND remote_id = $2")
                    .bind(bridge)
                    .bind(remote)
                    .fetch_optional(&self.inner.reader)
                    .await?;
            found.extend(thread.map(|thread| (remote.clone(), thread)));
        }
        Ok(found)
    }

    /// What has come of a thread from there, by its names there.
    pub async fn bridge_received(&self, bridge: &str, thread: &str) -> Result<HashSet<String>, StoreError> {
        let found: Vec<String> =
            sqlx::query_scalar("SELECT remote_id FROM bridge_received WHERE bridge = $1 AND thread_id = $2")
                .bind(bridge)
                .bind(thread)
                .fetch_all(&self.inner.reader)
                .await?;
        Ok(found.into_iter().collect())
    }

    /// Takes what was written there, once; false where it had come before, or the thread is no more.
    ///
    /// # Errors
    /// [`StoreError::FileMissing`] where a file was swept away meanwhile.
    pub async fn bridge_receive(&self, bridge: &str, received: &Received<'_>) -> Result<bool, StoreError> {
        let mut work = self.begin().await?;
        let Some(mut thread) = work.lock_thread(received.thread).await? else { return Ok(false) };
        let known = sqlx::query("SELECT 1 FROM bridge_received WHERE bridge = $1 AND remote_id = $2")
            .bind(bridge)
            .bind(received.remote)
            .fetch_optional(&mut *work.transaction)
            .await?;
        if known.is_some() {
            return Ok(false);
        }
        let before = thread.status;
        let agent = work.remote_agent(bridge, received.author, received.shown_as).await?;
        let actor = Actor::Agent(&agent);
        let says = !received.body.is_empty() || !received.files.is_empty();
        let id = random_id()?;
        if says {
            // Whoever answers has taken it, wherever they write.
            if thread.chat == Some(ChatState::Waiting) {
                work.take(&mut thread, &agent).await?;
            }
            let message = Addition {
                id: &id,
                thread: received.thread,
                actor,
                internal: false,
                body: received.body,
                files: received.files,
                status: received.status,
                at: clock::now(),
            };
            let Some(after) = work.add_message(&message).await? else { return Ok(false) };
            thread = after;
        } else if let Some(status) = received.status {
            work.set_status(&mut thread, status, actor).await?;
        }
        sqlx::query(
            "INSERT INTO bridge_received (bridge, remote_id, thread_id, message_id, received_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(bridge)
        .bind(received.remote)
        .bind(received.thread)
        .bind(says.then_some(&id))
        .bind(clock::now())
        .execute(&mut *work.transaction)
        .await?;
        // What follows here from what was written there is no news there; what was to be told before still is.
        sqlx::query(
            "UPDATE bridge_threads SET status = $3 WHERE bridge = $1 AND thread_id = $2 AND (status = $4 OR $5 = 1)",
        )
        .bind(bridge)
        .bind(received.thread)
        .bind(thread.status.name())
        .bind(before.name())
        .bind(i64::from(received.status.is_some()))
        .execute(&mut *work.transaction)
        .await?;
        work.commit().await?;
        Ok(true)
    }

    /// Up to when the other system was read, in milliseconds since 1970 by its own clock; from now on
    /// where it never was.
    pub async fn bridge_cursor(&self, bridge: &str) -> Result<i64, StoreError> {
        let mut work = self.begin().await?;
        let read_to = sqlx::query_scalar(
            "INSERT INTO bridge_cursors (bridge, read_to) VALUES ($1, $2)
             ON CONFLICT (bridge) DO UPDATE SET bridge = excluded.bridge RETURNING read_to",
        )
        .bind(bridge)
        .bind(clock::now())
        .fetch_one(&mut *work.transaction)
        .await?;
        work.commit().await?;
        Ok(read_to)
    }

    /// Notes that it was read up to then; never less than before.
    pub async fn bridge_read_to(&self, bridge: &str, read_to: i64) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        sqlx::query("UPDATE bridge_cursors SET read_to = $2 WHERE bridge = $1 AND read_to < $2")
            .bind(bridge)
            .bind(read_to)
            .execute(&mut *work.transaction)
            .await?;
        work.commit().await
    }

    /// Lets everything that waits for the other system be tried now: it answers again.
    pub async fn hurry_bridge(&self) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        sqlx::query(
            "UPDATE deliveries SET next_at = $1
             WHERE channel = 'bridge' AND done_at IS NULL AND given_up_at IS NULL AND next_at > $1",
        )
        .bind(clock::now())
        .execute(&mut *work.transaction)
        .await?;
        work.commit().await?;
        self.inner.feed.wake();
        Ok(())
    }

    /// Keeps taken deliveries for so long from now on.
    pub async fn hold(&self, ids: &[String], lease: Duration) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        for id in ids {
            sqlx::query("UPDATE deliveries SET leased_until = $2 WHERE id = $1")
                .bind(id)
                .bind(clock::now() + lease.as_millis() as i64)
                .execute(&mut *work.transaction)
                .await?;
        }
        work.commit().await
    }
}

impl Work {
    /// Whoever writes there, as an agent who can't sign in here. The capitals keep the name apart from those of
    /// accounts, which have none.
    async fn remote_agent(&mut self, bridge: &str, author: &str, shown_as: &str) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar(
            "INSERT INTO agents (id, name, shown_as, password_hash, bridge, disabled_at, created_at)
             VALUES ($1, $2, $3, '', $4, $5, $5)
             ON CONFLICT (name) DO UPDATE SET shown_as = excluded.shown_as RETURNING id",
        )
        .bind(random_id()?)
        .bind(format!("{}:{author}", bridge.to_uppercase()))
        .bind(shown_as)
        .bind(bridge)
        .bind(clock::now())
        .fetch_one(&mut *self.transaction)
        .await?)
    }
}
