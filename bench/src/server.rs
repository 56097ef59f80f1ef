//! Pages for measurements: that of `./x bench search`, so isolated that its clock is fine (5 µs instead of
//! 100), and a folder as an ordinary host serves it.

use crate::Error;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

const ISOLATED: [(HeaderName, &str); 2] = [
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
];

const PAGE: &str = "<!doctype html><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\"><title>Search</title>\
    <script type=\"module\" src=\"page.js\"></script>";

/// Serves `page.js` and `engine.wasm` from a folder, and the documents and queries, on a free port.
/// Returns the address, which ends with a slash.
pub async fn start(folder: &Path, collection: String) -> Result<String, Error> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|error| format!("{}: {error}; ./x bench search makes it", path.display()))
    };
    let mut app = Router::new();
    for (path, kind, content) in [
        ("/", "text/html", PAGE.into()),
        ("/page.js", "text/javascript", read("page.js")?),
        ("/engine.wasm", "application/wasm", read("engine.wasm")?),
        ("/collection.json", "application/json", collection.into_bytes()),
    ] {
        let content = axum::body::Bytes::from(content);
        app = app.route(path, get(async move || (ISOLATED, [(CONTENT_TYPE, kind)], content)));
    }
    listen(app).await
}

/// Serves a folder on a free port, compressed files to those who take them, and with no policy: not every
/// widget works under ours. Returns the address, which ends with a slash. `GET /sent` tells how many bytes
/// of content have been sent in how many answers, pages apart: what a worker fetches, its page doesn't see.
pub async fn of_folder(folder: &Path) -> Result<String, Error> {
    let sent = Sent::default();
    let told = Arc::clone(&sent);
    let files = ServeDir::new(folder).precompressed_br();
    let files = Router::new().fallback_service(files).layer(from_fn_with_state(sent, count));
    let tell = async move || Json(told.lock().map_or((0, 0), |sent| *sent));
    listen(files.route("/sent", get(tell))).await
}

/// Bytes and answers so far.
type Sent = Arc<Mutex<(u64, u64)>>;

async fn count(State(sent): State<Sent>, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let is_page = header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html"));
    let length: u64 = header(CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or(0);
    if !is_page && let Ok(mut sent) = sent.lock() {
        *sent = (sent.0 + length, sent.1 + 1);
    }
    answer
}

async fn listen(app: Router) -> Result<String, Error> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    // Ends with the program.
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(format!("http://{address}/"))
}
