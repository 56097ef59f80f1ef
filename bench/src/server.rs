//! Serves the page of `./x bench search` to itself, so isolated that its clock is fine: 5 µs instead of 100.

use crate::Error;
use axum::Router;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::routing::get;
use std::path::Path;
use tokio::net::TcpListener;

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
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    // Ends with the program.
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(format!("http://{address}/"))
}
