//! One line per request: what was asked and how it went, never what was in it.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Longest path written, in bytes; nobody needs more to find a route.
const PATH_BYTES: usize = 200;

/// Writes `METHOD PATH STATUS MILLISECONDSms` to standard error. The query is left out: other
/// people's links may carry secrets in it.
pub async fn line(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    // Only visible ASCII can be in a request's path, so it can be cut anywhere.
    let path: String = request.uri().path().chars().take(PATH_BYTES).collect();
    let response = next.run(request).await;
    eprintln!("{method} {path} {} {}ms", response.status().as_u16(), started.elapsed().as_millis());
    response
}
