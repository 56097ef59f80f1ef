//! A folder by IMAP (RFC 3501), with IDLE (RFC 2177) where the server has it.

use super::settings::{BadInbox, InboxPassword, InboxUrl};
use super::{Fetched, InboxError, MailFolder, OpenFolder};
use async_imap::error::Error as ImapError;
use async_imap::{Client, Session};
use async_trait::async_trait;
use futures_util::TryStreamExt;
use rustls_platform_verifier::Verifier;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it may take to bring an e-mail, which may be large.
const BRINGING: Duration = Duration::from_secs(600);

/// A folder of a mail server.
pub struct ImapFolder {
    url: InboxUrl,
    password: InboxPassword,
    tls: Option<TlsConnector>,
}

impl ImapFolder {
    /// `authority` are certificates in PEM that are trusted besides those this machine trusts: for a mail server inside.
    ///
    /// # Errors
    /// Where there is no certificate in it, or none on this machine either.
    pub fn new(url: InboxUrl, password: InboxPassword, authority: Option<&[u8]>) -> Result<Self, BadInbox> {
        let tls = if url.encrypted { Some(TlsConnector::from(Arc::new(trusting(authority)?))) } else { None };
        Ok(Self { url, password, tls })
    }

    async fn connect(&self) -> Result<Box<dyn Line>, InboxError> {
        let InboxUrl { host, port, .. } = &self.url;
        let stream = TcpStream::connect((host.as_str(), *port)).await;
        let stream = stream.map_err(|error| InboxError::Later(format!("no connection: {error}")))?;
        let Some(tls) = &self.tls else { return Ok(Box::new(stream)) };
        let name = ServerName::try_from(host.clone())
            .map_err(|_| InboxError::Settings("its host is no name of a server (--mail-inbox)".to_owned()))?;
        let stream = tls.connect(name, stream).await;
        // Why a certificate is refused may be over tomorrow, as that it has expired.
        let stream = stream.map_err(|error| InboxError::Later(format!("no encrypted connection: {error}")))?;
        Ok(Box::new(stream))
    }

    async fn sign_in(&self) -> Result<Imap, InboxError> {
        let mut client = Client::new(self.connect().await?);
        let greeting = client.read_response().await.map_err(|_| InboxError::Later("no greeting".to_owned()))?;
        greeting.ok_or_else(|| InboxError::Later("no greeting".to_owned()))?;
        let entered = client.login(&self.url.user, &self.password.0).await;
        let mut session = entered.map_err(|(error, _)| {
            refused(&error, "does not take this user or password (--mail-inbox, --mail-inbox-password-file)")
        })?;
        let selected = session.select(&self.url.folder).await;
        selected.map_err(|error| refused(&error, "has no such folder (--mail-inbox)"))?;
        let able = session.capabilities().await.map_err(|error| broken(&error))?;
        Ok(Imap { idles: able.has_str("IDLE"), session: Some(session) })
    }
}

fn trusting(authority: Option<&[u8]>) -> Result<ClientConfig, BadInbox> {
    let bad = || {
        BadInbox(match authority {
            Some(_) => {
                "no certificates in PEM: name the file with the certificate of the authority that signed the mail \
                        server's, beginning with -----BEGIN CERTIFICATE-----"
                    .to_owned()
            }
            None => "this machine has no root certificates to know a mail server by: install them".to_owned(),
        })
    };
    let trusted: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(authority.unwrap_or_default()).collect();
    let trusted = trusted.map_err(|_| bad())?;
    if authority.is_some() && trusted.is_empty() {
        return Err(bad());
    }
    let provider = Arc::new(default_provider());
    let verifier = Verifier::new_with_extra_roots(trusted, Arc::clone(&provider)).map_err(|_| bad())?;
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = versions.map_err(|error| BadInbox(format!("TLS can't be used here: {error}")))?;
    Ok(config.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

/// The user is mostly an address, and the password secret.
impl fmt::Debug for ImapFolder {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "ImapFolder({})", self.url)
    }
}

#[async_trait]
impl MailFolder for ImapFolder {
    fn name(&self) -> String {
        self.url.to_string()
    }

    async fn open(&self) -> Result<Box<dyn OpenFolder>, InboxError> {
        Ok(Box::new(in_time(PATIENCE, self.sign_in()).await?))
    }
}

/// A connection, encrypted or not.
trait Line: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Line for T {}

/// A folder that was gone to; its session is away while the server is listened to, and after a fault then.
struct Imap {
    session: Option<Session<Box<dyn Line>>>,
    idles: bool,
}

impl Imap {
    fn session(&mut self) -> Result<&mut Session<Box<dyn Line>>, InboxError> {
        self.session.as_mut().ok_or_else(|| InboxError::Later("the connection broke".to_owned()))
    }
}

#[async_trait]
impl OpenFolder for Imap {
    async fn unseen(&mut self) -> Result<Vec<u32>, InboxError> {
        let session = self.session()?;
        let found = async { session.uid_search("UNSEEN UNDELETED").await.map_err(|error| broken(&error)) };
        let mut found: Vec<u32> = in_time(PATIENCE, found).await?.into_iter().collect();
        found.sort_unstable();
        Ok(found)
    }

    async fn fetch(&mut self, id: u32, most: u64) -> Result<Fetched, InboxError> {
        let session = self.session()?;
        let size = in_time(PATIENCE, asked(session, id, "(UID RFC822.SIZE)")).await?;
        let Some(size) = size.iter().find_map(|found| found.size) else { return Ok(Fetched::Gone) };
        if u64::from(size) > most {
            return Ok(Fetched::TooLarge);
        }
        // Without the look that marks it as seen.
        let found = in_time(BRINGING, asked(session, id, "(UID BODY.PEEK[])")).await?;
        Ok(found.iter().find_map(|found| found.body()).map_or(Fetched::Gone, |mail| Fetched::Mail(mail.to_vec())))
    }

    async fn settle(&mut self, id: u32, refused: bool) -> Result<(), InboxError> {
        let session = self.session()?;
        let flags = if refused { "+FLAGS.SILENT (\\Seen \\Flagged)" } else { "+FLAGS.SILENT (\\Seen)" };
        let stored = async {
            let told = session.uid_store(id.to_string(), flags).await.map_err(|error| broken(&error))?;
            told.try_for_each(|_| async { Ok(()) }).await.map_err(|error| broken(&error))
        };
        in_time(PATIENCE, stored).await
    }

    async fn wait(&mut self, most: Duration) -> Result<(), InboxError> {
        if !self.idles {
            tokio::time::sleep(most).await;
            return Ok(());
        }
        let Some(session) = self.session.take() else { return self.session().map(drop) };
        let mut idle = session.idle();
        in_time(PATIENCE, async { idle.init().await.map_err(|error| broken(&error)) }).await?;
        // What is dropped ends the wait.
        let (heard, _ends) = idle.wait_with_timeout(most);
        // The whole of the time, whatever signs of life the server gives meanwhile.
        if let Ok(heard) = timeout(most, heard).await {
            heard.map_err(|error| broken(&error))?;
        }
        let session = in_time(PATIENCE, async { idle.done().await.map_err(|error| broken(&error)) }).await?;
        self.session = Some(session);
        Ok(())
    }
}

/// What the server says of one e-mail.
async fn asked(
    session: &mut Session<Box<dyn Line>>,
    id: u32,
    what: &str,
) -> Result<Vec<async_imap::types::Fetch>, InboxError> {
    let told = session.uid_fetch(id.to_string(), what).await.map_err(|error| broken(&error))?;
    let told: Vec<_> = told.try_collect().await.map_err(|error| broken(&error))?;
    // Servers tell of others, too, when these change meanwhile.
    Ok(told.into_iter().filter(|fetch| fetch.uid == Some(id)).collect())
}

async fn in_time<T>(patience: Duration, answer: impl Future<Output = Result<T, InboxError>>) -> Result<T, InboxError> {
    timeout(patience, answer).await.unwrap_or_else(|_| Err(InboxError::Later("no answer in time".to_owned())))
}

/// What a server's no to a setting means.
fn refused(error: &ImapError, what: &str) -> InboxError {
    match error {
        // RFC 5530 has a word for what is over soon.
        ImapError::No(told) if !told.to_ascii_uppercase().contains("UNAVAILABLE") => {
            InboxError::Settings(format!("it {what}"))
        }
        ImapError::Validate(_) => InboxError::Settings(format!("it {what}: a character of it can't be sent")),
        error => broken(error),
    }
}

/// Without what the server has said, which may be of somebody's e-mail.
fn broken(error: &ImapError) -> InboxError {
    InboxError::Later(match error {
        ImapError::Io(error) => format!("the connection broke ({})", error.kind()),
        ImapError::ConnectionLost => "the connection broke".to_owned(),
        ImapError::No(_) => "it refuses".to_owned(),
        ImapError::Bad(_) => "it does not understand".to_owned(),
        _ => "it answers something else than IMAP".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_told() {
        let begin = b"-----BEGIN CERTIFICATE-----";
        let broken = [begin, &b"\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n"[..]].concat();
        for pem in [&b""[..], b"-----BEGIN PRIVATE KEY-----", begin, &broken] {
            let url = "imaps://me@mail.example.com".parse().expect("an address");
            let folder = ImapFolder::new(url, "correct horse".parse().expect("a password"), Some(pem));
            let message = folder.expect_err("no certificate").to_string();
            assert!(message.contains("beginning with -----BEGIN CERTIFICATE-----"), "{message}");
        }
    }
}
