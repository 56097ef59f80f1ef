//! What an operator decides about e-mail and webhooks. What is secret shows in no message.

use crate::mailbox::LONGEST_REPLY_NAME;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::address::AddressError;
use lettre::message::Mailbox;
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, Tokio1Executor};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use url::Url;

/// A setting of e-mail or webhook that can't be used, and how to write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadNotice(String);

impl fmt::Display for BadNotice {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for BadNotice {}

/// E-mail to people who don't look.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Who takes the e-mails.
    pub server: SmtpServer,
    /// Who they are from.
    pub from: Sender,
    /// How long a person has to read a message before they get an e-mail.
    pub after: Duration,
    /// The page with the widget that the links open.
    pub page: PublicUrl,
    /// Where answers go, which [`crate::Mailbox`] takes; without it letters ask not to be answered.
    pub reply_to: Option<ReplyTo>,
}

/// A request to the operator's system, for each event.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Where it goes.
    pub url: WebhookUrl,
    /// What it is signed with.
    pub secret: WebhookSecret,
}

/// What is done where sending fails: the pause grows fourfold from try to try, up to 6 hours, and
/// each is shortened or lengthened by chance, up to a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// The first pause.
    pub first: Duration,
    /// Tries before it is given up.
    pub tries: u32,
}

impl Default for Retries {
    /// Ten tries from 5 seconds on: given up after about 20 hours.
    fn default() -> Self {
        Self { first: Duration::from_secs(5), tries: 10 }
    }
}

/// How a certificate in PEM begins (RFC 7468).
const PEM_BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// A mail server: `smtps://USER:PASSWORD@HOST` or `smtp://USER:PASSWORD@HOST:PORT`. The second
/// demands STARTTLS, but of this machine itself.
#[derive(Clone)]
pub struct SmtpServer {
    url: Url,
    transport: AsyncSmtpTransportBuilder,
}

impl SmtpServer {
    /// How long a server may take to answer.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// The same, trusting these certificates (PEM) besides those that this machine trusts: of a mail
    /// server inside, signed by an authority of one's own. A server on this machine itself is then
    /// spoken to encrypted, too.
    ///
    /// # Errors
    /// Where there is no certificate in it, or one that can't be read.
    pub fn trusting(self, pem: &[u8]) -> Result<Self, BadNotice> {
        let bad = || {
            let form = "no certificates in PEM: name the file with the certificate of the authority that signed \
                        the mail server's, beginning with -----BEGIN CERTIFICATE-----";
            BadNotice(form.to_owned())
        };
        if !pem.windows(PEM_BEGIN.len()).any(|part| part == PEM_BEGIN) {
            return Err(bad());
        }
        let certificates = Certificate::from_pem(pem).map_err(|_| bad())?;
        let host = self.url.host_str().unwrap_or_default().to_owned();
        let parameters = TlsParameters::builder(host).add_root_certificate(certificates).build().map_err(|_| bad())?;
        let tls = if self.url.scheme() == "smtps" { Tls::Wrapper(parameters) } else { Tls::Required(parameters) };
        Ok(Self { transport: self.transport.tls(tls), ..self })
    }

    pub(super) fn connect(&self) -> AsyncSmtpTransport<Tokio1Executor> {
        self.transport.clone().timeout(Some(Self::PATIENCE)).build()
    }
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("SmtpServer(…)")
    }
}

impl FromStr for SmtpServer {
    type Err = BadNotice;

    fn from_str(text: &str) -> Result<Self, BadNotice> {
        let bad = || {
            let form = "not the address of a mail server: write smtps://USER:PASSWORD@HOST, or \
                        smtp://USER:PASSWORD@HOST:PORT for STARTTLS; what is no letter or digit in user and \
                        password as %XX";
            BadNotice(form.to_owned())
        };
        let mut url = Url::parse(text).map_err(|_| bad())?;
        let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if url.scheme() == "smtp" && url.query().is_none() && !here {
            url.set_query(Some("tls=required"));
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| bad())?;
        Ok(Self { url, transport })
    }
}

/// Who e-mails are from: `help@example.com` or `Example help <help@example.com>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(pub(super) Mailbox);

impl FromStr for Sender {
    type Err = BadNotice;

    fn from_str(text: &str) -> Result<Self, BadNotice> {
        text.parse().map(Self).map_err(|_| {
            BadNotice(format!("{text:?} is no sender: write help@example.com or Example help <help@example.com>"))
        })
    }
}

/// Where answers to letters go: `reply@example.com`. Each letter's own is `reply+TOKEN@example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyTo(Address);

impl ReplyTo {
    /// The address with a token.
    pub(super) fn with(&self, token: &str) -> Result<Address, AddressError> {
        Address::new(format!("{}+{token}", self.0.user()), self.0.domain())
    }
}

impl FromStr for ReplyTo {
    type Err = BadNotice;

    fn from_str(text: &str) -> Result<Self, BadNotice> {
        let address = text.parse::<Address>().ok();
        let fits = |address: &Address| address.user().len() <= LONGEST_REPLY_NAME && !address.user().contains('+');
        address.filter(fits).map(Self).ok_or_else(|| {
            BadNotice(format!(
                "{text:?} can't take answers: write an address with at most {LONGEST_REPLY_NAME} characters before the \
                 @ and no +, such as reply@example.com, whose mail server passes on reply+anything@example.com, too"
            ))
        })
    }
}

/// The page with the widget, as people reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(pub(super) Url);

impl PublicUrl {
    /// The console's page of the ticket of this number.
    pub(crate) fn in_console(&self, number: &str) -> String {
        let mut url = self.0.clone();
        url.set_path(&format!("/desk/tickets/{number}"));
        url.set_query(None);
        url.into()
    }
}

impl FromStr for PublicUrl {
    type Err = BadNotice;

    fn from_str(text: &str) -> Result<Self, BadNotice> {
        web(text).filter(|url| url.fragment().is_none()).map(Self).ok_or_else(|| {
            BadNotice(format!(
                "{text:?} is no page's address: write the page with the widget as people reach it, such as \
                 https://help.example.com/, without a #"
            ))
        })
    }
}

/// Where webhook requests go.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl(pub(super) Url);

/// The path often holds a secret.
impl fmt::Debug for WebhookUrl {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "WebhookUrl({}…)", self.0.origin().ascii_serialization())
    }
}

impl FromStr for WebhookUrl {
    type Err = BadNotice;

    fn from_str(text: &str) -> Result<Self, BadNotice> {
        web(text).map(Self).ok_or_else(|| {
            BadNotice("not the address of a webhook: write one such as https://www.example.com/hooks/helplet".into())
        })
    }
}

fn web(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "https" | "http"))
}

/// What webhook requests are signed with: `whsec_` and 24 to 64 bytes in base64.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(pub(super) Vec<u8>);

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("WebhookSecret(…)")
    }
}

impl FromStr for WebhookSecret {
    type Err = BadNotice;

    fn from_str(text: &str) -> Result<Self, BadNotice> {
        let bytes = text.strip_prefix("whsec_").and_then(|rest| STANDARD.decode(rest).ok());
        let bytes = bytes.filter(|bytes| (24..=64).contains(&bytes.len()));
        bytes.map(Self).ok_or_else(|| {
            let form = "not a webhook's secret: write whsec_ and 24 to 64 random bytes in base64, such as \
                        `openssl rand -base64 32` makes";
            BadNotice(form.to_owned())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_elsewhere_is_spoken_to_encrypted() {
        for (text, encrypted) in [
            ("smtp://127.0.0.1:2525", "None"),
            ("smtp://localhost", "None"),
            ("smtp://mail.example.com", "Required"),
            ("smtp://a:b@mail.example.com:587", "Required"),
            ("smtps://mail.example.com", "Wrapper"),
        ] {
            let server: SmtpServer = text.parse().expect(text);
            let told = format!("{:?}", server.transport);
            assert!(told.contains(&format!("tls: {encrypted}")), "{text}: {told}");
        }
    }

    #[test]
    fn what_is_no_certificate_is_told() {
        let broken = [PEM_BEGIN, b"\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n"].concat();
        for pem in [&b""[..], b"-----BEGIN PRIVATE KEY-----", PEM_BEGIN, &broken] {
            let server: SmtpServer = "smtps://me:secret@mail.example.com".parse().expect("a server");
            let message = server.trusting(pem).expect_err("no certificate").to_string();
            assert!(message.contains("beginning with -----BEGIN CERTIFICATE-----"), "{message}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_told_without_its_secrets() {
        for text in ["", "mail.example.com", "http://me:secret@mail.example.com", "smtp://me:secret@host:port"] {
            let message = text.parse::<SmtpServer>().expect_err(text).to_string();
            assert!(message.contains("smtps://USER:PASSWORD@HOST") && !message.contains("secret"), "{message}");
        }
        for text in ["", "help", "help@", "a@b.cn\r\nBcc: c@d.cn", "A <a@b.cn>, c@d.cn"] {
            let message = text.parse::<Sender>().expect_err(text).to_string();
            assert!(message.contains("write help@example.com"), "{message}");
        }
        for text in ["help.example.com", "https://help.example.com/#home", "ftp://help.example.com"] {
            let message = text.parse::<PublicUrl>().expect_err(text).to_string();
            assert!(message.contains("without a #"), "{message}");
        }
        for text in ["whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_ü"] {
            let message = text.parse::<WebhookSecret>().expect_err(text).to_string();
            assert!(message.contains("whsec_ and 24 to 64"), "{message}");
        }
        for text in ["", "reply", "reply+x@a.cn", "answers-to-us@a.cn", "Reply <reply@a.cn>"] {
            let message = text.parse::<ReplyTo>().expect_err(text).to_string();
            assert!(message.contains("such as reply@example.com"), "{message}");
        }
        assert!("reply@a.cn".parse::<ReplyTo>().is_ok());
        assert!("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse::<WebhookSecret>().is_ok());
        let hook: WebhookUrl = "https://a.cn/secret".parse().expect("a URL");
        assert!(!format!("{hook:?}").contains("secret"));
    }
}
