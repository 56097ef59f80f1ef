//! A small HTTP server that speaks nothing of ours: it serves the site and takes one POST, as an
//! operator's own system would.

use super::{POLICY, site};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::IntoResponse;
use axum::routing::post;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
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

/// What came with one POST.
#[derive(Debug, Clone)]
pub struct Received {
    pub headers: HeaderMap,
    pub parts: Vec<Part>,
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
    answer: StatusCode,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    /// Serves the built site with a page, `page.html`, and answers POST /hook with a status and no body.
    pub fn start(page: String, answer: u16) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let site = tempfile::tempdir().expect("a folder");
        site::copy(site.path(), &[("page.html".into(), page)]);
        let received = Arc::default();
        let answer = StatusCode::from_u16(answer).expect("a status");
        let shop = Shop { site: site.path().into(), answer, received: Arc::clone(&received) };
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let router = Router::new().route("/hook", post(take)).fallback(serve).with_state(shop);
        runtime.spawn(async { axum::serve(listener, router).await });
        Self { received, address, _runtime: runtime, _site: site }
    }

    /// What has come so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("a lock").clone()
    }
}

async fn serve(State(shop): State<Shop>, uri: Uri) -> impl IntoResponse {
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
        Ok(bytes) => (StatusCode::OK, headers, bytes),
        Err(_) => (StatusCode::NOT_FOUND, headers, Vec::new()),
    }
}

async fn take(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = kind.split_once("boundary=").map_or("", |(_, boundary)| boundary);
    let parts = parts(&body, boundary);
    shop.received.lock().expect("a lock").push(Received { headers, parts });
    shop.answer
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
