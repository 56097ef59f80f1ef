//! Where the desk's e-mails arrive.

use super::DEADLINE;
use helplet_testing::smtp_sink::SmtpSink;
use mail_parser::MessageParser;
use tokio::runtime::Runtime;
use tokio::time::timeout;

/// A mail server that keeps what it is given.
pub struct Mailbox {
    sink: SmtpSink,
    runtime: Runtime,
}

/// An e-mail as its reader sees it.
pub struct Letter {
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
}

impl Mailbox {
    /// An empty one.
    pub fn new() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        Self { sink: runtime.block_on(SmtpSink::start(Vec::new())), runtime }
    }

    /// How the desk is told of it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.sink.address)
    }

    /// Waits for the next e-mail.
    #[track_caller]
    pub fn next(&mut self) -> Letter {
        let taken = self.runtime.block_on(async { timeout(DEADLINE, self.sink.taken.recv()).await });
        let taken = taken.expect("an e-mail in time").expect("the sink goes on");
        let mail = MessageParser::default().parse(&taken.data).expect("an e-mail");
        let subject = mail.subject().unwrap_or_default().to_owned();
        let text = mail.body_text(0).unwrap_or_default().replace("\r\n", "\n");
        Letter { to: taken.to, subject, text }
    }
}
