//! What happened at the desk, numbered in the order of commits.

use super::access::{is_seen, seen_by};
use super::{Store, StoreError, Visitor, clock};
use helplet_desk_api::EventData;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyPool, Row, Transaction};

/// The channel on which PostgreSQL tells other processes of new events.
pub const CHANNEL: &str = "helplet_events";

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// A ticket was opened.
    TicketCreated,
    /// A ticket's status or rating changed.
    TicketUpdated,
    /// A message came to a ticket.
    MessageCreated,
    /// The person has read messages.
    TicketRead,
    /// Agents have read messages.
    TicketSeen,
    /// A chat's state, agent or place in the queue changed.
    ChatUpdated,
}

impl EventKind {
    /// The name in the database and in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::TicketCreated => "ticket.created",
            Self::TicketUpdated => "ticket.updated",
            Self::MessageCreated => "message.created",
            Self::TicketRead => "ticket.read",
            Self::TicketSeen => "ticket.seen",
            Self::ChatUpdated => "chat.updated",
        }
    }
}

/// An event to be told.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// The thread it happened to.
    pub thread_id: String,
    /// What happened.
    pub kind: EventKind,
    /// For agents alone.
    pub internal: bool,
    /// An [`EventData`] as JSON.
    pub data: String,
}

impl NewEvent {
    /// An event that tells this; `internal` for agents alone.
    pub fn new(kind: EventKind, internal: bool, data: &EventData) -> Result<Self, StoreError> {
        let json = serde_json::to_string(data).map_err(|error| StoreError::Failed(error.into()))?;
        Ok(Self { thread_id: data.ticket.clone(), kind, internal, data: json })
    }
}

/// An event that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number: later events have greater ones.
    pub id: i64,
    /// The thread it happened to.
    pub thread_id: String,
    /// What happened, such as `ticket.created`.
    pub kind: String,
    /// For agents alone.
    pub internal: bool,
    /// An [`EventData`] as JSON.
    pub data: String,
    /// When, in milliseconds since 1970, UTC.
    pub created_at: i64,
    /// The visitor whose thread it is, by the SHA-256 of their secret.
    pub visitor_hash: Option<String>,
    /// The user whose thread it is; then it is no longer the visitor's.
    pub user_id: Option<String>,
    /// The visitors who were given the right to see the thread, by the SHA-256 of their secrets.
    pub granted: Vec<String>,
}

impl Event {
    /// Whether the visitor of this secret's hash, standing for this user, may see it.
    pub fn is_seen_by(&self, secret_hash: &str, user: Option<&str>) -> bool {
        let (owner, owning_user) = (self.visitor_hash.as_deref(), self.user_id.as_deref());
        !self.internal && is_seen(owner, owning_user, &self.granted, secret_hash, user)
    }
}

impl Store {
    /// The number of the last event.
    pub async fn last_event(&self) -> Result<i64, StoreError> {
        Ok(last(&self.inner.reader).await?)
    }

    /// Up to `most` events that this visitor may see, after the one of this number, in order.
    pub async fn events_after(&self, visitor: &Visitor, id: i64, most: i64) -> Result<Vec<Event>, StoreError> {
        let rows = sqlx::query(concat!(
            "SELECT events.id, events.thread_id, events.kind, events.internal, events.data, events.created_at,
                    visitors.secret_hash, threads.user_id
             FROM events JOIN threads ON threads.id = events.thread_id
             LEFT JOIN visitors ON visitors.id = threads.visitor_id
             WHERE events.id > $3 AND events.internal = 0 AND events.thread_id IN ",
            seen_by!(),
            " ORDER BY events.id LIMIT $4"
        ))
        .bind(&visitor.id)
        .bind(visitor.user.as_ref().map(|user| &user.id))
        .bind(id)
        .bind(most)
        .fetch_all(&self.inner.reader)
        .await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

/// Writes events and takes their numbers. The counter's row stays locked until the commit, so
/// numbers become visible in order, and who has seen one has missed none before it.
pub async fn publish(
    transaction: &mut Transaction<'static, Any>,
    events: &[NewEvent],
    notifies: bool,
) -> Result<(), StoreError> {
    let count = events.len() as i64;
    let last: i64 = sqlx::query_scalar("UPDATE counters SET value = value + $1 WHERE name = 'event' RETURNING value")
        .bind(count)
        .fetch_one(&mut **transaction)
        .await?;
    for (id, event) in (last - count + 1..).zip(events) {
        sqlx::query(
            "INSERT INTO events (id, thread_id, kind, internal, data, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id)
        .bind(&event.thread_id)
        .bind(event.kind.name())
        .bind(i64::from(event.internal))
        .bind(&event.data)
        .bind(clock::now())
        .execute(&mut **transaction)
        .await?;
    }
    if notifies {
        // Delivered at the commit; the rows are read from the table, so it needs no content.
        sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL).execute(&mut **transaction).await?;
    }
    Ok(())
}

/// The number of the last event.
pub async fn last(pool: &AnyPool) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT value FROM counters WHERE name = 'event'").fetch_one(pool).await
}

/// Up to `most` events after the one of this number, in order.
pub async fn after(pool: &AnyPool, id: i64, most: i64) -> Result<Vec<Event>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT events.id, events.thread_id, events.kind, events.internal, events.data, events.created_at,
                visitors.secret_hash, threads.user_id
         FROM events JOIN threads ON threads.id = events.thread_id
         LEFT JOIN visitors ON visitors.id = threads.visitor_id
         WHERE events.id > $1 ORDER BY events.id LIMIT $2",
    )
    .bind(id)
    .bind(most)
    .fetch_all(pool)
    .await?;
    let mut events: Vec<Event> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let Some(newest) = events.last().map(|event| event.id) else { return Ok(events) };
    let grants: Vec<(i64, String)> = sqlx::query_as(
        "SELECT events.id, visitors.secret_hash FROM events
         JOIN grants ON grants.thread_id = events.thread_id JOIN visitors ON visitors.id = grants.visitor_id
         WHERE events.id > $1 AND events.id <= $2",
    )
    .bind(id)
    .bind(newest)
    .fetch_all(pool)
    .await?;
    for (id, secret_hash) in grants {
        if let Ok(at) = events.binary_search_by_key(&id, |event| event.id) {
            events[at].granted.push(secret_hash);
        }
    }
    Ok(events)
}

fn read(row: &AnyRow) -> Result<Event, sqlx::Error> {
    Ok(Event {
        id: row.try_get("id")?,
        thread_id: row.try_get("thread_id")?,
        kind: row.try_get("kind")?,
        internal: row.try_get::<i64, _>("internal")? != 0,
        data: row.try_get("data")?,
        created_at: row.try_get("created_at")?,
        visitor_hash: row.try_get("secret_hash")?,
        user_id: row.try_get("user_id")?,
        granted: Vec::new(),
    })
}
