//! Takes e-mails out of a folder, again and again. Several processes may do so at once: the same e-mail lands once.

use super::{Fetched, InboxError, MailFolder, OpenFolder};
use crate::mailbox::{MOST, Mailbox, Mailed};
use crate::store::StoreError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The pause after the first fault, and the longest; each is twice the one before.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

pub struct Poller {
    pub folder: Arc<dyn MailFolder>,
    pub mailbox: Arc<Mailbox>,
    pub poll: Duration,
}

impl Poller {
    /// Takes what comes until `stopping` turns true; what is being taken then is finished first.
    pub async fn run(self, mut open: Option<Box<dyn OpenFolder>>, mut stopping: watch::Receiver<bool>) {
        let folder = self.folder.name();
        let mut pause = FIRST_PAUSE.min(self.poll);
        // Told once, not at every try for as long as it is away.
        let mut away = open.is_none();
        while !*stopping.borrow() {
            let looked = match open.take() {
                Some(open) => Ok(open),
                None => self.folder.open().await,
            };
            let looked = match looked {
                Ok(mut looking) => self.look(&mut *looking, &stopping).await.map(|all| (looking, all)),
                Err(error) => Err(error),
            };
            let waited = match looked {
                Ok((mut looking, all)) => {
                    if away {
                        tracing::info!(folder, "the mail server's folder is read");
                    }
                    (away, pause) = (false, FIRST_PAUSE.min(self.poll));
                    let wait = async {
                        // What must be tried again is nothing new there.
                        if !all {
                            tokio::time::sleep(self.poll).await;
                            return Ok(());
                        }
                        looking.wait(self.poll).await
                    };
                    let waited = tokio::select! {
                        _ = stopping.wait_for(|stopping| *stopping) => return,
                        waited = wait => waited,
                    };
                    waited.map(|()| looking)
                }
                Err(error) => Err(error),
            };
            match waited {
                Ok(looking) => open = Some(looking),
                Err(error) => {
                    if away {
                        tracing::debug!(folder, %error, "the mail server's folder can't be read");
                    } else {
                        tracing::warn!(folder, %error, "the mail server's folder can't be read, trying again");
                    }
                    away = true;
                    tokio::select! {
                        _ = stopping.wait_for(|stopping| *stopping) => return,
                        () = tokio::time::sleep(pause) => {}
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Takes what is unseen; false where something of it must be tried again.
    async fn look(&self, open: &mut dyn OpenFolder, stopping: &watch::Receiver<bool>) -> Result<bool, InboxError> {
        let mut all = true;
        for id in open.unseen().await? {
            if *stopping.borrow() {
                break;
            }
            let refused = match open.fetch(id, MOST).await? {
                Fetched::Gone => continue,
                Fetched::TooLarge => Some("it is too large"),
                Fetched::Mail(raw) => match self.take(raw).await {
                    Ok(Mailed::Landed(_) | Mailed::Opened) => {
                        tracing::info!(id, "an e-mail was taken");
                        None
                    }
                    Ok(Mailed::Ignored(why)) => {
                        tracing::info!(id, why, "an e-mail that no person wrote was left alone");
                        None
                    }
                    Ok(Mailed::Refused(why)) => Some(why),
                    Ok(Mailed::Unreadable) => Some("it is no e-mail that can be read"),
                    Err(error) => {
                        tracing::warn!(id, %error, "an e-mail can't be kept, trying again");
                        all = false;
                        continue;
                    }
                },
            };
            if let Some(why) = refused {
                tracing::warn!(folder = self.folder.name(), id, why, "an e-mail was refused, and is flagged there");
            }
            open.settle(id, refused.is_some()).await?;
        }
        Ok(all)
    }

    async fn take(&self, raw: Vec<u8>) -> Result<Mailed, StoreError> {
        let mailbox = Arc::clone(&self.mailbox);
        // On a task of its own: an e-mail that breaks its reader ends no more than itself.
        let taken = tokio::spawn(async move { mailbox.receive(&raw).await }).await;
        taken.unwrap_or(Ok(Mailed::Unreadable))
    }
}
