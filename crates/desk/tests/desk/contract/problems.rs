use crate::app::{TestApp, problem, ticket};
use reqwest::Method;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn unknown_addresses_are_a_problem_document() {
    let app = TestApp::start().await;
    for path in
        ["/", "/nothing", "/v1", "/v1/", "/v1/nothing", "/v1/tickets/", "/v1/attachments/", "/v1/attachments/a/b"]
    {
        problem(app.get(path).await, 404, "not-found").await;
    }
}

#[tokio::test]
async fn a_wrong_method_is_a_problem_document_that_lists_the_right_ones() {
    let app = TestApp::start().await;
    for (method, path, allowed) in [
        (Method::PUT, "/v1/tickets", "GET,HEAD,POST"),
        (Method::DELETE, "/v1/tickets", "GET,HEAD,POST"),
        (Method::POST, "/v1/tickets/abc", "GET,HEAD"),
        (Method::GET, "/v1/tickets/abc/messages", "POST"),
        (Method::GET, "/v1/tickets/abc/rating", "POST"),
        (Method::POST, "/v1/tickets/abc/read", "PUT"),
        (Method::POST, "/v1/attachments/abc", "GET,HEAD,PUT"),
        (Method::POST, "/healthz", "GET,HEAD"),
    ] {
        let response = app.request(method, path).send().await.expect("an answer");
        assert_eq!(response.headers()["allow"], allowed, "{path}");
        problem(response, 405, "method-not-allowed").await;
    }
}

#[tokio::test]
async fn what_is_no_ticket_in_json_is_malformed() {
    let app = TestApp::start().await;
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        r#"{"type":1}"#,
        r#"{"contact":"a@b.cn"}"#,
        "{\"type\":\"\\ud800\"}",
        r#"{"fields":{"a":1}}"#,
        r#"{"attachments":[{"size":-1}]}"#,
        &"[".repeat(5000),
    ] {
        let response = app
            .request(Method::POST, "/v1/tickets")
            .header("idempotency-key", "key-00000001")
            .header("content-type", "application/json")
            .body(body.to_owned())
            .send()
            .await
            .expect("an answer");
        problem(response, 400, "malformed").await;
    }
}

#[tokio::test]
async fn other_media_types_are_refused() {
    let app = TestApp::start().await;
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        let response = app
            .request(Method::POST, "/v1/tickets")
            .header("idempotency-key", "key-00000001")
            .header("content-type", media_type)
            .body(ticket().to_string())
            .send()
            .await
            .expect("an answer");
        problem(response, 415, "media-type").await;
    }
}

#[tokio::test]
async fn a_ticket_needs_a_key_worth_the_name() {
    let app = TestApp::start().await;
    let without = app.request(Method::POST, "/v1/tickets").json(&ticket()).send().await.expect("an answer");
    problem(without, 400, "idempotency-key-missing").await;
    for key in ["short", "with blank 123", &"k".repeat(129)] {
        problem(app.post(key, &ticket()).await, 400, "idempotency-key-missing").await;
    }
}

#[tokio::test]
async fn a_ticket_of_endless_json_is_too_large() {
    let app = TestApp::start().await;
    let mut sent = ticket();
    sent["description"] = serde_json::json!("x".repeat(helplet_desk::MAX_TICKET_BYTES));
    problem(app.post("key-00000001", &sent).await, 413, "too-large").await;
}

#[tokio::test]
async fn a_sender_that_stops_in_the_middle_is_told_after_a_while() {
    let app = TestApp::start_with(|config| config.request_timeout = Duration::from_millis(200)).await;
    let mut stream = TcpStream::connect(app.address.trim_start_matches("http://")).await.expect("a connection");
    let head = "POST /v1/tickets HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = [0; 1024];
    let length = stream.read(&mut answer).await.expect("an answer");
    let answer = String::from_utf8_lossy(&answer[..length]);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("application/problem+json"), "{answer}");
}

#[tokio::test]
async fn health_tells_that_the_database_answers() {
    let app = TestApp::start().await;
    let response = app.get("/healthz").await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.expect("text"), r#"{"status":"ok"}"#);
}

#[tokio::test]
async fn answers_are_neither_guessed_at_nor_cached() {
    let app = TestApp::start().await;
    for response in [app.get("/healthz").await, app.get("/nothing").await, app.post("key-00000001", &ticket()).await] {
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
}
