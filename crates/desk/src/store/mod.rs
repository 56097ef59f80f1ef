//! Tickets and all that belongs to them, in SQLite or PostgreSQL; SQL stays inside this folder.
//!
//! One dialect for both (docs/decisions/0005-desk.md): TEXT and BIGINT, `$1` placeholders,
//! `ON CONFLICT` and `RETURNING`. A sum needs `CAST(… AS BIGINT)`: PostgreSQL's is a NUMERIC, which
//! `sqlx::Any` doesn't read. One file per group of tables.

mod access;
mod agents;
mod answers;
mod backup;
mod blocks;
mod bridge_turns;
mod bridges;
mod cases;
mod chat_figures;
mod chats;
pub mod clock;
mod deliveries;
mod error;
mod events;
mod export;
mod feed;
mod feedback;
mod figures;
mod files;
mod gaps;
mod keys;
mod mail;
mod messages;
mod numbers;
mod open;
mod place;
mod queue;
mod requests;
mod retention;
mod signals;
mod threads;
mod tickets;
mod transcripts;
mod users;
mod visitors;
mod votes;

pub use agents::{Agent, Session};
pub use answers::{Answer, Answered};
pub use bridges::{BridgeThread, Bridged, Received};
pub use cases::{Case, CaseFile, CaseMessage, Elsewhere};
pub use chat_figures::ChatFigure;
pub use chats::{Free, InLine, LiveChat, Presence, ROOM, Step, To, Wished};
pub use deliveries::{Channel, Delivery, Letter, Outgoing};
pub use error::StoreError;
pub use events::{Event, EventKind, NewEvent};
pub use feed::{Heard, Subscription};
pub use figures::Figures;
pub use files::{FileFacts, SharedFile};
pub use gaps::Searched;
pub use mail::MailThread;
pub use messages::{Actor, Addition, Locked};
pub use place::Place;
pub use queue::{Filter, PAGE, Waiting};
pub use requests::{Done, Request};
pub use retention::{Belongings, Kept, Whose};
pub use signals::Signal;
pub use threads::created_at;
pub use tickets::Cursor;
pub use transcripts::{Line, Requested, Transcript};
pub use users::Person;
pub use visitors::Visitor;
pub use votes::Votes;

use crate::chats::Chats;
use feed::Feed;
use sqlx::{Any, AnyPool, Transaction};
use std::sync::{Arc, RwLock};

/// The open database of a desk.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    /// SQLite takes one writer at a time, and `BEGIN IMMEDIATE` makes it one from the start.
    begin: &'static str,
    /// Whether other processes are told of events by NOTIFY.
    notifies: bool,
    reader: AnyPool,
    /// On SQLite a pool of one connection: writers queue here, in order, not at the file's lock.
    writer: AnyPool,
    feed: Feed,
    outgoing: RwLock<Outgoing>,
    chats: RwLock<Arc<Chats>>,
    pauses: signals::Pauses,
}

impl Store {
    /// Begins a transaction that writes. What it changes is seen by others after [`Work::commit`];
    /// dropped before, it changes nothing.
    pub async fn begin(&self) -> Result<Work, StoreError> {
        let (writer, begin) = (self.inner.writer.clone(), self.inner.begin);
        // In a task of its own: a request given up while BEGIN is on its way would hand the connection back
        // inside a transaction, and what is written there next, without one of its own, would be lost.
        let begun = tokio::spawn(async move { writer.begin_with(begin).await });
        let transaction = begun.await.map_err(|error| StoreError::Failed(error.into()))??;
        Ok(Work { transaction, events: Vec::new(), notices: Vec::new(), store: self.clone() })
    }

    /// What happens from now on, see [`Subscription`].
    pub fn subscribe(&self) -> Subscription {
        self.inner.feed.subscribe()
    }

    /// The same, and who is writing.
    pub fn subscribe_live(&self) -> Subscription {
        self.inner.feed.subscribe_live()
    }

    /// Whether the database can answer at all.
    pub async fn answers(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM threads LIMIT 1").fetch_optional(&self.inner.reader).await?;
        Ok(())
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        self.inner.feed.stop().await;
        self.inner.reader.close().await;
        // The writer last: the last connection to an SQLite file tidies its write-ahead log away.
        self.inner.writer.close().await;
    }
}

/// A transaction that writes.
pub struct Work {
    transaction: Transaction<'static, Any>,
    events: Vec<NewEvent>,
    notices: Vec<deliveries::Notice>,
    store: Store,
}

impl Work {
    /// Tells an event when this is committed.
    pub fn announce(&mut self, event: NewEvent) {
        self.events.push(event);
    }

    /// Writes the announced events and the deliveries that tell of them, commits, and wakes those who listen. Once this answers, all of
    /// it survives a crash of the machine.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        let told = !self.events.is_empty();
        self.write_deliveries().await?;
        if told {
            // Last: the counter's row is locked from here on, and every other writer waits for it.
            events::publish(&mut self.transaction, &self.events, self.store.inner.notifies).await?;
        }
        self.transaction.commit().await?;
        if told {
            self.store.inner.feed.wake();
        }
        Ok(())
    }
}

/// 128 random bits in hexadecimal: a name nobody can guess.
pub fn random_id() -> Result<String, StoreError> {
    let bits = [random_u32()?, random_u32()?, random_u32()?, random_u32()?];
    Ok(bits.map(|part| format!("{part:08x}")).concat())
}

fn random_u32() -> Result<u32, StoreError> {
    getrandom::u32().map_err(|error| StoreError::Failed(error.into()))
}
