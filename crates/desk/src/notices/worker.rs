//! Takes what is due, tries it, and notes how that went: any number of processes at one database.

use super::Retries;
use crate::store::{Channel, Delivery, Store, StoreError, clock};
use async_trait::async_trait;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// For how long a delivery is taken. Longer than any try takes, so that no two try the same.
pub const LEASE: Duration = Duration::from_secs(120);

/// Deliveries of one channel tried at once: one that is slow holds up no other.
const AT_ONCE: usize = 8;

/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(6 * 3600);

/// The longest sleep: the net under what other processes write, or a clock that was set.
const NAP: Duration = Duration::from_secs(5);

/// A way of sending.
#[async_trait]
pub trait Way: Send + Sync {
    fn channel(&self) -> Channel;

    /// Tries once.
    async fn attempt(&self, delivery: &Delivery) -> Result<Outcome, StoreError>;
}

/// How a try went. Reasons name no person and no content: they are logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Sent,
    /// There is nothing to tell any more.
    Needless,
    /// It may go another time, after this pause at least.
    Later(String, Duration),
    /// It never will.
    Never(String),
    /// The receiver wants no more of any.
    Gone(String),
}

/// Sends what is due on one channel.
pub struct Worker {
    pub store: Store,
    pub way: Arc<dyn Way>,
    pub retries: Retries,
}

impl Worker {
    /// Works until `stopping` turns true, then finishes what was begun.
    pub async fn run(self, mut stopping: watch::Receiver<bool>) {
        let mut listening = self.store.subscribe();
        let mut trying = JoinSet::new();
        loop {
            while trying.len() < AT_ONCE
                && !*stopping.borrow()
                && let Some(delivery) = self.next().await
            {
                let (store, way, retries) = (self.store.clone(), Arc::clone(&self.way), self.retries);
                trying.spawn(async move { attempt(&store, way.as_ref(), retries, &delivery).await });
            }
            let nap = self.nap().await;
            let full = trying.len() >= AT_ONCE;
            tokio::select! {
                // A closed channel is a desk that was dropped.
                _ = stopping.wait_for(|stopping| *stopping) => break,
                Some(_) = trying.join_next() => {}
                heard = listening.next(), if !full => if heard.is_none() { break },
                () = tokio::time::sleep(nap), if !full => {}
            }
        }
        while trying.join_next().await.is_some() {}
    }

    /// The next delivery that is due. A database that fails is asked again after the nap.
    async fn next(&self) -> Option<Delivery> {
        let channel = self.way.channel();
        let taken = async {
            match self.store.next_due(channel).await? {
                Some(due) if due <= clock::now() => self.store.claim(channel, LEASE).await,
                _ => Ok(None),
            }
        };
        taken.await.unwrap_or_else(|error| {
            tracing::warn!(channel = channel.name(), %error, "deliveries can't be read, trying again");
            None
        })
    }

    /// How long to sleep until the next delivery is due.
    async fn nap(&self) -> Duration {
        let due = self.store.next_due(self.way.channel()).await.ok().flatten();
        let left = due.map_or(NAP, |due| Duration::from_millis((due - clock::now()).max(0).unsigned_abs()));
        // Never none: where another worker is always faster, it is no busy loop.
        left.clamp(Duration::from_millis(20), NAP)
    }
}

async fn attempt(store: &Store, way: &dyn Way, retries: Retries, delivery: &Delivery) {
    let channel = way.channel().name();
    let settled = async {
        let (id, ids) = (&delivery.id, &delivery.ids);
        match way.attempt(delivery).await? {
            Outcome::Sent => {
                store.deliver(ids).await?;
                tracing::info!(channel, id, "delivered");
            }
            Outcome::Needless => store.deliver(ids).await?,
            Outcome::Later(reason, least) => {
                let tries = delivery.attempts;
                if tries >= i64::from(retries.tries) {
                    store.give_up(ids, &reason).await?;
                    tracing::error!(channel, id, tries, reason, "delivery given up");
                } else {
                    let pause = pause(retries.first, tries, chance()?).max(least.min(LONGEST));
                    store.put_off(ids, pause, &reason).await?;
                    tracing::warn!(
                        channel,
                        id,
                        tries,
                        reason,
                        seconds = pause.as_secs(),
                        "delivery failed, trying again"
                    );
                }
            }
            Outcome::Never(reason) => {
                store.give_up(ids, &reason).await?;
                tracing::error!(channel, id, tries = delivery.attempts, reason, "delivery given up");
            }
            Outcome::Gone(reason) => {
                let given_up = store.close_webhook(&reason).await?;
                tracing::error!(channel, reason, given_up, "nothing more is sent until the desk is started again");
            }
        }
        Ok::<_, StoreError>(())
    };
    if let Err(error) = settled.await {
        // Its time runs out, and it is tried again.
        tracing::error!(channel, id = delivery.id, %error, "a delivery's outcome can't be kept");
    }
}

/// A number from 0 to 1.
fn chance() -> Result<f64, StoreError> {
    let bits = getrandom::u32().map_err(|error| StoreError::Failed(error.into()))?;
    Ok(f64::from(bits) / f64::from(u32::MAX))
}

/// The pause after so many tries.
fn pause(first: Duration, tries: i64, chance: f64) -> Duration {
    let grown = first.as_secs_f64() * 4f64.powi(tries.clamp(1, 20) as i32 - 1);
    Duration::from_secs_f64(grown.min(LONGEST.as_secs_f64()) * (0.75 + chance / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit_and_differ_by_chance() {
        let first = Duration::from_secs(5);
        for (tries, chance, seconds) in
            [(1, 0.5, 5.0), (2, 0.5, 20.0), (3, 0.5, 80.0), (1, 0.0, 3.75), (1, 1.0, 6.25), (9, 0.5, 21600.0)]
        {
            assert_eq!(pause(first, tries, chance).as_secs_f64(), seconds, "{tries} {chance}");
        }
        assert_eq!(pause(first, i64::MAX, 0.5), LONGEST);
    }
}
