//! Requests to another system's API, and what its answers mean.

use super::{BridgeError, BridgeUrl};
use axum::body::Bytes;
use reqwest::header::{HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use std::time::Duration;

/// How long an answer may take. With five files and a note, less than a delivery is taken for.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long to wait after an answer did not come: it may still be at work, and must be seen to be done.
const AT_WORK: Duration = Duration::from_secs(30);

/// How much of an answer in JSON is read, in bytes: long tickets with all their entries.
const ANSWER: u64 = 32 << 20;

/// Speaks to one address, with the operator's key.
#[derive(Debug, Clone)]
pub struct Api {
    client: Client,
    base: BridgeUrl,
    header: (&'static str, HeaderValue),
}

impl Api {
    /// `header` carries the key.
    ///
    /// # Errors
    /// Where this machine can't make requests at all.
    pub fn new(base: BridgeUrl, header: (&'static str, HeaderValue)) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .user_agent(concat!("helplet/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, base, header })
    }

    /// The address of a page or a resource.
    pub fn address(&self, path: &str) -> String {
        self.base.below(path)
    }

    /// A request to a resource.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.with_key(self.client.request(method, self.address(path)))
    }

    /// A request for what the other system says is at this address; `None` where that is another system's, which
    /// the key is not for.
    pub fn request_at(&self, address: &str) -> Option<RequestBuilder> {
        let url = self.base.same_origin(address)?;
        Some(self.with_key(self.client.get(url)))
    }

    fn with_key(&self, request: RequestBuilder) -> RequestBuilder {
        let (name, value) = &self.header;
        request.header(*name, value.clone())
    }

    /// Sends a request, whatever the answer.
    pub async fn answer(&self, request: RequestBuilder) -> Result<Response, BridgeError> {
        request.send().await.map_err(|error| broken(&error))
    }

    /// Sends a request that must succeed.
    pub async fn send(&self, request: RequestBuilder) -> Result<Response, BridgeError> {
        Self::succeeded(self.answer(request).await?)
    }

    /// The answer, where it is one of success.
    pub fn succeeded(answer: Response) -> Result<Response, BridgeError> {
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let told = format!("it answered {}", status.as_u16());
        Err(match status {
            StatusCode::UNAUTHORIZED => {
                BridgeError::Settings(format!("{told}: it does not take the key (--bridge-key)"))
            }
            // Django says this of a wrong password, too.
            StatusCode::FORBIDDEN => BridgeError::Settings(format!(
                "{told}: it does not take the key (--bridge-key), or the key's user may not do this there; give them \
                 the right to see and edit tickets"
            )),
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS | StatusCode::CONFLICT | StatusCode::LOCKED => {
                let wait = answer.headers().get(RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse().ok());
                BridgeError::Later(told, Duration::from_secs(wait.unwrap_or(0)))
            }
            status if status.is_redirection() => BridgeError::Settings(format!(
                "{told}: it is at another address (--bridge-url); name the one that it leads to"
            )),
            status if status.is_client_error() => BridgeError::Never(told),
            _ => BridgeError::Later(told, Duration::ZERO),
        })
    }

    /// Sends a request that is answered with JSON.
    pub async fn json(&self, request: RequestBuilder) -> Result<Value, BridgeError> {
        let answer = self.send(request).await?;
        let body = body(answer, ANSWER).await?.unwrap_or_default();
        serde_json::from_slice(&body)
            .map_err(|_| BridgeError::Settings("it answers no JSON: see that --bridge-url names its start page".into()))
    }

    /// The bytes that a request is answered with, at most `most`; `None` where there are more, or none at all.
    pub async fn bytes(&self, request: RequestBuilder, most: u64) -> Result<Option<Bytes>, BridgeError> {
        match self.send(request).await {
            Ok(answer) => body(answer, most).await,
            Err(BridgeError::Never(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

async fn body(mut answer: Response, most: u64) -> Result<Option<Bytes>, BridgeError> {
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len() as u64 + piece.len() as u64 > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(Some(bytes.into()))
}

fn broken(error: &reqwest::Error) -> BridgeError {
    match () {
        () if error.is_timeout() => BridgeError::Later("no answer in time".into(), AT_WORK),
        () if error.is_connect() => BridgeError::Later("no connection".into(), Duration::ZERO),
        () => BridgeError::Later("the connection broke".into(), AT_WORK),
    }
}

/// An answer without what it must have.
pub fn odd(what: &str) -> BridgeError {
    BridgeError::Later(format!("an answer without {what}"), Duration::ZERO)
}

/// A part of a path or a query, escaped.
pub fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
