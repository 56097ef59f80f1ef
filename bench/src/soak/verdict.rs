//! What the desk has in the end, beside what people were told.

use super::visitor::{Outcome, Visitor, Written, sha256};
use crate::Error;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use std::ops::AddAssign;

/// How many tickets and files ended how.
#[derive(Default)]
pub struct Verdict {
    pub sent: usize,
    pub refused: usize,
    pub unfinished: usize,
    /// Told "sent" and not there under that number, or not as written.
    pub missing: usize,
    /// There more than once.
    pub duplicates: usize,
    pub files: usize,
    /// Files of tickets told "sent" that are not there, or other bytes.
    pub corrupt: usize,
    /// The first reasons of refusals.
    pub reasons: Vec<String>,
}

impl Verdict {
    /// Whether every ticket was told "sent" and all is there once, as written.
    pub fn is_good(&self) -> bool {
        self.sent > 0 && [self.refused, self.unfinished, self.missing, self.duplicates, self.corrupt] == [0; 5]
    }
}

impl AddAssign for Verdict {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.refused += other.refused;
        self.unfinished += other.unfinished;
        self.missing += other.missing;
        self.duplicates += other.duplicates;
        self.files += other.files;
        self.corrupt += other.corrupt;
        self.reasons.extend(other.reasons);
    }
}

/// Reads all of a visitor's tickets and files from a desk, and compares.
pub async fn judge(client: &Client, desk: &str, visitor: &Visitor, outcomes: &[Outcome]) -> Result<Verdict, Error> {
    let there = tickets(client, desk, &visitor.secret).await?;
    let mut verdict = Verdict::default();
    for (written, outcome) in visitor.tickets.iter().zip(outcomes) {
        let same: Vec<&Value> =
            there.iter().filter(|ticket| ticket["messages"][0]["body"] == *written.description).collect();
        verdict.duplicates += same.len().saturating_sub(1);
        let number = match outcome {
            Outcome::Sent(number) => number,
            Outcome::Refused(reason) => {
                verdict.refused += 1;
                verdict.reasons.push(reason.clone());
                continue;
            }
            Outcome::Unfinished => {
                verdict.unfinished += 1;
                continue;
            }
        };
        verdict.sent += 1;
        verdict.files += written.files.len();
        match same.iter().find(|ticket| ticket["number"] == **number) {
            Some(ticket) if names_files(ticket, written) => {}
            _ => verdict.missing += 1,
        }
        for file in &written.files {
            let answer = get(client, desk, &visitor.secret, &["attachments/", &file.sha256].concat()).await?;
            let good = answer.status() == StatusCode::OK && {
                let bytes = answer.bytes().await?;
                bytes.len() == file.size && sha256(&bytes) == file.sha256
            };
            verdict.corrupt += usize::from(!good);
        }
    }
    // What is there and was never written this way.
    let known = |ticket: &&Value| visitor.tickets.iter().any(|it| ticket["messages"][0]["body"] == *it.description);
    verdict.missing += there.iter().filter(|ticket| !known(ticket)).count();
    Ok(verdict)
}

fn names_files(ticket: &Value, written: &Written) -> bool {
    let expected: Vec<Value> = written.files.iter().enumerate().map(|(at, file)| file.json(at)).collect();
    ticket["messages"][0]["attachments"] == Value::Array(expected)
}

/// Every ticket of whoever has the secret.
async fn tickets(client: &Client, desk: &str, secret: &str) -> Result<Vec<Value>, Error> {
    let mut tickets = Vec::new();
    let mut cursor = String::new();
    loop {
        let page: Value = get(client, desk, secret, &["tickets?limit=50", &cursor].concat()).await?.json().await?;
        for summary in page["tickets"].as_array().ok_or_else(|| format!("no list of tickets: {page}"))? {
            let id = summary["id"].as_str().ok_or("a ticket without an id")?;
            tickets.push(get(client, desk, secret, &["tickets/", id].concat()).await?.json().await?);
        }
        match page["next"].as_str() {
            Some(next) => cursor = ["&cursor=", next].concat(),
            None => return Ok(tickets),
        }
    }
}

async fn get(client: &Client, desk: &str, secret: &str, path: &str) -> reqwest::Result<Response> {
    client.get(format!("{desk}/v1/{path}")).bearer_auth(secret).send().await
}
