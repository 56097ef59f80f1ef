use crate::app::{TestApp, problem};
use helplet_desk::{Config, PAGE_POLICY};
use reqwest::{Method, Response};
use std::fs;

async fn app() -> TestApp {
    app_with(|_| ()).await
}

/// A desk with a small built site.
async fn app_with(change: impl FnOnce(&mut Config)) -> TestApp {
    TestApp::start_with(|config| {
        let site = std::path::Path::new(&config.database).with_file_name("site");
        fs::create_dir_all(site.join("guide")).expect("made");
        for (name, content) in [
            ("index.html", "<!doctype html><title>首页</title>"),
            ("guide/index.html", "<!doctype html><title>指南</title>"),
            ("helplet.js", "plain script"),
            ("helplet.js.br", "brotli bytes"),
            ("helplet.js.gz", "gzip bytes"),
            ("widget-1a2b3c4d5e6f7a8b_bg.wasm", "\0asm"),
            ("zh-CN-0123456789abcdef.hlp", "bundle"),
            ("manifest.json", "{}"),
            ("base.css", "a{}"),
        ] {
            fs::write(site.join(name), content).expect("written");
        }
        config.site = Some(site);
        change(config);
    })
    .await
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn pages_come_with_the_strict_policy() {
    let app = app().await;
    for path in ["/", "/index.html", "/guide/", "/helplet.js"] {
        let response = app.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(header(&response, "content-security-policy"), PAGE_POLICY);
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "referrer-policy"), "strict-origin-when-cross-origin");
    }
    assert!(app.get("/").await.text().await.expect("text").contains("首页"));
    assert!(!PAGE_POLICY.contains("unsafe-inline") && !PAGE_POLICY.contains("'unsafe-eval'"));
}

#[tokio::test]
async fn files_have_the_types_browsers_insist_on() {
    let app = app().await;
    for (path, expected) in [
        ("/", "text/html; charset=utf-8"),
        ("/helplet.js", "text/javascript; charset=utf-8"),
        ("/base.css", "text/css; charset=utf-8"),
        ("/widget-1a2b3c4d5e6f7a8b_bg.wasm", "application/wasm"),
        ("/manifest.json", "application/json"),
        ("/zh-CN-0123456789abcdef.hlp", "application/octet-stream"),
    ] {
        assert_eq!(header(&app.get(path).await, "content-type"), expected, "{path}");
    }
}

#[tokio::test]
async fn only_files_named_by_their_content_are_kept_for_ever() {
    let app = app().await;
    for (path, expected) in [
        ("/", "no-cache"),
        ("/helplet.js", "no-cache"),
        ("/manifest.json", "no-cache"),
        ("/widget-1a2b3c4d5e6f7a8b_bg.wasm", "public, max-age=31536000, immutable"),
        ("/zh-CN-0123456789abcdef.hlp", "public, max-age=31536000, immutable"),
        ("/gone-0123456789abcdef.hlp", "no-store"),
    ] {
        assert_eq!(header(&app.get(path).await, "cache-control"), expected, "{path}");
    }
}

#[tokio::test]
async fn an_unchanged_file_costs_an_empty_answer() {
    let app = app().await;
    let first = app.get("/helplet.js").await;
    let again = app.request(Method::GET, "/helplet.js").header("if-none-match", header(&first, "etag")).send().await;
    assert_eq!(again.expect("an answer").status(), 304);
}

#[tokio::test]
async fn compressed_files_are_served_to_those_who_take_them() {
    let app = app().await;
    for (accepted, encoding, body) in
        [("br, gzip", "br", "brotli bytes"), ("gzip", "gzip", "gzip bytes"), ("identity", "", "plain script")]
    {
        let request = app.request(Method::GET, "/helplet.js").header("accept-encoding", accepted);
        let response = request.send().await.expect("an answer");
        assert_eq!(header(&response, "content-encoding"), encoding);
        assert!(header(&response, "vary").to_lowercase().contains("accept-encoding"));
        assert_eq!(header(&response, "content-type"), "text/javascript; charset=utf-8");
        assert_eq!(response.text().await.expect("text"), body);
    }
}

#[tokio::test]
async fn what_is_not_in_the_folder_is_a_problem_document() {
    let app = app().await;
    for path in
        ["/nothing.js", "/../helplet.db", "/%2e%2e/helplet.db", "/..%2fhelplet.db", "/v1/index.html", "/guide/none"]
    {
        problem(app.get(path).await, 404, "not-found").await;
    }
    let response = app.request(Method::POST, "/index.html").send().await.expect("an answer");
    assert_eq!(header(&response, "allow"), "GET, HEAD");
    problem(response, 405, "method-not-allowed").await;
}

#[tokio::test]
async fn a_configured_origin_may_load_the_widget_from_here() {
    let origin = "https://www.example.com";
    let app = app_with(|config| config.allowed_origins = vec![origin.parse().expect("an origin")]).await;
    let response = app.request(Method::GET, "/helplet.js").header("origin", origin).send().await.expect("an answer");
    assert_eq!(header(&response, "access-control-allow-origin"), origin);
}
