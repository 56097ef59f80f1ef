//! Removes files that nobody needs: put, and never named by a message.

use crate::files::Files;
use crate::store::{Store, StoreError, clock};
use std::time::Duration;
use tokio::sync::watch;

/// Orphans looked up at once.
const BATCH: i64 = 100;

/// Sweeps again and again, until told to stop; a transaction under way is finished.
pub async fn always(
    store: Store,
    files: std::sync::Arc<dyn Files>,
    age: Duration,
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
        if let Err(error) = once(&store, files.as_ref(), age, &stopped).await {
            eprintln!("helplet: files that no ticket names can't be removed, trying again later: {error}");
        }
    }
}

/// Removes the orphans that are older than `age`, and what broken-off uploads left behind.
async fn once(
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
