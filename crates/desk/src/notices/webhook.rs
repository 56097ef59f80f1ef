//! Requests to the operator's system, signed as Standard Webhooks has it
//! (<https://www.standardwebhooks.com>).

use super::Webhook;
use super::worker::{Outcome, Way};
use crate::store::{Channel, Delivery, StoreError, clock};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use sha2::Sha256;
use std::time::Duration;

/// How long a receiver may take, as Standard Webhooks advises: 15 to 30 seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// How much of an answer is read, in bytes, so that the connection can be used again.
const ANSWER: usize = 64 << 10;

/// Sends to one address.
pub struct ByWebhook {
    settings: Webhook,
    client: Client,
}

impl ByWebhook {
    pub fn new(settings: Webhook) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .user_agent(concat!("helplet/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { settings, client })
    }

    async fn send(&self, delivery: &Delivery) -> Result<Outcome, reqwest::Error> {
        let id = format!("msg_{}", delivery.id);
        let seconds = (clock::now() / 1000).to_string();
        let signature = sign(&self.settings.secret.0, &id, &seconds, &delivery.payload);
        let request = self
            .client
            .post(self.settings.url.0.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signature)
            .body(delivery.payload.clone());
        let answer = request.send().await?;
        let outcome = outcome(&answer);
        drain(answer).await;
        Ok(outcome)
    }
}

#[async_trait]
impl Way for ByWebhook {
    fn channel(&self) -> Channel {
        Channel::Webhook
    }

    async fn attempt(&self, delivery: &Delivery) -> Result<Outcome, StoreError> {
        Ok(self.send(delivery).await.unwrap_or_else(|error| {
            let reason = match () {
                () if error.is_timeout() => "no answer in time",
                () if error.is_connect() => "no connection",
                () => "the connection broke",
            };
            Outcome::Later(reason.to_owned(), Duration::ZERO)
        }))
    }
}

fn outcome(answer: &Response) -> Outcome {
    let status = answer.status();
    let reason = format!("the receiver answered {}", status.as_u16());
    if status.is_success() {
        return Outcome::Sent;
    }
    if status == StatusCode::GONE {
        return Outcome::Gone(reason);
    }
    let wait = answer.headers().get(RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse().ok());
    Outcome::Later(reason, Duration::from_secs(wait.unwrap_or(0)))
}

async fn drain(mut answer: Response) {
    let mut read = 0;
    while read < ANSWER
        && let Ok(Some(piece)) = answer.chunk().await
    {
        read += piece.len();
    }
}

/// The `webhook-signature` header: HMAC-SHA-256 of id, seconds and payload, with points between.
fn sign(secret: &[u8], id: &str, seconds: &str, payload: &str) -> String {
    // A secret is one block at most, and is used as HMAC pads it.
    let mut block = [0; 64];
    block[..secret.len()].copy_from_slice(secret);
    let keyed = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block.into());
    let tag = keyed.chain_update([id, seconds, payload].join(".")).finalize().into_bytes();
    format!("v1,{}", STANDARD.encode(tag))
}

#[cfg(test)]
mod tests {
    use super::sign;
    use crate::notices::WebhookSecret;

    /// The example of the specification.
    #[test]
    fn the_signature_is_that_of_the_specification() {
        let secret: WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().expect("a secret");
        let signature = sign(&secret.0, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
