//! Requests that may fail, and streams that may end.

use reqwest::{RequestBuilder, Response};
use std::time::Duration;
use tokio::time::timeout;

/// How long an answer, or a stream's first word, is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a stream may say nothing: more than two of the desk's heartbeats.
const SILENCE: Duration = Duration::from_secs(40);

/// An answer that came whole.
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Asks once; `None` where no whole answer came in time.
pub async fn ask(request: RequestBuilder) -> Option<Answer> {
    let whole = async {
        let response = request.send().await?;
        let status = response.status().as_u16();
        Ok::<_, reqwest::Error>(Answer { status, body: response.text().await? })
    };
    timeout(PATIENCE, whole).await.ok()?.ok()
}

/// A stream of server-sent events.
pub struct Stream {
    response: Response,
    read: Vec<u8>,
    begun: bool,
}

/// One of its events; without a name it is a sign of life.
#[derive(Default)]
pub struct Heard {
    pub name: String,
    pub id: Option<String>,
    pub data: String,
}

impl Stream {
    /// Opens a stream; `None` where it does not begin.
    pub async fn open(request: RequestBuilder) -> Option<Self> {
        let response = timeout(PATIENCE, request.send()).await.ok()?.ok()?;
        (response.status() == 200).then(|| Self { response, read: Vec::new(), begun: false })
    }

    /// The next event; `None` where the stream has ended, or says nothing for too long.
    pub async fn next(&mut self) -> Option<Heard> {
        let patience = if self.begun { SILENCE } else { PATIENCE };
        self.begun = true;
        let block = timeout(patience, self.block()).await.ok()??;
        let mut heard = Heard::default();
        for line in block.lines() {
            match line.split_once(':') {
                Some(("event", name)) => heard.name = name.trim().to_owned(),
                Some(("id", id)) => heard.id = Some(id.trim().to_owned()),
                Some(("data", data)) => heard.data = data.trim().to_owned(),
                _ => {}
            }
        }
        Some(heard)
    }

    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.read.windows(2).position(|two| two == b"\n\n") {
                let block = self.read.drain(..end + 2).collect();
                return String::from_utf8(block).ok();
            }
            self.read.extend_from_slice(&self.response.chunk().await.ok()??);
        }
    }
}
