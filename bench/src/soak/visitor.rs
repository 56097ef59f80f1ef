//! People who write tickets, and their outbox: the same requests, in the same order, with the same key, as the
//! widget's (docs/decisions/0008-outbox.md), at a pace a hundred times faster.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often missing or damaged files are put again before a ticket counts as refused; the widget's number.
const MOST_AGAIN: u32 = 5;

/// Somebody's device.
pub struct Visitor {
    pub secret: String,
    pub tickets: Vec<Written>,
}

/// A ticket that was sent off.
pub struct Written {
    key: String,
    /// Unlike any other ticket's.
    pub description: String,
    pub files: Vec<File>,
}

/// A file of a ticket. Its bytes are made anew whenever they are needed.
pub struct File {
    pub sha256: String,
    pub size: usize,
    seed: u64,
}

/// How sending ended.
pub enum Outcome {
    /// The person is told so, with this number.
    Sent(String),
    /// The desk will not have it, and why.
    Refused(String),
    /// The time was over.
    Unfinished,
}

/// What the outbox knows of a file on the desk.
#[derive(Clone, Copy, PartialEq)]
enum Upload {
    New,
    /// Its answer was lost.
    Tried,
    There,
}

#[derive(Clone, Copy)]
enum Step {
    Head(usize),
    Put(usize),
    Post,
}

/// An answer that came whole.
struct Answer {
    status: u16,
    retry_after: Option<u64>,
    body: Value,
}

impl Visitor {
    /// Somebody with this many tickets.
    pub fn draw(random: &mut fastrand::Rng, tickets: usize) -> Self {
        let secret = (0..43).map(|_| random.alphanumeric()).collect::<String>();
        Self { secret: ["hv1_", &secret].concat(), tickets: (0..tickets).map(|_| Written::draw(random)).collect() }
    }
}

impl Written {
    fn draw(random: &mut fastrand::Rng) -> Self {
        let key: String = (0..24).map(|_| random.alphanumeric()).collect();
        let story = "打开表格时闪退。".repeat(random.usize(0..200));
        let files = (0..random.usize(0..4)).map(|_| File::draw(random)).collect();
        Self { description: [&key, " ", &story].concat(), key, files }
    }

    fn json(&self) -> Value {
        let files: Vec<Value> = self.files.iter().enumerate().map(|(at, file)| file.json(at)).collect();
        json!({
            "type": "other",
            "description": self.description,
            "contact": { "email": "somebody@example.com" },
            "attachments": files,
            "locale": "zh-CN",
        })
    }
}

impl File {
    /// Mostly small, now and then some megabytes, some of them the same as others'.
    fn draw(random: &mut fastrand::Rng) -> Self {
        let (seed, size) = match random.u32(0..50) {
            0 => (random.u64(..), random.usize(1 << 20..3 << 20)),
            1..5 => (7, 5000),
            _ => (random.u64(..), 1 << random.u32(0..18)),
        };
        let mut file = Self { sha256: String::new(), size, seed };
        file.sha256 = sha256(&file.bytes());
        file
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.size];
        fastrand::Rng::with_seed(self.seed).fill(&mut bytes);
        bytes
    }

    /// As the ticket names it.
    pub fn json(&self, at: usize) -> Value {
        json!({
            "sha256": self.sha256,
            "name": format!("{at}.zip"),
            "size": self.size,
            "media_type": "application/zip",
        })
    }
}

/// The name of a file's bytes.
pub fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// Sends a ticket until it is taken or refused, or the time is over. The chance decides how long it waits, and
/// when its page is loaded anew, which forgets a request under way.
pub async fn send(
    client: &Client,
    desk: &str,
    secret: &str,
    ticket: &Written,
    mut random: fastrand::Rng,
    end: Instant,
) -> Outcome {
    let mut uploads = vec![Upload::New; ticket.files.len()];
    let (mut tries, mut again) = (0, 0);
    while Instant::now() < end {
        let step = match uploads.iter().position(|upload| *upload != Upload::There) {
            Some(at) if uploads[at] == Upload::Tried => Step::Head(at),
            Some(at) => Step::Put(at),
            None => Step::Post,
        };
        let request = request(client, desk, ticket, step).header(AUTHORIZATION, ["Bearer ", secret].concat());
        let reloaded = random.u32(0..20) == 0;
        let patience = if reloaded { Duration::from_millis(random.u64(0..300)) } else { PATIENCE };
        // An answer that breaks off is none.
        let answer = timeout(patience, answer(request)).await.ok().and_then(Result::ok);
        let Some(answer) = answer else {
            if let (Step::Put(at), false) = (step, reloaded) {
                uploads[at] = Upload::Tried;
            }
            tries += 1;
            wait(tries, None, &mut random).await;
            continue;
        };
        match (step, answer.status) {
            (Step::Head(at) | Step::Put(at), 200..=299) => uploads[at] = Upload::There,
            (Step::Post, 200..=299) => match answer.body["number"].as_str() {
                Some(number) => return Outcome::Sent(number.to_owned()),
                None => return Outcome::Refused(format!("taken without a number: {}", answer.body)),
            },
            (_, 408 | 425 | 429 | 500..) => {
                tries += 1;
                wait(tries, answer.retry_after, &mut random).await;
            }
            (Step::Head(at), _) => uploads[at] = Upload::New,
            _ if again < MOST_AGAIN && puts_again(&mut uploads, step, &answer) => again += 1,
            _ => return Outcome::Refused(format!("{} {}", answer.status, answer.body["detail"])),
        }
    }
    Outcome::Unfinished
}

fn request(client: &Client, desk: &str, ticket: &Written, step: Step) -> RequestBuilder {
    let file = |method, at: usize| {
        let file: &File = &ticket.files[at];
        (client.request(method, format!("{desk}/v1/attachments/{}", file.sha256)), file)
    };
    match step {
        Step::Head(at) => file(Method::HEAD, at).0,
        Step::Put(at) => {
            let (request, file) = file(Method::PUT, at);
            request.header(CONTENT_TYPE, "application/zip").body(file.bytes())
        }
        Step::Post => {
            client.post(format!("{desk}/v1/tickets")).header("idempotency-key", &ticket.key).json(&ticket.json())
        }
    }
}

async fn answer(request: RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let bytes = response.bytes().await?;
    Ok(Answer { status, retry_after, body: serde_json::from_slice(&bytes).unwrap_or_default() })
}

/// Whether the files are what is wrong; those that are missing count as new.
fn puts_again(uploads: &mut [Upload], step: Step, answer: &Answer) -> bool {
    if matches!(step, Step::Put(_)) && answer.status == 422 {
        return true;
    }
    let faults = answer.body["errors"].as_array().map_or(&[][..], Vec::as_slice);
    if faults.is_empty() || faults.iter().any(|fault| fault["code"] != "file_missing") {
        return false;
    }
    for (at, upload) in uploads.iter_mut().enumerate() {
        let path = format!("attachments[{at}]");
        if faults.iter().any(|fault| fault["path"].as_str().is_some_and(|it| it.starts_with(&path))) {
            *upload = Upload::New;
        }
    }
    true
}

/// Twice as long each time, its second half by chance, and never shorter than the desk asks.
pub async fn wait(tries: u32, asked: Option<u64>, random: &mut fastrand::Rng) {
    let whole = 20 << tries.min(6);
    let milliseconds = whole / 2 + random.u64(0..whole / 2);
    sleep(Duration::from_millis(milliseconds).max(Duration::from_secs(asked.unwrap_or(0)))).await;
}
