//! E-mail to the person whose ticket it is.

use super::Mail;
use super::letter::{self, About};
use super::transcript;
use super::worker::{Outcome, Way};
use crate::grants::Grants;
use crate::mailbox::ReplyTokens;
use crate::store::{Channel, Delivery, Letter, Store, StoreError, Transcript, clock};
use async_trait::async_trait;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart, SinglePart};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::error::Error;
use std::io;
use std::time::Duration;
use url::Url;

/// Answers of a mail server that say the person's mailbox is no more, or never was (RFC 5321,
/// 4.2.3). All others may be the operator's to mend, and are tried again.
const NO_MAILBOX: [u16; 3] = [550, 551, 553];

/// Sends over one server.
pub struct ByMail {
    settings: Mail,
    server: AsyncSmtpTransport<Tokio1Executor>,
    store: Store,
    grants: Grants,
    tokens: ReplyTokens,
}

impl ByMail {
    pub fn new(settings: Mail, store: Store, grants: Grants, tokens: ReplyTokens) -> Self {
        Self { server: settings.server.connect(), settings, store, grants, tokens }
    }

    /// The e-mail of a delivery; `None` where nobody could get it.
    fn message(&self, delivery: &Delivery, letter: &Letter) -> Option<Result<Message, lettre::error::Error>> {
        let text = letter::write(About {
            number: &letter.number,
            locale: letter.locale.as_deref(),
            waiting: letter.waiting,
            messages: &letter.messages,
            link: self.link(delivery, &letter.number)?.as_str(),
            answerable: self.settings.reply_to.is_some(),
        });
        let message = self.envelope(delivery, letter.address.as_deref()?, text.subject)?;
        Some(message.multipart(MultiPart::alternative_plain_html(text.plain, text.html)))
    }

    /// The same of a whole conversation.
    fn conversation(&self, delivery: &Delivery, said: &Transcript) -> Option<Result<Message, lettre::error::Error>> {
        let (subject, text) = transcript::write(said, self.link(delivery, &said.number)?.as_str());
        let message = self.envelope(delivery, said.address.as_deref()?, subject)?;
        Some(message.singlepart(SinglePart::plain(text)))
    }

    async fn send(&self, message: Option<Result<Message, lettre::error::Error>>) -> Outcome {
        match message {
            None => Outcome::Needless,
            Some(Err(error)) => Outcome::Never(error.to_string()),
            Some(Ok(message)) => match self.server.send(message).await {
                Ok(_) => Outcome::Sent,
                Err(error) => failure(&error),
            },
        }
    }

    /// A link that lets whoever opens it see the ticket.
    fn link(&self, delivery: &Delivery, number: &str) -> Option<Url> {
        let grant = self.grants.sign(&delivery.thread, clock::now())?;
        let mut link = self.settings.page.0.clone();
        link.set_fragment(Some(&format!("ticket/{number}?grant={grant}")));
        Some(link)
    }

    /// Everything about an e-mail but what it says; `None` where the address is none.
    fn envelope(&self, delivery: &Delivery, address: &str, subject: String) -> Option<MessageBuilder> {
        let address: Address = address.parse().ok()?;
        let from = &self.settings.from.0;
        let domain = from.email.domain();
        // Every e-mail about a ticket answers one that was never sent: so mail programs show them
        // together. Tried again, it has the same id, and they show it once.
        let thread = format!("<ticket.{}@{domain}>", delivery.thread);
        let mut message = Message::builder();
        if let Some(reply_to) = &self.settings.reply_to {
            let address = reply_to.with(&self.tokens.sign(&delivery.thread)).ok()?;
            message = message.reply_to(Mailbox::new(from.name.clone(), address));
        }
        let message = message
            .from(from.clone())
            .to(Mailbox::new(None, address))
            .subject(subject)
            .message_id(Some(format!("<notice.{}@{domain}>", delivery.id)))
            .in_reply_to(thread.clone())
            .references(thread)
            // Programs that answer for absent people leave such a one alone (RFC 3834).
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()));
        Some(message)
    }
}

#[async_trait]
impl Way for ByMail {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    async fn attempt(&self, delivery: &Delivery) -> Result<Outcome, StoreError> {
        if delivery.transcript {
            let Some(said) = self.store.transcript(delivery).await? else { return Ok(Outcome::Needless) };
            return Ok(self.send(self.conversation(delivery, &said)).await);
        }
        let Some(letter) = self.store.letter(delivery).await? else { return Ok(Outcome::Needless) };
        // Read meanwhile, and nothing is waited for.
        if letter.messages.is_empty() && !(delivery.message.is_none() && letter.waiting) {
            return Ok(Outcome::Needless);
        }
        Ok(self.send(self.message(delivery, &letter)).await)
    }
}

/// What a failure means. A server's own words may name the person, so its code alone is told.
fn failure(error: &smtp::Error) -> Outcome {
    if let Some(code) = error.status() {
        let code = u16::from(code);
        let reason = format!("the mail server answered {code}");
        return if NO_MAILBOX.contains(&code) {
            Outcome::Never(reason)
        } else {
            Outcome::Later(reason, Duration::ZERO)
        };
    }
    let reason = match () {
        () if error.is_timeout() => "the mail server does not answer in time",
        () if error.is_tls() || is_of_encryption(error) => "the mail server's certificate or encryption is refused",
        () if error.is_response() => "the mail server answers something else than SMTP",
        () => "the mail server can't be reached",
    };
    Outcome::Later(reason.to_owned(), Duration::ZERO)
}

/// Whether connecting failed at the handshake: what is no valid TLS comes as invalid data of the connection.
fn is_of_encryption(error: &smtp::Error) -> bool {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == io::ErrorKind::InvalidData))
}
