//! Which problems each route of the contract can answer: the one place that says so. The OpenAPI document
//! is made of it, and a build for tests stops at a problem that isn't listed.

use super::ROUTES;
use super::problem::Kind;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

/// What comes of the limits around a route.
const LIMITS: &[Kind] = &[Kind::Timeout, Kind::TooManyRequests];
/// What comes of asking the store.
const STORE: &[Kind] = &[Kind::Internal, Kind::Unavailable];
/// What comes of asking for the secret of a device.
const DEVICE: &[Kind] = &[Kind::Unauthorized];
/// What comes of reading a body of JSON.
const JSON: &[Kind] = &[Kind::Malformed, Kind::TooLarge, Kind::MediaType];
/// What comes of asking whether a visitor may write.
const WRITER: &[Kind] = &[Kind::Blocked];
/// What comes of reading an Idempotency-Key.
const KEY: &[Kind] = &[Kind::KeyMissing, Kind::KeyReused];
/// What comes of checking what a body says.
const CONTENT: &[Kind] = &[Kind::Invalid];
/// What comes of looking for one thing, or of a route that the operator has turned off.
const ONE: &[Kind] = &[Kind::NotFound];
/// What comes of checking a token.
const TOKEN: &[Kind] = &[Kind::TokenRefused];
/// What comes of reading a query or Last-Event-ID.
const QUERY: &[Kind] = &[Kind::Malformed];
/// What comes of taking a file.
const FILE: &[Kind] = &[Kind::TooLarge, Kind::MediaType, Kind::Invalid, Kind::HashMismatch];

/// The problems a route can answer, by status, each status once.
pub fn of(method: &str, path: &str) -> Vec<(u16, Vec<Kind>)> {
    let parts: &[&[Kind]] = match (method, path) {
        ("POST", "/v1/tickets") => &[LIMITS, STORE, DEVICE, WRITER, JSON, KEY, CONTENT],
        ("GET", "/v1/tickets" | "/v1/events") => &[LIMITS, STORE, DEVICE, QUERY],
        ("POST", "/v1/tickets/{id}/messages") => &[LIMITS, STORE, DEVICE, WRITER, JSON, KEY, CONTENT, ONE],
        ("PUT", "/v1/tickets/{id}/read" | "/v1/tickets/{id}/contact") | ("POST", "/v1/tickets/{id}/rating") => {
            &[LIMITS, STORE, DEVICE, JSON, CONTENT, ONE]
        }
        ("PUT", "/v1/attachments/{sha256}") => &[LIMITS, STORE, DEVICE, WRITER, FILE],
        ("PUT", "/v1/tickets/{id}/chat") => &[LIMITS, STORE, DEVICE, WRITER, JSON, ONE, &[Kind::ChatOver]],
        ("PUT", "/v1/tickets/{id}/typing") => &[LIMITS, STORE, DEVICE, WRITER, ONE],
        ("POST", "/v1/tickets/{id}/transcript") => &[LIMITS, STORE, DEVICE, CONTENT, ONE, &[Kind::NoMail]],
        ("GET", "/v1/chat") => &[LIMITS, STORE, QUERY],
        ("GET", "/v1/tickets/{id}") | ("GET" | "HEAD", "/v1/attachments/{sha256}") => &[LIMITS, STORE, DEVICE, ONE],
        ("POST", "/v1/identity" | "/v1/grants") => &[LIMITS, STORE, DEVICE, JSON, TOKEN, ONE],
        ("POST", "/v1/feedback") => &[LIMITS, STORE, JSON, CONTENT, ONE],
        ("GET", "/readyz") => &[&[Kind::Unavailable]],
        _ => &[],
    };
    let mut kinds: Vec<Kind> = parts.concat();
    kinds.sort_unstable_by_key(|kind| *kind as usize);
    kinds.chunk_by(|a, b| a.status() == b.status()).map(|same| (same[0].status(), same.to_vec())).collect()
}

/// Stops at an answer that the contract doesn't describe.
///
/// # Panics
/// Where a route of the contract answers a problem that [`of`] doesn't list, or refuses by something
/// else than a problem.
pub async fn check(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let response = next.run(request).await;
    let known = ROUTES.contains(&(method.as_str(), &path));
    if known && (response.status().is_client_error() || response.status().is_server_error()) {
        let kind = response.extensions().get::<Kind>();
        let listed = kind.is_some_and(|kind| of(method.as_str(), &path).iter().any(|(_, all)| all.contains(kind)));
        assert!(
            listed,
            "{method} {path} answered {} {kind:?}, which http/refusals.rs does not list",
            response.status()
        );
    }
    response
}
