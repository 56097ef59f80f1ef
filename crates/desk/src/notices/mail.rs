//! E-mail to the person whose ticket it is.

use super::Mail;
use super::letter::{self, About};
use super::worker::{Outcome, Way};
use crate::grants::Grants;
use crate::store::{Channel, Delivery, Letter, Store, StoreError, clock};
use async_trait::async_trait;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::error::Error;
use std::io;
use std::time::Duration;

/// Answers of a mail server that say the person's mailbox is no more, or never was (RFC 5321,
/// 4.2.3). All others may be the operator's to mend, and are tried again.
const NO_MAILBOX: [u16; 3] = [550, 551, 553];

/// Sends over one server.
pub struct ByMail {
    settings: Mail,
    server: AsyncSmtpTransport<Tokio1Executor>,
    store: Store,
    grants: Grants,
}

impl ByMail {
    pub fn new(settings: Mail, store: Store, grants: Grants) -> Self {
        Self { server: settings.server.connect(), settings, store, grants }
    }

    /// The e-mail of a delivery; `None` where nobody could get it.
    fn message(&self, delivery: &Delivery, letter: &Letter) -> Option<Result<Message, lettre::error::Error>> {
        let address: Address = letter.address.as_deref()?.parse().ok()?;
        let grant = self.grants.sign(&delivery.thread, clock::now())?;
        let mut link = self.settings.page.0.clone();
        link.set_fragment(Some(&format!("ticket/{}?grant={grant}", letter.number)));
        let text = letter::write(About {
            number: &letter.number,
            locale: letter.locale.as_deref(),
            waiting: letter.waiting,
            messages: &letter.messages,
            link: link.as_str(),
        });
        let from = &self.settings.from.0;
        let domain = from.email.domain();
        // Every e-mail about a ticket answers one that was never sent: so mail programs show them
        // together. Tried again, it has the same id, and they show it once.
        let thread = format!("<ticket.{}@{domain}>", delivery.thread);
        let message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, address))
            .subject(text.subject)
            .message_id(Some(format!("<notice.{}@{domain}>", delivery.id)))
            .in_reply_to(thread.clone())
            .references(thread)
            // Programs that answer for absent people leave such a one alone (RFC 3834).
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
            .multipart(MultiPart::alternative_plain_html(text.plain, text.html));
        Some(message)
    }
}

#[async_trait]
impl Way for ByMail {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    async fn attempt(&self, delivery: &Delivery) -> Result<Outcome, StoreError> {
        let Some(letter) = self.store.letter(delivery).await? else { return Ok(Outcome::Needless) };
        // Read meanwhile, and nothing is waited for.
        if letter.messages.is_empty() && !(delivery.message.is_none() && letter.waiting) {
            return Ok(Outcome::Needless);
        }
        Ok(match self.message(delivery, &letter) {
            None => Outcome::Needless,
            Some(Err(error)) => Outcome::Never(error.to_string()),
            Some(Ok(message)) => match self.server.send(message).await {
                Ok(_) => Outcome::Sent,
                Err(error) => failure(&error),
            },
        })
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
