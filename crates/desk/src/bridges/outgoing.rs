//! What goes to the other system. Each try looks what is there and what is not, and adds the rest in order; so a
//! try that was broken off, wherever, is only gone on with.

use super::marks::{self, Mark};
use super::{BridgeError, Ends, Note, Outbound, Remote, RemoteTicket, Stop, incoming, wording};
use crate::notices::PublicUrl;
use crate::notices::worker::{LEASE, Outcome, Way};
use crate::store::{Bridged, Case, CaseMessage, Channel, Delivery, StoreError};
use async_trait::async_trait;
use axum::body::Bytes;
use futures_util::TryStreamExt;
use helplet_desk_api::{Author, Status};
use std::time::Duration;

/// Tells one other system.
pub struct ByBridge {
    ends: Ends,
    kinds: Vec<String>,
    console: Option<PublicUrl>,
}

#[async_trait]
impl Way for ByBridge {
    fn channel(&self) -> Channel {
        Channel::Bridge
    }

    async fn attempt(&self, delivery: &Delivery) -> Result<Outcome, StoreError> {
        match self.bring_up_to_date(delivery).await {
            Ok(outcome) => Ok(outcome),
            Err(Stop::Store(error)) => Err(error),
            Err(Stop::Bridge(BridgeError::Never(reason))) => Ok(Outcome::Never(reason)),
            Err(Stop::Bridge(BridgeError::Later(reason, pause))) => Ok(Outcome::Later(reason, pause)),
            // The operator may mend them on the other side.
            Err(Stop::Bridge(BridgeError::Settings(reason))) => Ok(Outcome::Later(reason, Duration::ZERO)),
        }
    }
}

impl ByBridge {
    pub fn new(ends: Ends, kinds: Vec<String>, console: Option<PublicUrl>) -> Self {
        Self { ends, kinds, console }
    }

    async fn bring_up_to_date(&self, delivery: &Delivery) -> Result<Outcome, Stop> {
        let Ends { bridge, store, .. } = &self.ends;
        let Some(thread) = store.bridge_thread(bridge.name(), &delivery.thread).await? else {
            return Ok(Outcome::Needless);
        };
        if !self.kinds.is_empty() && !self.kinds.contains(&thread.kind) {
            return Ok(Outcome::Needless);
        }
        let Some(case) = store.case(&thread.number).await? else { return Ok(Outcome::Needless) };
        let bridged = match thread.bridged {
            Some(bridged) => bridged,
            None => self.make(&case).await?,
        };
        let shown = |message: &&CaseMessage| !message.internal && message.author != Author::System.name();
        let waiting: Vec<&CaseMessage> =
            case.messages.iter().filter(shown).filter(|message| !thread.settled.contains(&message.id)).collect();
        if waiting.is_empty() && case.status == bridged.status {
            return Ok(Outcome::Sent);
        }
        let there = bridge.read(&bridged.remote).await?;
        let status = self.status(&case, &bridged, &there).await?;
        let last = waiting.len().saturating_sub(1);
        for (at, message) in waiting.iter().enumerate() {
            store.hold(&delivery.ids, LEASE).await?;
            // With the last of them, so that it stands as they leave it.
            let status = status.clone().filter(|_| at == last);
            let told = (at == last).then_some(case.status.as_str());
            if is_there(bridge.creates_with_files(), message, &case.number, &there) {
                let told = told.filter(|_| status.is_none());
                store.bridge_sent(bridge.name(), &case.id, Some(&message.id), told).await?;
                if let Some(status) = status {
                    self.tell_status(&case, &bridged, status).await?;
                }
                continue;
            }
            let text = wording::note(&case, message);
            let note = Note { text, files: self.files(message).await?, status };
            bridge.add(&bridged.remote, &note).await?;
            store.bridge_sent(bridge.name(), &case.id, Some(&message.id), told).await?;
        }
        if waiting.is_empty() {
            match status {
                Some(status) => self.tell_status(&case, &bridged, status).await?,
                None => store.bridge_sent(bridge.name(), &case.id, None, Some(&case.status)).await?,
            }
        }
        Ok(Outcome::Sent)
    }

    /// What to set there, where our status has changed since both had the same.
    async fn status(
        &self,
        case: &Case,
        bridged: &Bridged,
        there: &RemoteTicket,
    ) -> Result<Option<String>, BridgeError> {
        match Status::parse(&case.status).filter(|_| case.status != bridged.status) {
            Some(ours) => self.ends.bridge.status_for(ours, &there.status).await,
            None => Ok(None),
        }
    }

    async fn tell_status(&self, case: &Case, bridged: &Bridged, status: String) -> Result<(), Stop> {
        let Ends { bridge, store, .. } = &self.ends;
        let note = Note { text: wording::status(case), files: Vec::new(), status: Some(status) };
        bridge.add(&bridged.remote, &note).await?;
        store.bridge_sent(bridge.name(), &case.id, None, Some(&case.status)).await?;
        Ok(())
    }

    /// Makes the ticket there, unless an earlier try has.
    async fn make(&self, case: &Case) -> Result<Bridged, Stop> {
        let Ends { bridge, store, .. } = &self.ends;
        let newest = store.newest_remote(bridge.name()).await?;
        let found = bridge.find(&case.number, newest.as_deref()).await?;
        let is_found = found.is_some();
        let Remote { id, link } = match found {
            Some(remote) => remote,
            None => {
                let files = match case.messages.first() {
                    Some(first) if bridge.creates_with_files() => self.files(first).await?,
                    _ => Vec::new(),
                };
                bridge.create(&wording::opening(case, self.console.as_ref()), &files).await?
            }
        };
        store.bridge_to(bridge.name(), &case.id, &id, &link).await?;
        if is_found {
            // Who answered meanwhile was not known to belong to it.
            let there = bridge.read(&id).await?;
            incoming::take(&self.ends, &case.id, &case.number, &there).await?;
        }
        Ok(Bridged { remote: id, link, status: Status::New.name().to_owned() })
    }

    async fn files(&self, message: &CaseMessage) -> Result<Vec<Outbound>, StoreError> {
        let mut files = Vec::with_capacity(message.files.len());
        for file in &message.files {
            // What an operator deleted by hand is not there to be sent.
            let Some(reading) = self.ends.files.read(&file.sha256).await? else { continue };
            let pieces: Vec<Bytes> = reading.bytes.try_collect().await.map_err(StoreError::from)?;
            let bytes = pieces.concat().into();
            files.push(Outbound { name: file.name.clone(), media_type: file.media_type.clone(), bytes });
        }
        Ok(files)
    }
}

/// Whether a message is in the ticket already.
fn is_there(creates_with_files: bool, message: &CaseMessage, number: &str, there: &RemoteTicket) -> bool {
    let first = message.position == 0 && (creates_with_files || message.files.is_empty());
    let mark = Some(Mark::Message(message.position));
    first || there.entries.iter().any(|entry| marks::of(&entry.text, number) == mark)
}
