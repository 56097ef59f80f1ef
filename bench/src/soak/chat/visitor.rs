//! The person's side of a conversation: the contract's requests, each message under a key of its own and sent until
//! it is taken, and the stream that tells of the agent's.

use super::ask::{Answer, Stream, ask};
use super::talk::{EACH, Side, Talk};
use super::{POLL, Shared};
use crate::soak::visitor::wait;
use reqwest::RequestBuilder;
use reqwest::header::ACCEPT;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::time::{Instant, timeout};

/// Somebody's device.
pub struct Visitor {
    pub shared: Arc<Shared>,
    pub secret: String,
    pub random: fastrand::Rng,
    pub end: Instant,
}

/// What the desk calls a conversation.
#[derive(Clone)]
pub struct Ticket {
    pub id: String,
    pub number: String,
}

impl Visitor {
    pub fn draw(shared: &Arc<Shared>, random: &mut fastrand::Rng, end: Instant) -> Self {
        let secret = (0..43).map(|_| random.alphanumeric()).collect::<String>();
        Self { shared: Arc::clone(shared), secret: ["hv1_", &secret].concat(), random: random.fork(), end }
    }

    /// Asks for an agent, with the first message; `None` where the time is over.
    pub async fn begin(&mut self, talk: &Talk) -> Result<Option<Ticket>, String> {
        let body = json!({
            "type": "other",
            "description": talk.text(Side::Visitor, 0),
            "contact": { "email": "somebody@example.com" },
            "locale": "zh-CN",
            "chat": true,
        });
        let key = key(&mut self.random);
        talk.tried(Side::Visitor, 0);
        let answer = self.until_taken(|shared, desk| {
            shared.client.post(format!("{desk}/v1/tickets")).header("idempotency-key", &key).json(&body)
        });
        let Some(answer) = answer.await? else { return Ok(None) };
        talk.told(Side::Visitor, 0);
        let created: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        match (created["id"].as_str(), created["number"].as_str()) {
            (Some(id), Some(number)) => Ok(Some(Ticket { id: id.to_owned(), number: number.to_owned() })),
            _ => Err(format!("taken without a number: {}", answer.body)),
        }
    }

    /// Sends the other messages, in order, each once so many of the agent's are seen as chance has it; ends the
    /// conversation when all is said and seen. False where the time is over first.
    pub async fn go_on(&mut self, talk: &Talk, ticket: &Ticket) -> Result<bool, String> {
        let path = format!("/v1/tickets/{}", ticket.id);
        let mut next = 1;
        // How many messages they run ahead of the answers.
        let mut ahead = 0;
        loop {
            let Some(page) = self.until_taken(|shared, desk| shared.client.get([desk, &path].concat())).await? else {
                return Ok(false);
            };
            let seen = talk.sees(Side::Visitor, &page.body);
            while next < EACH && seen + ahead >= next {
                let key = key(&mut self.random);
                let body = json!({ "body": talk.text(Side::Visitor, next), "attachments": [] });
                talk.tried(Side::Visitor, next);
                let sent = self.until_taken(|shared, desk| {
                    let request = shared.client.post(format!("{desk}{path}/messages"));
                    request.header("idempotency-key", &key).json(&body)
                });
                if sent.await?.is_none() {
                    return Ok(false);
                }
                talk.told(Side::Visitor, next);
                next += 1;
                ahead = self.random.usize(0..3);
            }
            if next == EACH && seen == EACH {
                break;
            }
            // Over time it asks without having been told, as the widget does without a stream.
            _ = timeout(POLL, talk.news(Side::Visitor)).await;
        }
        let ended = self.until_taken(|shared, desk| {
            shared.client.put(format!("{desk}{path}/chat")).json(&json!({ "live": false }))
        });
        Ok(ended.await?.is_some())
    }

    /// The same request, to one process or another, until it is taken; `None` where the time is over.
    async fn until_taken(
        &mut self,
        request: impl Fn(&Shared, &str) -> RequestBuilder,
    ) -> Result<Option<Answer>, String> {
        let mut tries = 0;
        while Instant::now() < self.end {
            let desk = self.shared.desks.any(&mut self.random);
            match ask(request(&self.shared, &desk).bearer_auth(&self.secret)).await {
                Some(answer) if (200..300).contains(&answer.status) => return Ok(Some(answer)),
                Some(answer) if !matches!(answer.status, 408 | 425 | 429 | 500..) => {
                    return Err(format!("{} {}", answer.status, answer.body));
                }
                _ => {}
            }
            tries += 1;
            wait(tries, None, &mut self.random).await;
        }
        Ok(None)
    }
}

/// Listens to the stream of a device, again and again from where it ended.
pub async fn listen(shared: Arc<Shared>, secret: String, talk: Arc<Talk>, mut random: fastrand::Rng) {
    let (mut last, mut tries) = (None, 0);
    loop {
        let desk = shared.desks.any(&mut random);
        let mut request = shared.client.get(format!("{desk}/v1/events")).header(ACCEPT, "text/event-stream");
        if let Some(last) = &last {
            request = request.header("last-event-id", last);
        }
        if let Some(mut stream) = Stream::open(request.bearer_auth(&secret)).await {
            shared.streams.fetch_add(1, Ordering::Relaxed);
            while let Some(heard) = stream.next().await {
                tries = 0;
                // From here on nothing is missed; what came before is asked for.
                if last.is_none() || (!heard.name.is_empty() && heard.name != "hello") {
                    talk.tell(Side::Visitor);
                }
                last = heard.id.or(last);
            }
        }
        tries += 1;
        wait(tries, None, &mut random).await;
    }
}

fn key(random: &mut fastrand::Rng) -> String {
    (0..24).map(|_| random.alphanumeric()).collect()
}
