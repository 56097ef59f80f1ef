//! A small HTTP server that speaks nothing of ours: it serves the site and takes what is sent to it, as
//! an operator's own system would, with answers decided beforehand.

use super::{POLICY, site};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub file_name: String,
    pub media_type: String,
    pub content: Vec<u8>,
}

/// What came with one request.
#[derive(Debug, Clone)]
pub struct Received {
    pub at: Instant,
    pub headers: HeaderMap,
    pub parts: Vec<Part>,
}

/// What is answered to a request.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    pub status: u16,
    /// What stands in a `Retry-After`.
    pub retry_after: Option<Later>,
    pub body: &'static str,
}

/// When to come back, in seconds from now.
#[derive(Debug, Clone, Copy)]
pub enum Later {
    /// Written as they are.
    Seconds(u32),
    /// Written as the date that it is then.
    Date(u32),
}

impl From<u16> for Answer {
    fn from(status: u16) -> Self {
        Self { status, retry_after: None, body: "" }
    }
}

/// The running server; stopped when dropped.
pub struct Receiver {
    received: Arc<Mutex<Vec<Received>>>,
    /// `127.0.0.1:port`.
    pub address: String,
    _runtime: Runtime,
    _site: TempDir,
}

#[derive(Clone)]
struct Shop {
    site: PathBuf,
    answers: Vec<Answer>,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    /// Serves the built site with a page, `page.html`, and answers whatever else is asked of it with
    /// `answers`, one after the other; the last one stands for all that follow.
    pub fn start(page: String, answers: &[Answer]) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let site = tempfile::tempdir().expect("a folder");
        site::copy(site.path(), &[("page.html".into(), page)]);
        let received = Arc::default();
        let shop = Shop { site: site.path().into(), answers: answers.to_vec(), received: Arc::clone(&received) };
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let router = Router::new().fallback(serve).with_state(shop);
        runtime.spawn(async { axum::serve(listener, router).await });
        Self { received, address, _runtime: runtime, _site: site }
    }

    /// What has come so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("a lock").clone()
    }
}

async fn serve(State(shop): State<Shop>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    if method != Method::GET {
        return take(&shop, headers, &body);
    }
    let name = uri.path().trim_start_matches('/').to_owned();
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    let headers = [(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, POLICY)];
    match std::fs::read(shop.site.join(name)) {
        Ok(bytes) => (StatusCode::OK, headers, bytes).into_response(),
        Err(_) => (StatusCode::NOT_FOUND, headers, Vec::new()).into_response(),
    }
}

fn take(shop: &Shop, headers: HeaderMap, body: &[u8]) -> Response {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = kind.split_once("boundary=").map_or("", |(_, boundary)| boundary);
    let parts = if boundary.is_empty() { Vec::new() } else { parts(body, boundary) };
    let mut received = shop.received.lock().expect("a lock");
    let answer = shop.answers[received.len().min(shop.answers.len() - 1)];
    received.push(Received { at: Instant::now(), headers, parts });
    let status = StatusCode::from_u16(answer.status).expect("a status");
    let mut reply = (status, answer.body).into_response();
    match answer.retry_after {
        Some(Later::Seconds(seconds)) => _ = reply.headers_mut().insert(RETRY_AFTER, seconds.into()),
        Some(Later::Date(seconds)) => {
            let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(seconds.into()));
            reply.headers_mut().insert(RETRY_AFTER, date.parse().expect("ASCII"));
        }
        None => {}
    }
    reply
}

/// The parts of a multipart body (RFC 7578).
fn parts(body: &[u8], boundary: &str) -> Vec<Part> {
    let mark = format!("--{boundary}");
    let mut rest = body;
    let mut parts = Vec::new();
    while let Some(start) = place(rest, mark.as_bytes()) {
        rest = &rest[start + mark.len()..];
        let (Some(head), Some(end)) = (place(rest, b"\r\n\r\n"), place(rest, format!("\r\n{mark}").as_bytes())) else {
            break;
        };
        let header = String::from_utf8_lossy(&rest[..head]);
        let quoted = |name: &str| {
            let value = header.split_once(&format!(" {name}=\"")).and_then(|(_, after)| after.split_once('"'));
            value.map_or(String::new(), |(value, _)| value.to_owned())
        };
        let kind = header.lines().find_map(|line| line.strip_prefix("Content-Type: ")).unwrap_or_default();
        parts.push(Part {
            name: quoted("name"),
            file_name: quoted("filename"),
            media_type: kind.to_owned(),
            content: rest[head + 4..end].to_vec(),
        });
        rest = &rest[end..];
    }
    parts
}

fn place(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
