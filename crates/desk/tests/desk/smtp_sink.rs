//! A mail server that keeps what it is given.

use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// An e-mail that was taken.
#[derive(Debug)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    /// Header and body, as they came.
    pub data: Vec<u8>,
}

pub struct SmtpSink {
    pub address: SocketAddr,
    pub taken: UnboundedReceiver<Taken>,
    /// Commands in the order they came.
    pub said: UnboundedReceiver<String>,
}

impl SmtpSink {
    /// Answers recipients with these, then takes all.
    pub async fn start(refusals: Vec<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (keep, taken) = unbounded_channel();
        let (tell, said) = unbounded_channel();
        tokio::spawn(async move {
            let mut refusals = refusals.into_iter();
            while let Ok((stream, _)) = listener.accept().await {
                // One after the other; a client that breaks off is no fault of the next.
                let _ = converse(stream, &mut refusals, &keep, &tell).await;
            }
        });
        Self { address, taken, said }
    }
}

async fn converse(
    stream: TcpStream,
    refusals: &mut impl Iterator<Item = &'static str>,
    keep: &UnboundedSender<Taken>,
    tell: &UnboundedSender<String>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink ESMTP\r\n").await?;
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
async fn data(stream: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 || line == b".\r\n" {
            return Ok(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
