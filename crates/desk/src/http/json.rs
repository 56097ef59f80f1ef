//! Requests that carry a JSON document.

use super::problem::{Kind, Problem};
use super::{body, headers};
use axum::body::Body;
use axum::http::HeaderMap;
use helplet_desk_api::{Object, is_idempotency_key};
use serde::de::DeserializeOwned;

/// Reads the body's JSON object; `what` it should be is named where it is none.
pub fn parse<T: DeserializeOwned>(headers: &HeaderMap, bytes: &[u8], what: &str) -> Result<T, Problem> {
    if headers::media_type(headers) != "application/json" {
        return Err(Problem::new(Kind::MediaType, "send Content-Type: application/json"));
    }
    match serde_json::from_slice(bytes) {
        Ok(Object(value)) => Ok(value),
        Err(error) => Err(Problem::new(Kind::Malformed, format!("not {what} in JSON: {error}"))),
    }
}

/// The same of a body of at most `limit` bytes.
pub async fn read<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    what: &str,
) -> Result<T, Problem> {
    parse(headers, &body::read(body, limit).await?, what)
}

/// The Idempotency-Key of a request.
pub fn idempotency_key(headers: &HeaderMap) -> Result<&str, Problem> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if is_idempotency_key(key) {
        return Ok(key);
    }
    let detail = "send an Idempotency-Key of 8 to 128 visible ASCII characters, new for everything that is sent and \
                  the same for every try to send it";
    Err(Problem::new(Kind::KeyMissing, detail))
}
