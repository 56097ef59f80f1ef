//! A mail server that keeps what it is given.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;

/// An e-mail that was taken.
#[derive(Debug)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    /// Header and body, as they came.
    pub data: Vec<u8>,
}

/// How the sink is spoken to.
#[derive(Clone)]
pub enum Security {
    Plain,
    /// Encrypted once asked to be.
    StartTls(TlsAcceptor),
    /// Encrypted from the start.
    Tls(TlsAcceptor),
}

/// An authority of the test's own.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its certificate, as an operator's file has it.
    pub pem: String,
}

impl Authority {
    /// Makes one, with a key of its own.
    pub fn new() -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut its = CertificateParams::new([]).expect("no names");
        its.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = its.self_signed(&key).expect("a certificate").pem();
        Self { issuer: Issuer::new(its, key), pem }
    }

    /// What a server of this name shows.
    pub fn server(&self, name: &str) -> TlsAcceptor {
        let key = KeyPair::generate().expect("a key");
        let its = CertificateParams::new([name.to_owned()]).expect("a name");
        let certificate = its.signed_by(&key, &self.issuer).expect("a certificate");
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let config = config.with_safe_default_protocol_versions().expect("versions").with_no_client_auth();
        let key = key.serialize_der().try_into().expect("a key");
        TlsAcceptor::from(Arc::new(config.with_single_cert(vec![certificate.der().clone()], key).expect("a pair")))
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

/// A mail server on a free port of this machine.
pub struct SmtpSink {
    pub address: SocketAddr,
    pub taken: UnboundedReceiver<Taken>,
    /// Commands in the order they came.
    pub said: UnboundedReceiver<String>,
}

impl SmtpSink {
    /// Answers recipients with these, then takes all.
    pub async fn start(refusals: Vec<&'static str>) -> Self {
        Self::start_secured(refusals, Security::Plain).await
    }

    /// The same, encrypted.
    pub async fn start_secured(refusals: Vec<&'static str>, security: Security) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (keep, taken) = unbounded_channel();
        let (tell, said) = unbounded_channel();
        tokio::spawn(async move {
            let mut refusals = refusals.into_iter();
            while let Ok((stream, _)) = listener.accept().await {
                // One after the other; a client that breaks off is no fault of the next.
                let _ = secured(stream, &security, &mut refusals, &keep, &tell).await;
            }
        });
        Self { address, taken, said }
    }
}

async fn secured(
    stream: TcpStream,
    security: &Security,
    refusals: &mut impl Iterator<Item = &'static str>,
    keep: &UnboundedSender<Taken>,
    tell: &UnboundedSender<String>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    match security {
        Security::Plain => {
            stream.write_all(GREETING).await?;
            converse(stream, refusals, keep, tell).await
        }
        Security::Tls(tls) => {
            let mut stream = BufReader::new(tls.accept(stream.into_inner()).await?);
            stream.write_all(GREETING).await?;
            converse(stream, refusals, keep, tell).await
        }
        Security::StartTls(tls) => {
            stream.write_all(GREETING).await?;
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).await? == 0 {
                    return Ok(());
                }
                let _ = tell.send(line.trim_end().to_owned());
                let starts = line.starts_with("STARTTLS");
                let answer: &[u8] = match () {
                    () if starts => b"220 go on\r\n",
                    () if line.starts_with("EHLO") => b"250-sink\r\n250 STARTTLS\r\n",
                    () => b"530 STARTTLS first\r\n",
                };
                stream.write_all(answer).await?;
                if starts {
                    break;
                }
            }
            converse(BufReader::new(tls.accept(stream.into_inner()).await?), refusals, keep, tell).await
        }
    }
}

const GREETING: &[u8] = b"220 sink ESMTP\r\n";

async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: BufReader<S>,
    refusals: &mut impl Iterator<Item = &'static str>,
    keep: &UnboundedSender<Taken>,
    tell: &UnboundedSender<String>,
) -> std::io::Result<()> {
    let mut mail = Taken { from: String::new(), to: Vec::new(), data: Vec::new() };
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_owned();
        let _ = tell.send(command.clone());
        let path = || command.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match command.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => "250-sink\r\n250 8BITMIME",
            "MAIL" => {
                mail = Taken { from: path(), to: Vec::new(), data: Vec::new() };
                "250 OK"
            }
            "RCPT" => match refusals.next() {
                Some(refusal) => refusal,
                None => {
                    mail.to.push(path());
                    "250 OK"
                }
            },
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                mail.data = data(&mut stream).await?;
                let empty = Taken { from: String::new(), to: Vec::new(), data: Vec::new() };
                let _ = keep.send(std::mem::replace(&mut mail, empty));
                "250 taken"
            }
            "QUIT" => return stream.write_all(b"221 bye\r\n").await,
            "RSET" | "NOOP" => "250 OK",
            _ => "502 no such command",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// Lines up to the one with a point alone, the point before a point taken away.
async fn data(stream: &mut BufReader<impl AsyncRead + Unpin>) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 || line == b".\r\n" {
            return Ok(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
