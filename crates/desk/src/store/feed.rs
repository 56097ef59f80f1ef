//! Events handed to those who listen, as they happen: one reader of the table a process, however
//! many streams there are.

use super::events::{self, CHANNEL, Event};
use sqlx::postgres::PgListener;
use sqlx::{AnyPool, PgPool};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinSet;

/// How many events a slow listener may be behind before it has to read the table itself.
const BACKLOG: usize = 1024;

/// Events read at once.
const BATCH: i64 = 256;

/// The net under both ways of being woken: a lost notification costs at most this.
const POLL: Duration = Duration::from_secs(5);

/// How long to wait before listening again where the connection to PostgreSQL was lost.
const RECONNECT: Duration = Duration::from_secs(1);

/// Reads new events and hands them on; ends when dropped.
pub struct Feed {
    wake: Arc<Notify>,
    sender: broadcast::Sender<Arc<Event>>,
    handed_on: Arc<AtomicI64>,
    stopping: watch::Sender<bool>,
    tasks: tokio::sync::Mutex<JoinSet<()>>,
}

impl Feed {
    /// Hands on what comes after the event numbered `last`; with `listening`, woken by
    /// PostgreSQL for the events of other processes.
    pub fn start(pool: AnyPool, listening: Option<PgPool>, last: i64) -> Self {
        let wake = Arc::new(Notify::new());
        let (sender, _) = broadcast::channel(BACKLOG);
        let (stopping, stopped) = watch::channel(false);
        let handed_on = Arc::new(AtomicI64::new(last));
        let told = Arc::clone(&handed_on);
        let mut tasks = JoinSet::new();
        tasks.spawn(hand_on(pool, last, Arc::clone(&wake), sender.clone(), told, stopped.clone()));
        if let Some(pool) = listening {
            tasks.spawn(listen(pool, Arc::clone(&wake), stopped));
        }
        Self { wake, sender, handed_on, stopping, tasks: tasks.into() }
    }

    /// Looks for new events now.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// The number of the last event that was handed on.
    pub fn handed_on(&self) -> i64 {
        self.handed_on.load(Ordering::Relaxed)
    }

    pub fn subscribe(&self) -> Subscription {
        Subscription { receiver: self.sender.subscribe() }
    }

    /// Stops reading. Between two reads, not in one: a connection broken off in the middle would
    /// still be open when the database is said to be closed.
    pub async fn stop(&self) {
        self.stopping.send_replace(true);
        while self.tasks.lock().await.join_next().await.is_some() {}
    }
}

async fn hand_on(
    pool: AnyPool,
    mut last: i64,
    wake: Arc<Notify>,
    sender: broadcast::Sender<Arc<Event>>,
    handed_on: Arc<AtomicI64>,
    mut stopped: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            // Woken or not after that time, the table is read.
            _ = tokio::time::timeout(POLL, wake.notified()) => {}
        }
        loop {
            let events = match events::after(&pool, last, BATCH).await {
                Ok(events) => events,
                Err(sqlx::Error::PoolClosed) => return,
                Err(error) => {
                    tracing::warn!(%error, "events can't be read, trying again");
                    break;
                }
            };
            let Some(newest) = events.last() else { break };
            last = newest.id;
            for event in events {
                // Nobody may be listening.
                let _ = sender.send(Arc::new(event));
            }
            handed_on.store(last, Ordering::Relaxed);
        }
    }
}

async fn listen(pool: PgPool, wake: Arc<Notify>, mut stopped: watch::Receiver<bool>) {
    let always = async {
        loop {
            if let Err(error) = hear(&pool, &wake).await {
                tracing::warn!(%error, "other processes' events come late, trying again");
            }
            tokio::time::sleep(RECONNECT).await;
        }
    };
    tokio::select! {
        _ = stopped.wait_for(|stopped| *stopped) => {}
        () = always => {}
    }
}

async fn hear(pool: &PgPool, wake: &Notify) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // What was told while the connection was lost is in the table.
        wake.notify_one();
        listener.recv().await?;
    }
}

/// What a listener hears.
#[derive(Debug, Clone)]
pub enum Heard {
    /// Something happened. An event may come that was seen in the table already: skip those whose
    /// number is not greater than the last one seen.
    Event(Arc<Event>),
    /// The listener was too slow, or has just come: read the table from the last event seen.
    Missed,
}

/// Events as they happen, from all processes at one database. Subscribe first, then read the
/// table, then listen: so nothing falls between.
pub struct Subscription {
    receiver: broadcast::Receiver<Arc<Event>>,
}

impl Subscription {
    /// Waits for the next event; `None` when the desk has stopped.
    pub async fn next(&mut self) -> Option<Heard> {
        match self.receiver.recv().await {
            Ok(event) => Some(Heard::Event(event)),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Heard::Missed),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_listener_that_is_too_slow_is_told_to_read_the_table() {
        let (sender, receiver) = broadcast::channel(2);
        let mut listener = Subscription { receiver };
        for id in 1..=5 {
            let event = Event {
                id,
                thread_id: String::new(),
                kind: "ticket.created".into(),
                internal: false,
                data: "{}".into(),
                created_at: 0,
                visitor_hash: None,
                user_id: None,
                granted: Vec::new(),
            };
            sender.send(Arc::new(event)).expect("a listener");
        }
        assert!(matches!(listener.next().await, Some(Heard::Missed)));
        for expected in [4, 5] {
            assert!(matches!(listener.next().await, Some(Heard::Event(event)) if event.id == expected));
        }
        drop(sender);
        assert!(listener.next().await.is_none());
    }
}
