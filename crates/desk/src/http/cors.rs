//! Which other sites' pages may use the desk and load the widget from here.

use crate::config::Origin;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, Method};
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser may remember the answer to its preflight.
const PREFLIGHT_AGE: Duration = Duration::from_secs(3600);

/// Allows exactly these origins. Nothing is sent with cookies, so credentials stay forbidden.
pub fn layer(origins: &[Origin], extra_headers: &[HeaderName]) -> CorsLayer {
    let [key, event] = ["idempotency-key", "last-event-id"].map(HeaderName::from_static);
    let headers = [AUTHORIZATION, CONTENT_TYPE, key, event];
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().map(|origin| origin.header().clone())))
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers(headers.into_iter().chain(extra_headers.iter().cloned()).collect::<Vec<_>>())
        .expose_headers([RETRY_AFTER])
        .max_age(PREFLIGHT_AGE)
}
