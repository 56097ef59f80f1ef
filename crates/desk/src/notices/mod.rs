//! Telling people and systems outside what happened: e-mail, and requests to a webhook. What is to
//! be told is in the database (`store/deliveries.rs`); here it is sent, never in a visitor's way.

mod letter;
mod mail;
mod settings;
mod transcript;
mod webhook;
pub mod worker;

pub use letter::{ABOVE, is_chinese};
pub use settings::{
    BadNotice, Mail, PublicUrl, ReplyTo, Retries, Sender, SmtpServer, Webhook, WebhookSecret, WebhookUrl,
};

use crate::error::Error;
use crate::grants::Grants;
use crate::mailbox::ReplyTokens;
use crate::store::{Outgoing, Store};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinSet;
use worker::Worker;

/// The channels in use, as they are set.
#[derive(Debug, Clone, Default)]
pub struct Notices {
    /// E-mail to people who don't look.
    pub mail: Option<Mail>,
    /// A request to the operator's system, for each event.
    pub webhook: Option<Webhook>,
    /// What is done where sending fails.
    pub retries: Retries,
}

/// Begins to send what waits and what will come, until `stopping` turns true; what is being sent
/// then is finished first.
///
/// # Errors
/// [`Error::Webhook`].
pub fn start(
    notices: Notices,
    store: &Store,
    grants: &Grants,
    tokens: ReplyTokens,
    stopping: &watch::Receiver<bool>,
) -> Result<JoinSet<()>, Error> {
    let Notices { mail, webhook, retries } = notices;
    store.send_by(Outgoing {
        mail_after: mail.as_ref().map(|mail| mail.after),
        webhook: webhook.is_some(),
        bridge: false,
    });
    let mut workers = JoinSet::new();
    let mut work = |channel: Arc<dyn worker::Way>| {
        let worker = Worker { store: store.clone(), way: channel, retries };
        workers.spawn(worker.run(stopping.clone()));
    };
    if let Some(mail) = mail {
        work(Arc::new(mail::ByMail::new(mail, store.clone(), grants.clone(), tokens)));
    }
    if let Some(webhook) = webhook {
        work(Arc::new(webhook::ByWebhook::new(webhook).map_err(Error::Webhook)?));
    }
    Ok(workers)
}
