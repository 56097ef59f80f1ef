//! The page with the widget, served to itself from the built site: a website whose desk is elsewhere.

use crate::Error;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use std::net::SocketAddr;
use std::path::Path;
use tokio::net::TcpListener;

/// Serves every file of the built site, and `page.html`, whose widget sends to the endpoint.
pub fn serve(listener: TcpListener, dist: &Path, endpoint: SocketAddr) -> Result<(), Error> {
    let page = format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\">\
         <title>Soak</title><script async src=\"helplet.js\" data-helplet-endpoint=\"http://{endpoint}\"></script>"
    );
    let mut app = Router::new().route("/page.html", get(async move || ([(CONTENT_TYPE, "text/html")], page)));
    for entry in std::fs::read_dir(dist).map_err(|error| format!("{}: {error}; ./x dist makes it", dist.display()))? {
        let path = entry?.path();
        let (Some(name), Some(ending)) = (path.file_name(), path.extension()) else { continue };
        let kind = match ending.to_str() {
            Some("js") => "text/javascript",
            Some("css") => "text/css",
            Some("wasm") => "application/wasm",
            Some("hlp") => "application/octet-stream",
            _ => continue,
        };
        let content = axum::body::Bytes::from(std::fs::read(&path)?);
        let route = format!("/{}", name.to_string_lossy());
        app = app.route(&route, get(async move || ([(CONTENT_TYPE, kind)], content)));
    }
    // Ends with the program.
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(())
}
