//! Who is writing now: told to whoever listens at this moment, and forgotten.

use super::access::is_seen;
use super::{Store, StoreError};
use helplet_desk_api::Author;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The channel on which PostgreSQL tells all processes who is writing.
pub const CHANNEL: &str = "helplet_signals";

/// At most one signal of either side of a thread is passed on in this time: its reader forgets it after some
/// seconds.
const PAUSE: Duration = Duration::from_secs(2);

/// Threads remembered at once; beyond it the quiet ones are forgotten.
const THREADS: usize = 10_000;

/// Links to a thread whose holders are told; the payload of a notification is bounded.
const GRANTS: i64 = 20;

/// Somebody is writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// The thread's id.
    pub thread: String,
    /// The number for people.
    pub number: String,
    /// Who.
    pub author: Author,
    visitor_hash: Option<String>,
    user_id: Option<String>,
    granted: Vec<String>,
}

impl Signal {
    /// Whether the visitor of this secret's hash, standing for this user, is told: of agents, in their threads.
    pub fn is_seen_by(&self, secret_hash: &str, user: Option<&str>) -> bool {
        self.author == Author::Agent
            && is_seen(self.visitor_hash.as_deref(), self.user_id.as_deref(), &self.granted, secret_hash, user)
    }
}

/// When which side of which thread was last told of.
#[derive(Default)]
pub struct Pauses(Mutex<HashMap<(String, &'static str), Instant>>);

impl Pauses {
    /// Whether a signal may pass now; if so, the next one has to wait.
    fn let_pass(&self, thread: &str, author: Author, now: Instant) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() >= THREADS {
            told.retain(|_, at| now.duration_since(*at) < PAUSE);
        }
        let key = (thread.to_owned(), author.name());
        if told.get(&key).is_some_and(|at| now.duration_since(*at) < PAUSE) {
            return false;
        }
        told.insert(key, now);
        true
    }
}

impl Store {
    /// Tells that somebody is writing in a thread, where its chat is live.
    pub async fn typing(&self, thread: &str, author: Author) -> Result<(), StoreError> {
        if !self.inner.pauses.let_pass(thread, author, Instant::now()) {
            return Ok(());
        }
        let found = sqlx::query(
            "SELECT threads.number, threads.user_id, visitors.secret_hash FROM threads
             JOIN chats ON chats.thread_id = threads.id LEFT JOIN visitors ON visitors.id = threads.visitor_id
             WHERE threads.id = $1 AND chats.state IN ('waiting', 'talking')",
        )
        .bind(thread)
        .fetch_optional(&self.inner.reader)
        .await?;
        let Some(row) = found else { return Ok(()) };
        let granted = sqlx::query_scalar(
            "SELECT visitors.secret_hash FROM grants JOIN visitors ON visitors.id = grants.visitor_id
             WHERE grants.thread_id = $1 ORDER BY grants.created_at DESC LIMIT $2",
        )
        .bind(thread)
        .bind(GRANTS)
        .fetch_all(&self.inner.reader)
        .await?;
        let signal = Signal {
            thread: thread.to_owned(),
            number: row.try_get("number")?,
            author,
            visitor_hash: row.try_get("secret_hash")?,
            user_id: row.try_get("user_id")?,
            granted,
        };
        if self.inner.notifies {
            // Comes back to this process, too.
            let payload = serde_json::to_string(&signal).map_err(|error| StoreError::Failed(error.into()))?;
            sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(payload).execute(&self.inner.writer).await?;
        } else {
            self.inner.feed.signal(Arc::new(signal));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_of_a_thread_is_told_of_every_other_second() {
        let (pauses, start) = (Pauses::default(), Instant::now());
        let pass = |thread, author, seconds| pauses.let_pass(thread, author, start + Duration::from_secs_f64(seconds));
        assert!(pass("a", Author::Visitor, 0.0));
        assert!(!pass("a", Author::Visitor, 1.9));
        assert!(pass("a", Author::Agent, 1.9) && pass("b", Author::Visitor, 1.9));
        assert!(pass("a", Author::Visitor, 2.0));
        for thread in 0..THREADS {
            pauses.let_pass(&thread.to_string(), Author::Visitor, start + 5 * PAUSE);
        }
        assert!(pass("more", Author::Visitor, 20.0));
        assert_eq!(pauses.0.lock().expect("no panic").len(), 1);
    }
}
