//! E-mails, webhook requests and what bridges tell, to be made: written with what they tell of, taken by a worker for a
//! while, settled by it. A worker that dies loses nothing: its time runs out, and another takes them.

use super::{EventKind, Locked, NewEvent, Store, StoreError, Work, clock, random_id};
use helplet_desk_api::{EventData, Status};
use sqlx::Row;
use std::collections::BTreeSet;
use std::time::Duration;

/// A way to people and systems outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// E-mail to the person.
    Email,
    /// A request to the operator's system.
    Webhook,
    /// The same ticket in another system.
    Bridge,
}

impl Channel {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Email, Self::Webhook, Self::Bridge];

    /// The name in the database, in logs and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Webhook => "webhook",
            Self::Bridge => "bridge",
        }
    }
}

/// The channels in use; what happens while one is not makes no delivery on it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outgoing {
    /// How long a person has to read a message before they get an e-mail; `None` sends none.
    pub mail_after: Option<Duration>,
    /// Whether there is a webhook.
    pub webhook: bool,
    /// Whether there is another system that has the tickets, too.
    pub bridge: bool,
}

/// An e-mail to be expected where the person doesn't look.
#[derive(Debug, Clone)]
pub(super) struct Notice {
    thread: String,
    message: Option<String>,
}

/// A delivery taken for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its own id, the same at every try.
    pub id: String,
    /// All deliveries that are made by it: with an e-mail, what else waits for the same person in the
    /// same thread; with a bridge, what else waits of the thread.
    pub ids: Vec<String>,
    /// The thread it tells of.
    pub thread: String,
    /// The message it tells of; an e-mail without one says that the desk waits for the person.
    pub message: Option<String>,
    /// What to send; empty with an e-mail, which is written when it is sent.
    pub payload: String,
    /// Tries, this one too.
    pub attempts: i64,
    /// An e-mail with the whole conversation, for which the person has asked.
    pub transcript: bool,
}

/// What an e-mail is written from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The ticket's number.
    pub number: String,
    /// The ticket's language.
    pub locale: Option<String>,
    /// Where it goes, as the person wrote it or the token of the operator's site told.
    pub address: Option<String>,
    /// The desk waits for the person.
    pub waiting: bool,
    /// The messages the person hasn't read, in order.
    pub messages: Vec<String>,
}

impl Store {
    /// Says which channels are in use from now on.
    pub fn send_by(&self, outgoing: Outgoing) {
        let kept = self.inner.outgoing.write();
        *kept.unwrap_or_else(std::sync::PoisonError::into_inner) = outgoing;
    }

    /// Whether the desk sends e-mail.
    pub fn sends_mail(&self) -> bool {
        self.outgoing().mail_after.is_some()
    }

    /// Says that another system has the tickets from now on, too.
    pub fn send_by_bridge(&self) {
        self.send_by(Outgoing { bridge: true, ..self.outgoing() });
    }

    fn outgoing(&self) -> Outgoing {
        *self.inner.outgoing.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// When the next delivery of a channel is due, in milliseconds since 1970; `None`: none waits.
    pub async fn next_due(&self, channel: Channel) -> Result<Option<i64>, StoreError> {
        if channel == Channel::Bridge {
            return self.next_turn().await;
        }
        Ok(sqlx::query_scalar(
            "SELECT MIN(CASE WHEN leased_until > next_at THEN leased_until ELSE next_at END) FROM deliveries
             WHERE channel = $1 AND done_at IS NULL AND given_up_at IS NULL",
        )
        .bind(channel.name())
        .fetch_one(&self.inner.reader)
        .await?)
    }

    /// Takes one delivery that is due, for so long; `None` where there is none, or another worker
    /// was faster.
    pub async fn claim(&self, channel: Channel, lease: Duration) -> Result<Option<Delivery>, StoreError> {
        if channel == Channel::Bridge {
            return self.take_turn(lease).await;
        }
        let now = clock::now();
        let mut work = self.begin().await?;
        let row = sqlx::query(
            "UPDATE deliveries SET leased_until = $3, attempts = attempts + 1 WHERE id = (
                 SELECT id FROM deliveries WHERE channel = $1 AND done_at IS NULL AND given_up_at IS NULL
                 AND next_at <= $2 AND COALESCE(leased_until, 0) <= $2 ORDER BY next_at LIMIT 1)
             AND done_at IS NULL AND COALESCE(leased_until, 0) <= $2
             RETURNING id, thread_id, message_id, payload, attempts, transcript",
        )
        .bind(channel.name())
        .bind(now)
        .bind(now + lease.as_millis() as i64)
        .fetch_optional(&mut *work.transaction)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let (id, thread): (String, String) = (row.try_get("id")?, row.try_get("thread_id")?);
        let mut ids = vec![id.clone()];
        let transcript = row.try_get::<i64, _>("transcript")? != 0;
        if channel == Channel::Email && !transcript {
            let along: Vec<String> = sqlx::query_scalar(
                "UPDATE deliveries SET leased_until = $3 WHERE channel = 'email' AND thread_id = $1 AND transcript = 0
                 AND done_at IS NULL AND given_up_at IS NULL AND COALESCE(leased_until, 0) <= $2 RETURNING id",
            )
            .bind(&thread)
            .bind(now)
            .bind(now + lease.as_millis() as i64)
            .fetch_all(&mut *work.transaction)
            .await?;
            ids.extend(along);
        }
        work.commit().await?;
        Ok(Some(Delivery {
            id,
            ids,
            thread,
            message: row.try_get("message_id")?,
            payload: row.try_get("payload")?,
            attempts: row.try_get("attempts")?,
            transcript,
        }))
    }

    /// What the e-mail of a taken delivery is written from. `None`: the thread is no more.
    pub async fn letter(&self, delivery: &Delivery) -> Result<Option<Letter>, StoreError> {
        let thread = sqlx::query(
            "SELECT threads.number, threads.status, threads.locale, threads.visitor_seen,
                    COALESCE(threads.email, users.email) AS address
             FROM threads LEFT JOIN users ON users.id = threads.user_id WHERE threads.id = $1",
        )
        .bind(&delivery.thread)
        .fetch_optional(&self.inner.reader)
        .await?;
        let Some(thread) = thread else { return Ok(None) };
        let seen: i64 = thread.try_get("visitor_seen")?;
        let mut messages = Vec::new();
        for id in &delivery.ids {
            let unread: Option<(i64, String)> = sqlx::query_as(
                "SELECT messages.position, messages.body FROM messages
                 JOIN deliveries ON deliveries.message_id = messages.id
                 WHERE deliveries.id = $1 AND messages.position >= $2",
            )
            .bind(id)
            .bind(seen)
            .fetch_optional(&self.inner.reader)
            .await?;
            messages.extend(unread);
        }
        messages.sort();
        let status: String = thread.try_get("status")?;
        Ok(Some(Letter {
            number: thread.try_get("number")?,
            locale: thread.try_get("locale")?,
            address: thread.try_get("address")?,
            waiting: status == Status::Waiting.name(),
            messages: messages.into_iter().map(|(_, body)| body).collect(),
        }))
    }

    /// Notes deliveries as made, or as no longer needed, and forgets what they said.
    pub async fn deliver(&self, ids: &[String]) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        for id in ids {
            sqlx::query("UPDATE deliveries SET done_at = $2, payload = '' WHERE id = $1")
                .bind(id)
                .bind(clock::now())
                .execute(&mut *work.transaction)
                .await?;
        }
        work.commit().await
    }

    /// Lets deliveries wait for their next try after this pause.
    pub async fn put_off(&self, ids: &[String], pause: Duration, error: &str) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        for id in ids {
            sqlx::query("UPDATE deliveries SET next_at = $2, leased_until = NULL, last_error = $3 WHERE id = $1")
                .bind(id)
                .bind(clock::now() + pause.as_millis() as i64)
                .bind(error)
                .execute(&mut *work.transaction)
                .await?;
        }
        work.commit().await
    }

    /// Gives deliveries up for good, and forgets what they said.
    pub async fn give_up(&self, ids: &[String], error: &str) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        for id in ids {
            sqlx::query("UPDATE deliveries SET given_up_at = $2, payload = '', last_error = $3 WHERE id = $1")
                .bind(id)
                .bind(clock::now())
                .bind(error)
                .execute(&mut *work.transaction)
                .await?;
        }
        work.commit().await
    }

    /// Gives up all deliveries of a channel that is closed, and makes no more on it; tells how many
    /// waited.
    pub async fn close_webhook(&self, error: &str) -> Result<u64, StoreError> {
        self.send_by(Outgoing { webhook: false, ..self.outgoing() });
        let mut work = self.begin().await?;
        let closed = sqlx::query(
            "UPDATE deliveries SET given_up_at = $1, payload = '', last_error = $2
             WHERE channel = 'webhook' AND done_at IS NULL AND given_up_at IS NULL",
        )
        .bind(clock::now())
        .bind(error)
        .execute(&mut *work.transaction)
        .await?;
        work.commit().await?;
        Ok(closed.rows_affected())
    }

    /// Deliveries of a channel that wait, and those that were given up.
    pub async fn deliveries(&self, channel: Channel) -> Result<(i64, i64), StoreError> {
        Ok(sqlx::query_as(
            "SELECT COUNT(*) - COUNT(given_up_at), COUNT(given_up_at) FROM deliveries
             WHERE channel = $1 AND done_at IS NULL",
        )
        .bind(channel.name())
        .fetch_one(&self.inner.reader)
        .await?)
    }
}

impl Work {
    /// Expects an e-mail for this message, or because the desk waits for the person now: one for
    /// what is done to a thread at once.
    pub(super) fn expect_mail(&mut self, thread: &Locked, message: Option<&str>) {
        if self.notices.iter().all(|notice| notice.thread != thread.id) {
            self.notices.push(Notice { thread: thread.id.clone(), message: message.map(str::to_owned) });
        }
    }

    /// Writes the deliveries of what was announced.
    pub(super) async fn write_deliveries(&mut self) -> Result<(), StoreError> {
        let outgoing = self.store.outgoing();
        if let Some(patience) = outgoing.mail_after {
            let due = clock::now() + patience.as_millis() as i64;
            for notice in std::mem::take(&mut self.notices) {
                self.insert_delivery(Channel::Email, &notice.thread, notice.message.as_deref(), "", due).await?;
            }
        }
        if outgoing.webhook {
            let told = [EventKind::TicketCreated, EventKind::TicketUpdated, EventKind::MessageCreated];
            let events: Vec<NewEvent> =
                self.events.iter().filter(|event| !event.internal && told.contains(&event.kind)).cloned().collect();
            for event in events {
                let payload = self.webhook_payload(&event).await?;
                self.insert_delivery(Channel::Webhook, &event.thread_id, None, &payload, clock::now()).await?;
            }
        }
        if outgoing.bridge {
            let told = [EventKind::TicketCreated, EventKind::TicketUpdated, EventKind::MessageCreated];
            let changed = self.events.iter().filter(|event| !event.internal && told.contains(&event.kind));
            // One for all that is done to a thread at once: what there is to tell is looked up when it is told.
            let threads: BTreeSet<String> = changed.map(|event| event.thread_id.clone()).collect();
            for thread in threads {
                self.insert_delivery(Channel::Bridge, &thread, None, "", clock::now()).await?;
            }
        }
        Ok(())
    }

    async fn insert_delivery(
        &mut self,
        channel: Channel,
        thread: &str,
        message: Option<&str>,
        payload: &str,
        due: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO deliveries (id, channel, thread_id, message_id, payload, attempts, next_at, created_at)
             VALUES ($1, $2, $3, $4, $5, 0, $6, $7)",
        )
        .bind(random_id()?)
        .bind(channel.name())
        .bind(thread)
        .bind(message)
        .bind(payload)
        .bind(due)
        .bind(clock::now())
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Writes the delivery of a transcript, to be made at once.
    pub(super) async fn insert_transcript(&mut self, thread: &str, now: i64) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO deliveries (id, channel, thread_id, payload, attempts, next_at, created_at, transcript)
             VALUES ($1, 'email', $2, '', 0, $3, $3, 1)",
        )
        .bind(random_id()?)
        .bind(thread)
        .bind(now)
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// What a webhook is told of an event: all that an SMS needs, as it is now.
    async fn webhook_payload(&mut self, event: &NewEvent) -> Result<String, StoreError> {
        let unreadable = |error: serde_json::Error| StoreError::Failed(error.into());
        let told: EventData = serde_json::from_str(&event.data).map_err(unreadable)?;
        let thread = sqlx::query(
            "SELECT threads.type, threads.locale, threads.tier, threads.phone,
                    COALESCE(threads.email, users.email) AS email
             FROM threads LEFT JOIN users ON users.id = threads.user_id WHERE threads.id = $1",
        )
        .bind(&event.thread_id)
        .fetch_one(&mut *self.transaction)
        .await?;
        let text: Option<String> = if event.kind == EventKind::TicketUpdated {
            None
        } else {
            sqlx::query_scalar(
                "SELECT body FROM messages WHERE thread_id = $1 AND (id = $2 OR ($2 = '' AND position = 0))",
            )
            .bind(&event.thread_id)
            .bind(told.message.as_deref().unwrap_or_default())
            .fetch_optional(&mut *self.transaction)
            .await?
        };
        let mut data = serde_json::to_value(&told).map_err(unreadable)?;
        for name in ["type", "locale", "tier", "email", "phone"] {
            data[name] = thread.try_get::<Option<String>, _>(name)?.into();
        }
        data["text"] = text.into();
        let payload = serde_json::json!({
            "type": event.kind.name(),
            "timestamp": clock::shown(clock::now()),
            "data": data,
        });
        Ok(payload.to_string())
    }
}
