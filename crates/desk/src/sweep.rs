//! Removes files that nobody needs: put, and never named by a message.

use crate::files::Files;
use crate::store::{Store, StoreError, clock};
use std::time::Duration;

/// Orphans looked up at once.
const BATCH: i64 = 100;

/// Sweeps again and again, until dropped.
pub async fn always(store: Store, files: std::sync::Arc<dyn Files>, age: Duration, every: Duration) {
    let mut interval = tokio::time::interval(every);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        if let Err(error) = once(&store, files.as_ref(), age).await {
            eprintln!("helplet: files that no ticket names can't be removed, trying again later: {error}");
        }
    }
}

/// Removes the orphans that are older than `age`, and what broken-off uploads left behind.
async fn once(store: &Store, files: &dyn Files, age: Duration) -> Result<(), StoreError> {
    files.tidy(age).await?;
    let before = clock::now() - age.as_millis() as i64;
    loop {
        let orphans = store.orphans(before, BATCH).await?;
        for sha256 in &orphans {
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
