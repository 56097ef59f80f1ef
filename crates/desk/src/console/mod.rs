//! The agents' console under `/desk/`: pages made here, that work without their script, which adds
//! live updates, kept drafts and keys. Nothing a person has sent is ever markup.

mod assets;
mod attach;
mod attempts;
mod content;
mod events;
mod figures;
mod files;
mod layout;
mod live;
mod queue_page;
mod refusal;
mod reply;
mod reply_form;
mod sign_in;
mod suggest;
mod text;
mod thread_page;
mod visit;
mod words;

pub use content::{CannedReply, ConsoleLanguage, NamedType, nearest};
pub use suggest::{Suggest, Suggested};
pub(crate) use text::pairs;

use crate::config::Origin;
use crate::files::Files;
use crate::http::limits::{Patience, timeout};
use crate::store::Store;
use attempts::Attempts;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, X_FRAME_OPTIONS};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Redirect, Response};
use axum::routing::{any, get, post};
use helplet_desk_api::Rules;
use refusal::Refusal;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The policy of every page of the console: its own style and script, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// Every route of the console. Pages are for people, and no part of the contract.
pub const ROUTES: [(&str, &str); 31] = [
    ("GET", "/desk"),
    ("GET", "/desk/"),
    ("GET", "/desk/sign-in"),
    ("POST", "/desk/sign-in"),
    ("POST", "/desk/sign-out"),
    ("GET", "/desk/language/{tag}"),
    ("GET", "/desk/tickets/{number}"),
    ("GET", "/desk/tickets/{number}/reply"),
    ("POST", "/desk/tickets/{number}/reply"),
    ("GET", "/desk/tickets/{number}/note"),
    ("POST", "/desk/tickets/{number}/note"),
    ("POST", "/desk/tickets/{number}/status"),
    ("POST", "/desk/tickets/{number}/assignee"),
    ("GET", "/desk/files/{message}/{position}"),
    ("GET", "/desk/live"),
    ("GET", "/desk/live/list"),
    ("GET", "/desk/live/chats/{number}"),
    ("GET", "/desk/live/hints"),
    ("POST", "/desk/live/presence"),
    ("POST", "/desk/tickets/{number}/take"),
    ("POST", "/desk/tickets/{number}/decline"),
    ("POST", "/desk/tickets/{number}/transfer"),
    ("POST", "/desk/tickets/{number}/end"),
    ("POST", "/desk/tickets/{number}/seen"),
    ("POST", "/desk/tickets/{number}/typing"),
    ("GET", "/desk/tickets/{number}/block"),
    ("POST", "/desk/tickets/{number}/block"),
    ("GET", "/desk/figures"),
    ("GET", "/desk/figures.csv"),
    ("GET", "/desk/events"),
    ("GET", "/desk/assets/{name}"),
];

/// Bytes of a reply beside its files.
const FORM_BYTES: usize = 256 << 10;

/// What the console's handlers share.
#[derive(Clone)]
pub struct Console {
    store: Store,
    files: Arc<dyn Files>,
    rules: Arc<Rules>,
    languages: Arc<[ConsoleLanguage]>,
    suggest: Suggest,
    public_url: Option<Origin>,
    proxies: Arc<[IpAddr]>,
    attempts: Arc<Attempts>,
    stopping: watch::Receiver<bool>,
    heartbeat: Duration,
}

/// What the console is made of.
pub struct Parts {
    pub store: Store,
    pub files: Arc<dyn Files>,
    pub rules: Arc<Rules>,
    pub languages: Vec<ConsoleLanguage>,
    pub suggest: Suggest,
    pub public_url: Option<Origin>,
    pub proxies: Arc<[IpAddr]>,
    /// Becomes true when the desk stops.
    pub stopping: watch::Receiver<bool>,
    /// How often a stream says something where nothing happens.
    pub heartbeat: Duration,
    /// How long a page, and a reply with its files, may take.
    pub patience: (Duration, Duration),
}

/// All routes of the console.
pub fn router(parts: Parts) -> Router {
    let (quick, slow) = parts.patience;
    let rules = parts.rules;
    let reply_bytes = FORM_BYTES + rules.max_files as usize * rules.max_file_bytes as usize;
    let console = Console {
        store: parts.store,
        files: parts.files,
        rules,
        languages: parts.languages.into(),
        suggest: parts.suggest,
        public_url: parts.public_url,
        proxies: parts.proxies,
        attempts: Arc::new(Attempts::new()),
        stopping: parts.stopping,
        heartbeat: parts.heartbeat,
    };
    let replies = Router::new()
        .route("/desk/tickets/{number}/reply", get(reply::back).post(reply::reply))
        .layer(DefaultBodyLimit::max(reply_bytes))
        .layer(from_fn_with_state(Patience(slow), timeout));
    let pages = Router::new()
        .route("/desk", get(async || Redirect::permanent("/desk/")))
        .route("/desk/", get(queue_page::get))
        .route("/desk/sign-in", get(sign_in::form).post(sign_in::sign_in))
        .route("/desk/sign-out", post(sign_in::sign_out))
        .route("/desk/language/{tag}", get(sign_in::choose_language))
        .route("/desk/tickets/{number}", get(thread_page::get))
        .route("/desk/tickets/{number}/note", get(reply::back).post(reply::note))
        .route("/desk/tickets/{number}/status", post(reply::status))
        .route("/desk/tickets/{number}/assignee", post(reply::assignee))
        .route("/desk/files/{message}/{position}", get(files::get))
        .route("/desk/tickets/{number}/take", post(live::steps::take))
        .route("/desk/tickets/{number}/decline", post(live::steps::decline))
        .route("/desk/tickets/{number}/transfer", post(live::steps::transfer))
        .route("/desk/tickets/{number}/end", post(live::steps::end))
        .route("/desk/tickets/{number}/seen", post(live::steps::seen))
        .route("/desk/tickets/{number}/typing", post(live::steps::typing))
        .route("/desk/tickets/{number}/block", get(live::block::ask).post(live::block::block))
        .route("/desk/live", get(live::get))
        .route("/desk/live/list", get(live::rows))
        .route("/desk/live/chats/{number}", get(live::fragment))
        .route("/desk/live/hints", get(live::hints::get))
        .route("/desk/live/presence", post(live::steps::presence))
        .route("/desk/figures", get(figures::get))
        .route("/desk/figures.csv", get(figures::csv))
        .route("/desk/events", get(events::events))
        .route("/desk/assets/{name}", get(assets::get))
        .route("/desk/{*rest}", any(async || Refusal::NotFound))
        .layer(from_fn_with_state(Patience(quick), timeout));
    replies.merge(pages).layer(from_fn(refusal::explain)).layer(from_fn(protect)).with_state(console)
}

/// Puts the console's policy on its answers; a file has a stricter one.
async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
