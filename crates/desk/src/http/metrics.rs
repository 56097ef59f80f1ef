//! Prometheus metrics, on a listener of their own: figures of the whole desk are nobody's business.

use super::Desk;
use super::problem::Problem;
use crate::store::Figures;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::Arc;
use std::time::Instant;

/// Upper bounds of the latency histogram, in seconds: from a read out of memory to an upload's time.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// What the text is, for the version of the format that the crate writes.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Status {
    status: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Chat {
    state: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Author {
    author: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Channel {
    channel: &'static str,
}

/// What is counted. Labels are routes, not paths: there are few of them, and they name nobody.
#[derive(Clone)]
pub struct Metrics {
    requests: Family<Asked, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    uploaded: Counter,
    streams: Gauge,
    tickets: Family<Status, Gauge>,
    messages: Family<Author, Gauge>,
    chats: Family<Chat, Gauge>,
    waiting: Family<Channel, Gauge>,
    given_up: Family<Channel, Gauge>,
    event_lag: Gauge,
    registry: Arc<Registry>,
}

impl Metrics {
    pub fn new() -> Self {
        let mut all = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            uploaded: Counter::default(),
            streams: Gauge::default(),
            tickets: Family::default(),
            messages: Family::default(),
            chats: Family::default(),
            waiting: Family::default(),
            given_up: Family::default(),
            event_lag: Gauge::default(),
            registry: Arc::default(),
        };
        let mut registry = Registry::with_prefix("helplet");
        registry.register("requests", "Requests answered", all.requests.clone());
        let told = "Time from a request's head to its answer's";
        registry.register_with_unit("request_duration", told, Unit::Seconds, all.seconds.clone());
        registry.register_with_unit("uploads", "Bytes of files kept", Unit::Bytes, all.uploaded.clone());
        registry.register("streams", "Streams of events open", all.streams.clone());
        registry.register("tickets", "Tickets by status", all.tickets.clone());
        registry.register("messages", "Messages by author, notes left out", all.messages.clone());
        registry.register("chats", "Conversations that are or were live, by state", all.chats.clone());
        registry.register("deliveries_waiting", "E-mails and webhook requests to be made", all.waiting.clone());
        registry.register("deliveries_given_up", "E-mails and webhook requests given up", all.given_up.clone());
        registry.register("event_lag", "Events not handed on to streams yet", all.event_lag.clone());
        all.registry = Arc::new(registry);
        all
    }

    /// Counts a file that was kept.
    pub fn uploaded(&self, bytes: u64) {
        self.uploaded.inc_by(bytes);
    }

    fn write(&self, figures: &Figures, streams: usize) -> Result<String, std::fmt::Error> {
        // A status that no ticket has any more is gone from the figures, too.
        self.tickets.clear();
        for (status, count) in &figures.tickets {
            self.tickets.get_or_create(&Status { status: status.clone() }).set(*count);
        }
        for (author, count) in &figures.messages {
            self.messages.get_or_create(&Author { author: author.clone() }).set(*count);
        }
        self.chats.clear();
        for (state, count) in &figures.chats {
            self.chats.get_or_create(&Chat { state: state.clone() }).set(*count);
        }
        for (channel, waiting, given_up) in &figures.deliveries {
            let channel = Channel { channel: channel.name() };
            self.waiting.get_or_create(&channel).set(*waiting);
            self.given_up.get_or_create(&channel).set(*given_up);
        }
        self.streams.set(i64::try_from(streams).unwrap_or(i64::MAX));
        self.event_lag.set(figures.event_lag);
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Counts a request when its answer begins.
pub async fn count(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    let response = next.run(request).await;
    metrics.seconds.get_or_create(&Route { route: route.clone() }).observe(started.elapsed().as_secs_f64());
    metrics.requests.get_or_create(&Asked { method, route, status: response.status().as_u16() }).inc();
    response
}

/// A method by its name; whoever asks may make up others without end.
fn known(method: &Method) -> &'static str {
    let names = ["GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "PATCH"];
    names.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

/// `GET /metrics`
pub async fn metrics(State(desk): State<Desk>) -> Result<Response, Problem> {
    let figures = desk.store.figures().await?;
    let text = desk.metrics.write(&figures, desk.streams.open_now());
    let text = text.map_err(|_| Problem::new(super::problem::Kind::Internal, "the metrics can't be written"))?;
    Ok(([(CONTENT_TYPE, TEXT)], text).into_response())
}
