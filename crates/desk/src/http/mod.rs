//! The routes: one file per group.

pub(crate) mod attachments;
pub(crate) mod body;
mod chat;
mod cors;
mod events;
mod feedback;
mod headers;
mod health;
mod identity;
mod json;
pub(crate) mod limits;
mod log;
mod metrics;
mod openapi;
mod pace;
mod problem;
mod refusals;
mod site;
mod streams;
mod ticket;
mod tickets;
mod visitor;

pub use openapi::{document as openapi, markdown as openapi_markdown};
pub use pace::LEAST as UPLOAD_LEAST;
pub use problem::KINDS as PROBLEM_KINDS;
pub use site::PAGE_POLICY;
pub use streams::STREAMS_PER_VISITOR;
pub use tickets::MAX_TICKET_BYTES;

use crate::config::Config;
use crate::console;
use crate::files::Files;
use crate::grants::Grants;
use crate::identity::Identity;
use crate::store::Store;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post, put};
use limits::{Limiter, Patience};
use metrics::Metrics;
use problem::{Kind, Problem};
use std::sync::Arc;
use std::time::Duration;
use streams::Streams;
use tokio::sync::watch;

/// Every route of the contract, as docs/API.md lists them.
pub const ROUTES: [(&str, &str); 21] = [
    ("POST", "/v1/tickets"),
    ("GET", "/v1/tickets"),
    ("GET", "/v1/tickets/{id}"),
    ("POST", "/v1/tickets/{id}/messages"),
    ("PUT", "/v1/tickets/{id}/read"),
    ("POST", "/v1/tickets/{id}/rating"),
    ("PUT", "/v1/tickets/{id}/chat"),
    ("PUT", "/v1/tickets/{id}/typing"),
    ("PUT", "/v1/tickets/{id}/contact"),
    ("POST", "/v1/tickets/{id}/transcript"),
    ("GET", "/v1/chat"),
    ("PUT", "/v1/attachments/{sha256}"),
    ("GET", "/v1/attachments/{sha256}"),
    ("HEAD", "/v1/attachments/{sha256}"),
    ("GET", "/v1/events"),
    ("POST", "/v1/identity"),
    ("POST", "/v1/grants"),
    ("POST", "/v1/feedback"),
    ("GET", "/v1/openapi.json"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
];

/// What is answered on a listener of the operator's own. No part of the contract: figures of the whole
/// desk are nobody else's business.
pub const OPERATOR_ROUTES: [(&str, &str); 1] = [("GET", "/metrics")];

/// What the handlers share.
#[derive(Clone)]
pub struct Desk {
    store: Store,
    files: Arc<dyn Files>,
    rules: Arc<helplet_desk_api::Rules>,
    identity: Option<Arc<Identity>>,
    grants: Grants,
    /// Whether votes and searches are kept.
    feedback: bool,
    streams: Streams,
    metrics: Metrics,
    heartbeat: Duration,
    /// Turns true when the desk is to end.
    stopping: watch::Receiver<bool>,
    /// Turns true before that, so that a load balancer looks elsewhere.
    leaving: watch::Receiver<bool>,
}

/// What a desk answers.
pub struct Routes {
    /// To people.
    pub desk: Router,
    /// To whoever watches over it, on a listener of its own.
    pub metrics: Router,
}

/// All routes with their limits, the site behind them.
pub fn router(
    config: Config,
    store: Store,
    files: Arc<dyn Files>,
    grants: Grants,
    stopping: watch::Receiver<bool>,
    leaving: watch::Receiver<bool>,
) -> Routes {
    let rules = Arc::new(config.rules);
    let proxies: Arc<[_]> = config.trusted_proxies.into();
    let parts = console::Parts {
        store: store.clone(),
        files: Arc::clone(&files),
        rules: Arc::clone(&rules),
        languages: config.console,
        suggest: config.suggest,
        public_url: config.public_url,
        proxies: Arc::clone(&proxies),
        stopping: stopping.clone(),
        heartbeat: config.heartbeat,
        patience: (config.request_timeout, config.upload_timeout),
    };
    let desk = Desk {
        store,
        files,
        rules,
        identity: config.identity.map(Arc::new),
        grants,
        feedback: config.feedback,
        streams: Streams::new(config.max_streams),
        metrics: Metrics::new(),
        heartbeat: config.heartbeat,
        stopping,
        leaving,
    };
    let metrics = Router::new().route("/metrics", get(metrics::metrics)).with_state(desk.clone());
    let counting = from_fn_with_state(desk.metrics.clone(), metrics::count);
    let requests = Limiter::new(config.request_rate, Arc::clone(&proxies));
    let visitors = limits::PerVisitor::new(config.visitor_rate);
    let uploads = Limiter::new(config.upload_rate, proxies);

    let patience = from_fn_with_state(Patience(config.request_timeout), limits::timeout);
    let keep = put(attachments::keep)
        .layer(from_fn_with_state(uploads, limits::rate))
        .layer(from_fn_with_state(pace::Pace(config.upload_idle), pace::keep_up))
        .layer(from_fn_with_state(Patience(config.upload_timeout), limits::timeout));
    let read = get(attachments::get).head(attachments::head).layer(patience.clone());
    let slow = Router::new()
        .route("/v1/attachments/{sha256}", read.merge(keep))
        .method_not_allowed_fallback(method_not_allowed);
    let quick = Router::new()
        .route("/v1/tickets", get(tickets::list).post(tickets::create))
        .route("/v1/identity", post(identity::identify))
        .route("/v1/grants", post(identity::grant))
        .route("/v1/feedback", post(feedback::take))
        .route("/v1/events", get(events::events))
        .route("/v1/tickets/{id}", get(ticket::get))
        .route("/v1/tickets/{id}/messages", post(ticket::write))
        .route("/v1/tickets/{id}/read", put(ticket::read))
        .route("/v1/tickets/{id}/rating", post(ticket::rate))
        .route("/v1/tickets/{id}/chat", put(chat::live))
        .route("/v1/tickets/{id}/typing", put(chat::typing))
        .route("/v1/tickets/{id}/contact", put(chat::contact))
        .route("/v1/tickets/{id}/transcript", post(chat::transcript))
        .route("/v1/chat", get(chat::offer))
        // The site never answers for the contract's own address space.
        .route("/v1/{*rest}", any(not_found))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(patience);
    let contract = slow
        .merge(quick)
        .layer(from_fn_with_state(visitors, limits::visitor_rate))
        .layer(from_fn_with_state(requests, limits::rate));

    let all = contract
        .route("/v1/openapi.json", get(openapi::answer))
        .route("/healthz", get(health::health))
        .route("/readyz", get(health::ready))
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(desk);
    let console = console::router(parts);
    // What the tests never see, nobody has described.
    let all = if cfg!(debug_assertions) { all.layer(from_fn(refusals::check)) } else { all };
    let all = all.merge(console);
    let all = match config.site {
        Some(folder) => all.fallback_service(site::service(folder)),
        None => all.fallback(not_found),
    };
    let all = all.layer(from_fn(headers::harden)).layer(cors::layer(&config.allowed_origins, &config.allowed_headers));
    let desk = all.layer(counting).layer(from_fn_with_state(log::Lines(config.log), log::line));
    Routes { desk, metrics }
}

async fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "there is nothing at this address")
}

async fn method_not_allowed() -> Problem {
    Problem::new(
        Kind::MethodNotAllowed,
        "this address does not take this method; the Allow header lists those it takes",
    )
}
