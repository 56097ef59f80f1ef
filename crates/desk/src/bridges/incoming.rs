//! What comes from the other system: asked for again and again, and taken once.

use super::{BridgeError, Ends, RemoteTicket, Stop, marks};
use crate::intake::Intake;
use crate::store::Received;
use std::time::Duration;
use tokio::sync::watch;

/// How far back each question reaches, in milliseconds: for what was written before and committed after
/// another change was seen.
const OVERLAP: i64 = 120_000;

/// Asks every `poll` until `stopping` turns true; what is being taken then is finished first.
pub async fn always(ends: Ends, poll: Duration, mut stopping: watch::Receiver<bool>) {
    let bridge = ends.bridge.name();
    let mut interval = tokio::time::interval(poll);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // Also at the start: what waits was perhaps put off for hours before it.
    let mut away = true;
    loop {
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            _ = interval.tick() => {}
        }
        let asked = async {
            once(&ends).await?;
            if away {
                ends.store.hurry_bridge().await?;
            }
            Ok::<_, Stop>(())
        };
        match asked.await {
            Ok(()) => away = false,
            Err(error) => {
                // Told once, not every half minute for as long as it is away.
                if away {
                    tracing::debug!(bridge, %error, "the other system can't be read");
                } else {
                    tracing::warn!(bridge, %error, "the other system can't be read, trying again");
                }
                away = true;
            }
        }
    }
}

/// Takes what is new.
async fn once(ends: &Ends) -> Result<(), Stop> {
    let Ends { bridge, store, .. } = ends;
    let read_to = store.bridge_cursor(bridge.name()).await?;
    let changed = bridge.changed(read_to - OVERLAP).await?;
    let ours = store.bridged(bridge.name(), &changed.tickets).await?;
    for remote in &changed.tickets {
        let Some(thread) = ours.get(remote) else { continue };
        let Some(its) = store.bridge_thread(bridge.name(), thread).await? else { continue };
        let there = match bridge.read(remote).await {
            // One ticket that can't be read holds up no other.
            Err(BridgeError::Never(reason)) => {
                tracing::warn!(bridge = bridge.name(), remote, reason, "a ticket of the other system can't be read");
                continue;
            }
            there => there?,
        };
        take(ends, thread, &its.number, &there).await?;
    }
    if let Some(until) = changed.until {
        store.bridge_read_to(bridge.name(), until).await?;
    }
    Ok(())
}

/// Takes what others wrote in a ticket there and is not here yet.
pub async fn take(ends: &Ends, thread: &str, number: &str, there: &RemoteTicket) -> Result<(), Stop> {
    let Ends { bridge, store, files, rules } = ends;
    let known = store.bridge_received(bridge.name(), thread).await?;
    let intake = Intake { store, files: files.as_ref(), rules, owner: bridge.name() };
    // A change of status that was followed by another, of theirs or of ours, is over.
    let stands = there.entries.iter().rev().find(|entry| entry.status.is_some()).map(|entry| &entry.id);
    for entry in &there.entries {
        let status = entry.status.filter(|_| stands == Some(&entry.id));
        let says = !entry.text.trim().is_empty() || !entry.files.is_empty();
        if known.contains(&entry.id) || marks::of(&entry.text, number).is_some() || !(says || status.is_some()) {
            continue;
        }
        let mut body = entry.text.replace('\0', "").trim().to_owned();
        let mut kept = Vec::new();
        for file in &entry.files {
            let bytes = bridge.file(file, u64::from(rules.max_file_bytes)).await?;
            let attachment = match bytes {
                Some(bytes) => intake.keep(&file.name, bytes).await?,
                None => None,
            };
            match attachment {
                Some(attachment) => kept.push(attachment),
                // Whoever reads it learns that there is more than they see.
                None => body = format!("{body}\n[{}]", file.name).trim_start().to_owned(),
            }
        }
        let received = Received {
            thread,
            remote: &entry.id,
            author: &entry.author,
            shown_as: &entry.shown_as,
            body: &body,
            files: &kept,
            status,
        };
        if store.bridge_receive(bridge.name(), &received).await? {
            tracing::info!(bridge = bridge.name(), "a reply was taken");
        }
    }
    Ok(())
}
