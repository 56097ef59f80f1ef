//! What is logged of a request: what was asked and how it went, never what was in it.

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument;

/// Longest path written, in bytes; nobody needs more to find a route.
const PATH_BYTES: usize = 200;

/// Whether each request has a line.
#[derive(Clone, Copy)]
pub struct Lines(pub bool);

/// Gives each request an id, which its answer carries as `X-Request-Id`, and all that is logged while
/// it is answered; then writes a line on it. The query is left out: other people's links may carry
/// secrets in it.
pub async fn line(State(Lines(lines)): State<Lines>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    // Only visible ASCII can be in a request's path, so it can be cut anywhere.
    let path: String = request.uri().path().chars().take(PATH_BYTES).collect();
    // Without random bits requests can't be told apart in the log, and are answered all the same.
    let id = format!("{:016x}", getrandom::u64().unwrap_or_default());
    let span = tracing::info_span!("request", id);
    async {
        let mut response = next.run(request).await;
        if lines {
            let (status, milliseconds) = (response.status().as_u16(), started.elapsed().as_millis() as u64);
            tracing::info!(status, milliseconds, "{method} {path}");
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert("x-request-id", id);
        }
        response
    }
    .instrument(span)
    .await
}
