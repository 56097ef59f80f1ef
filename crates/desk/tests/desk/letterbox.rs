//! A mail server's folder in this process. What a real one does is seen in the program's own tests.

use async_trait::async_trait;
use helplet_desk::{Config, Fetched, InboxError, InboxSettings, MailFolder, OpenFolder};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// What is in it.
#[derive(Debug, Default)]
pub struct Inside {
    pub mails: Vec<Mail>,
    /// It answers nothing.
    pub away: bool,
    /// It breaks off, so many times, instead of marking an e-mail as seen.
    pub breaks: u32,
    pub refuses: bool,
    /// How often it was looked at.
    pub looks: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    pub raw: Vec<u8>,
    pub seen: bool,
    pub flagged: bool,
    pub too_large: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Letterbox(Arc<Mutex<Inside>>);

impl Letterbox {
    pub fn open(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().expect("no panic")
    }

    /// Puts it into a desk's settings, looked at often.
    pub fn settings(&self, new_tickets: Option<&str>) -> impl FnOnce(&mut Config) + use<> {
        let (folder, new_tickets) = (Arc::new(self.clone()), new_tickets.map(str::to_owned));
        move |config| config.inbox = Some(InboxSettings { folder, new_tickets, poll: Duration::from_millis(20) })
    }

    /// An e-mail comes.
    pub fn comes(&self, raw: &[u8]) {
        self.open().mails.push(Mail { raw: raw.to_vec(), ..Mail::default() });
    }

    /// Of each e-mail, whether it is seen and whether it is flagged.
    pub fn marks(&self) -> Vec<(bool, bool)> {
        self.open().mails.iter().map(|mail| (mail.seen, mail.flagged)).collect()
    }

    fn inside(&self) -> Result<MutexGuard<'_, Inside>, InboxError> {
        let inside = self.open();
        if inside.away { Err(InboxError::Later("away".into())) } else { Ok(inside) }
    }
}

#[async_trait]
impl MailFolder for Letterbox {
    fn name(&self) -> String {
        "letterbox".into()
    }

    async fn open(&self) -> Result<Box<dyn OpenFolder>, InboxError> {
        if self.inside()?.refuses {
            return Err(InboxError::Settings("it has no such slot".into()));
        }
        Ok(Box::new(self.clone()))
    }
}

#[async_trait]
impl OpenFolder for Letterbox {
    async fn unseen(&mut self) -> Result<Vec<u32>, InboxError> {
        let mut inside = self.inside()?;
        inside.looks += 1;
        Ok((0..).zip(&inside.mails).filter(|(_, mail)| !mail.seen).map(|(id, _)| id).collect())
    }

    async fn fetch(&mut self, id: u32, _: u64) -> Result<Fetched, InboxError> {
        let mail = self.inside()?.mails[id as usize].clone();
        Ok(if mail.too_large { Fetched::TooLarge } else { Fetched::Mail(mail.raw) })
    }

    async fn settle(&mut self, id: u32, refused: bool) -> Result<(), InboxError> {
        let mut inside = self.inside()?;
        if inside.breaks > 0 {
            inside.breaks -= 1;
            return Err(InboxError::Later("broken off".into()));
        }
        let mail = &mut inside.mails[id as usize];
        (mail.seen, mail.flagged) = (true, refused);
        Ok(())
    }

    async fn wait(&mut self, most: Duration) -> Result<(), InboxError> {
        tokio::time::sleep(most).await;
        self.inside().map(drop)
    }
}
