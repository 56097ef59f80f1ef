//! E-mail as a way in: what people answer to the desk's letters lands in their thread.

pub mod inbox;
mod parse;
mod quote;
mod token;

pub use token::{LONGEST as LONGEST_REPLY_NAME, ReplyTokens};

use crate::config::Config;
use crate::error::{DatabaseFault, Error};
use crate::files::{self, Files};
use crate::intake::{Intake, plain_name};
use crate::store::{Actor, Addition, MailThread, Place, Request, Store, StoreError, clock, random_id};
use axum::body::Bytes;
use helplet_desk_api::{Attachment, Contact, NewTicket, Rules, is_email};
use parse::Incoming;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// In whose name e-mails are taken: no visitor's and no agent's id.
const OWNER: &str = "mail";

/// Why somebody whom agents have blocked is not heard.
const BLOCKED: &str = "the sender may not write any more";

/// The largest e-mail taken, in bytes: all files that a message may have, as MIME writes them.
pub const MOST: u64 = 100 << 20;

/// The name of the key that reply addresses are signed with.
pub const KEY: &str = "replies";

/// What became of an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mailed {
    /// It is in the thread of this number, now or since it came before.
    Landed(String),
    /// It is a new ticket.
    Opened,
    /// No person wrote it, and it was left alone; why.
    Ignored(&'static str),
    /// It belongs to no thread that its sender may write in; why.
    Refused(&'static str),
    /// It is no e-mail that can be read.
    Unreadable,
}

/// A desk's database and files, for e-mails that come.
pub struct Mailbox {
    store: Store,
    files: Arc<dyn Files>,
    tokens: ReplyTokens,
    rules: Rules,
    new_tickets: Option<String>,
}

impl Mailbox {
    /// Opens a database and the place for files, named as in [`Config`]. `new_tickets` is the type of the tickets
    /// that are made of e-mails to no thread; without it they are refused.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Files`].
    pub async fn open(
        database: &str,
        files: Option<String>,
        rules: Rules,
        new_tickets: Option<String>,
    ) -> Result<Self, Error> {
        let config = Config { files, ..Config::new(database, Rules::default()) };
        let place = Place::of(&config.database)?;
        if let Place::Sqlite(file) = &place
            && !file.exists()
        {
            return Err(Error::Database { name: place.to_string(), fault: DatabaseFault::NoFile });
        }
        let store = Store::open(&place).await?;
        let key = store.key(KEY).await.map_err(|error| Error::Database {
            name: place.to_string(),
            fault: DatabaseFault::Unusable(error.into()),
        })?;
        let files = files::open(&config, &place)?;
        Ok(Self { store, files, tokens: ReplyTokens::new(key), rules, new_tickets })
    }

    /// The same of a desk that is at work.
    pub(crate) fn new(
        store: Store,
        files: Arc<dyn Files>,
        tokens: ReplyTokens,
        rules: Rules,
        new_tickets: Option<String>,
    ) -> Self {
        Self { store, files, tokens, rules, new_tickets }
    }

    /// Takes an e-mail, once; the same one again is answered as before.
    ///
    /// # Errors
    /// Where database or files fail: it is to be tried again.
    pub async fn receive(&self, raw: &[u8]) -> Result<Mailed, StoreError> {
        let Some(mail) = parse::read(raw) else { return Ok(Mailed::Unreadable) };
        if let Some(why) = mail.automatic {
            return Ok(Mailed::Ignored(why));
        }
        if let Some(thread) = mail.to.iter().find_map(|address| self.tokens.thread(address))
            && let Some(its) = self.store.mail_thread(&thread).await?
        {
            return self.land(&thread, its, &mail).await;
        }
        // Whoever answers a letter to the desk's plain address is known by the letter, and must be who got it.
        for thread in mail.answers.iter().filter_map(|id| thread_of(id)) {
            let Some(its) = self.store.mail_thread(&thread).await? else { continue };
            if its.address.as_ref().is_some_and(|address| address.to_lowercase() == mail.from) {
                return self.land(&thread, its, &mail).await;
            }
            return Ok(Mailed::Refused("the ticket is not the sender's"));
        }
        match &self.new_tickets {
            Some(kind) if is_email(&mail.from) => self.open_ticket(kind, &mail).await,
            Some(_) => Ok(Mailed::Refused("the sender's address can't be answered")),
            None => Ok(Mailed::Refused("it belongs to no ticket")),
        }
    }

    async fn land(&self, thread: &str, its: MailThread, mail: &Incoming) -> Result<Mailed, StoreError> {
        if its.blocked {
            return Ok(Mailed::Refused(BLOCKED));
        }
        let number = its.number;
        let request = Request { owner: OWNER, key: &mail.id, content: thread };
        if self.store.done(request).await?.is_some() {
            return Ok(Mailed::Landed(number));
        }
        let (body, attachments) = self.content(quote::new_part(&mail.text), mail).await?;
        let id = random_id()?;
        let message = Addition {
            id: &id,
            thread,
            actor: Actor::Visitor,
            internal: false,
            body: &body,
            files: &attachments,
            status: None,
            at: clock::now(),
        };
        match self.store.write_message(request, &message, "").await? {
            Some(_) => Ok(Mailed::Landed(number)),
            None => Ok(Mailed::Refused("the ticket is no more")),
        }
    }

    async fn open_ticket(&self, kind: &str, mail: &Incoming) -> Result<Mailed, StoreError> {
        let request = Request { owner: OWNER, key: &mail.id, content: kind };
        if self.store.done(request).await?.is_some() {
            return Ok(Mailed::Opened);
        }
        let text = [mail.subject.as_str(), mail.text.trim()].join("\n\n").trim().to_owned();
        let (description, attachments) = self.content(text, mail).await?;
        let chinese = description.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
        let ticket = NewTicket {
            kind: kind.to_owned(),
            description,
            contact: Contact { email: mail.from.clone(), phone: String::new() },
            attachments,
            locale: if chinese { "zh-CN" } else { "en" }.to_owned(),
            ..NewTicket::default()
        };
        // No secret of a device has this hash: nobody comes to the ticket but by a letter's link.
        let nobody = format!("{:x}", Sha256::digest(format!("{OWNER}:{}", mail.from)));
        let visitor = self.store.visitor_or_new(&nobody).await?;
        if visitor.blocked {
            return Ok(Mailed::Refused(BLOCKED));
        }
        self.store.open_ticket(request, &visitor, &ticket).await?;
        Ok(Mailed::Opened)
    }

    /// The text, with the files that are taken; the others are named. A text that is too long is a file, too.
    async fn content(&self, text: String, mail: &Incoming) -> Result<(String, Vec<Attachment>), StoreError> {
        let Self { store, files, rules, .. } = self;
        let intake = Intake { store, files: files.as_ref(), rules, owner: OWNER };
        let mut body = text.replace('\0', "");
        let mut kept = Vec::new();
        let most = rules.max_description as usize;
        if body.chars().count() > most {
            let whole = Bytes::from(body.clone());
            kept.extend(intake.keep("message.txt", whole).await?);
            body = body.chars().take(most - 1).chain(['…']).collect();
        }
        for (name, bytes) in &mail.files {
            let taken = match kept.len() < rules.max_files as usize {
                true => intake.keep(name, bytes.clone()).await?,
                false => None,
            };
            match taken {
                Some(attachment) => kept.push(attachment),
                None => body = format!("{body}\n[{}]", plain_name(name)),
            }
        }
        Ok((body.trim().to_owned(), kept))
    }
}

/// The thread that the desk's letters to it name as what they answer, see `notices/mail.rs`.
fn thread_of(id: &str) -> Option<String> {
    let (thread, _) = id.trim_matches(['<', '>']).strip_prefix("ticket.")?.split_once('@')?;
    let digits = thread.len() == 32 && thread.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.then(|| thread.to_owned())
}
