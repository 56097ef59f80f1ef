//! Events handed to those who listen, as they happen: one reader of the table a process, however
//! many streams there are.

use super::events::{self, CHANNEL, Event};
use super::signals::{self, Signal};
use sqlx::postgres::PgListener;
use sqlx::{AnyPool, PgPool};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinSet;

/// How many events a slow listener may be behind before it has to read the table itself.
const BACKLOG: usize = 1024;

/// How many signals; who is further behind has missed what is over by now.
const SIGNALS: usize = 256;

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
    signals: broadcast::Sender<Arc<Signal>>,
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
        let (signals, _) = broadcast::channel(SIGNALS);
        let (stopping, stopped) = watch::channel(false);
        let handed_on = Arc::new(AtomicI64::new(last));
        let told = Arc::clone(&handed_on);
        let mut tasks = JoinSet::new();
        tasks.spawn(hand_on(pool, last, Arc::clone(&wake), sender.clone(), told, stopped.clone()));
        if let Some(pool) = listening {
            tasks.spawn(listen(pool, Arc::clone(&wake), signals.clone(), stopped));
        }
        Self { wake, sender, signals, handed_on, stopping, tasks: tasks.into() }
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
        Subscription { receiver: self.sender.subscribe(), signals: None }
    }

    pub fn subscribe_live(&self) -> Subscription {
        Subscription { receiver: self.sender.subscribe(), signals: Some(self.signals.subscribe()) }
    }

    /// Hands on who is writing.
    pub fn signal(&self, signal: Arc<Signal>) {
        // Nobody may be listening.
        let _ = self.signals.send(signal);
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

async fn listen(
    pool: PgPool,
    wake: Arc<Notify>,
    signals: broadcast::Sender<Arc<Signal>>,
    mut stopped: watch::Receiver<bool>,
) {
    let always = async {
        loop {
            if let Err(error) = hear(&pool, &wake, &signals).await {
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

async fn hear(pool: &PgPool, wake: &Notify, signals: &broadcast::Sender<Arc<Signal>>) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen_all([CHANNEL, signals::CHANNEL]).await?;
    // What was told while the connection was lost is in the table.
    wake.notify_one();
    loop {
        let told = listener.recv().await?;
        if told.channel() == CHANNEL {
            wake.notify_one();
        } else if let Ok(signal) = serde_json::from_str(told.payload()) {
            // Nobody may be listening. What can't be read is another version's.
            let _ = signals.send(Arc::new(signal));
        }
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
    /// Somebody is writing; only with [`super::Store::subscribe_live`].
    Typing(Arc<Signal>),
}

/// Events as they happen, from all processes at one database. Subscribe first, then read the
/// table, then listen: so nothing falls between.
pub struct Subscription {
    receiver: broadcast::Receiver<Arc<Event>>,
    signals: Option<broadcast::Receiver<Arc<Signal>>>,
}

impl Subscription {
    /// Waits for the next event; `None` when the desk has stopped.
    pub async fn next(&mut self) -> Option<Heard> {
        tokio::select! {
            event = self.receiver.recv() => match event {
                Ok(event) => Some(Heard::Event(event)),
                Err(RecvError::Lagged(_)) => Some(Heard::Missed),
                Err(RecvError::Closed) => None,
            },
            signal = signal(&mut self.signals) => Some(Heard::Typing(signal)),
        }
    }
}

/// The next signal, where they are listened to.
async fn signal(signals: &mut Option<broadcast::Receiver<Arc<Signal>>>) -> Arc<Signal> {
    let Some(signals) = signals else { return std::future::pending().await };
    loop {
        match signals.recv().await {
            Ok(signal) => return signal,
            Err(RecvError::Lagged(_)) => {}
            // The end is told by the events.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_listener_that_is_too_slow_is_told_to_read_the_table() {
        let (sender, receiver) = broadcast::channel(2);
        let mut listener = Subscription { receiver, signals: None };
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
