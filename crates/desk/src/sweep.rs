//! Removes what nobody needs: files that were put and never named by a message, and what is old.

use crate::files::Files;
use crate::store::{Store, StoreError, clock};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Orphans looked up at once.
const BATCH: i64 = 100;

/// Sweeps again and again, until told to stop; a transaction under way is finished.
pub async fn always(
    store: Store,
    files: Arc<dyn Files>,
    age: Duration,
    keep_closed: Option<Duration>,
    every: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    let mut interval = tokio::time::interval(every);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            _ = interval.tick() => {}
        }
        if let Err(error) = old(&store, keep_closed).await {
            tracing::warn!(%error, "what is old can't be deleted, trying again later");
        }
        if let Err(error) = once(&store, files.as_ref(), age, &stopped).await {
            tracing::warn!(%error, "files that no ticket names can't be removed, trying again later");
        }
    }
}

/// Deletes tickets that were closed long ago, and notes that nobody needs any more.
async fn old(store: &Store, keep_closed: Option<Duration>) -> Result<(), StoreError> {
    if let Some(keep) = keep_closed {
        store.sweep_closed(keep).await?;
    }
    store.sweep_notes().await
}

/// Removes the orphans that are older than `age`, and what broken-off uploads left behind.
pub async fn once(
    store: &Store,
    files: &dyn Files,
    age: Duration,
    stopped: &watch::Receiver<bool>,
) -> Result<(), StoreError> {
    files.tidy(age).await?;
    let before = clock::now() - age.as_millis() as i64;
    loop {
        let orphans = store.orphans(before, BATCH).await?;
        for sha256 in &orphans {
            if *stopped.borrow() {
                return Ok(());
            }
            // One file a transaction: writers wait for it, and an object store may be slow.
            let mut work = store.begin().await?;
            if work.forget_orphan(sha256, before).await? {
                files.delete(sha256).await?;
                work.commit().await?;
            }
        }
        if orphans.len() < BATCH as usize {
            return Ok(());
        }
    }
}
