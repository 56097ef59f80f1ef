use crate::app::{PNG, TestApp, hash, problem, ticket, ticket_with};
use helplet_desk::Rate;
use helplet_desk_api::{Created, ticket_number_in};
use reqwest::{Method, Response};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn seconds(response: &Response) -> u64 {
    response.headers()["retry-after"].to_str().ok().and_then(|text| text.parse().ok()).expect("seconds")
}

#[tokio::test]
async fn who_asks_too_much_is_told_when_to_come_back() {
    let app = TestApp::start_with(|config| config.request_rate = Rate { per_minute: 3 }).await;
    for at in 0..3 {
        assert_eq!(app.post(&format!("key-{at:08}"), &ticket()).await.status(), 201);
    }
    let refused = app.post("key-00000009", &ticket()).await;
    assert!((1..=21).contains(&seconds(&refused)));
    problem(refused, 429, "too-many-requests").await;
    assert_eq!(app.get("/healthz").await.status(), 200, "only the contract's routes are limited");
    assert_eq!(app.tickets().await, 3);
}

#[tokio::test]
async fn files_have_a_limit_of_their_own_and_a_big_one_hears_the_refusal() {
    let app = TestApp::start_with(|config| config.upload_rate = Rate { per_minute: 1 }).await;
    assert_eq!(app.put(&hash(PNG), "image/png", PNG).await.status(), 201);
    let big = vec![7; 8 << 20];
    let refused = app.put(&hash(&big), "text/plain", &big).await;
    assert!((1..=61).contains(&seconds(&refused)));
    problem(refused, 429, "too-many-requests").await;
    assert_eq!(app.post("key-00000001", &ticket()).await.status(), 201);
}

#[tokio::test]
async fn forwarded_addresses_count_only_from_a_trusted_proxy() {
    async fn two_from_different_addresses(app: &TestApp) -> Vec<u16> {
        let mut statuses = Vec::new();
        for address in ["203.0.113.1", "203.0.113.2"] {
            let request = app.request(Method::POST, "/v1/tickets").header("x-forwarded-for", address);
            let response = request.header("idempotency-key", address).json(&ticket()).send().await;
            statuses.push(response.expect("an answer").status().as_u16());
        }
        statuses
    }
    let one = Rate { per_minute: 1 };
    let app = TestApp::start_with(|config| config.request_rate = one).await;
    assert_eq!(two_from_different_addresses(&app).await, [201, 429]);
    let app = TestApp::start_with(|config| {
        config.request_rate = one;
        config.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
    })
    .await;
    assert_eq!(two_from_different_addresses(&app).await, [201, 201]);
}

#[tokio::test]
async fn a_device_that_asks_too_much_is_told_so_from_any_address() {
    let mut app = TestApp::start_with(|config| {
        config.visitor_rate = Rate { per_minute: 2 };
        config.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
    })
    .await;
    let ask = |app: &TestApp, address: &str| {
        app.request(Method::GET, "/v1/tickets").header("x-forwarded-for", address.to_owned()).send()
    };
    for (address, status) in [("203.0.113.1", 200), ("203.0.113.2", 200), ("203.0.113.3", 429)] {
        assert_eq!(ask(&app, address).await.expect("an answer").status(), status);
    }
    app.secret = crate::app::SECRETS[1];
    assert_eq!(ask(&app, "203.0.113.1").await.expect("an answer").status(), 200);
}

#[tokio::test]
async fn what_fills_in_every_field_is_thanked_and_forgotten() {
    let app = TestApp::start().await;
    let response = app.post("key-00000001", &ticket_with("/website", json!("https://spam.example"))).await;
    assert_eq!(response.status(), 201);
    let created: Created = response.json().await.expect("JSON");
    assert!(created.id.len() == 32 && ticket_number_in(&created.number).is_some(), "{created:?}");
    assert_eq!((app.tickets().await, app.count("requests").await), (0, 0));
    problem(app.get(&format!("/v1/tickets/{}", created.id)).await, 404, "not-found").await;
    problem(app.post("key-00000002", &ticket_with("/contact", json!({}))).await, 422, "invalid").await;
}

async fn connect(app: &TestApp) -> TcpStream {
    TcpStream::connect(app.address.trim_start_matches("http://")).await.expect("a connection")
}

#[tokio::test]
async fn who_does_not_say_what_they_want_is_let_go() {
    let app = TestApp::start_with(|config| config.header_timeout = Duration::from_millis(100)).await;
    for said in ["", "GET /healthz HTTP/1.1\r\nhost: de"] {
        let mut stream = connect(&app).await;
        stream.write_all(said.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        let end = tokio::time::timeout(Duration::from_secs(20), stream.read_to_string(&mut answer)).await;
        end.expect("in time").expect("an end");
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{answer}");
    }
    assert_eq!(app.get("/healthz").await.status(), 200);
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_their_turn() {
    let app = TestApp::start_with(|config| config.max_connections = 1).await;
    let request = b"GET /healthz HTTP/1.1\r\nhost: desk\r\n\r\n";
    let mut piece = [0; 512];
    let mut first = connect(&app).await;
    first.write_all(request).await.expect("sent");
    assert!(first.read(&mut piece).await.expect("an answer") > 0);
    let mut second = connect(&app).await;
    second.write_all(request).await.expect("sent");
    let waiting = tokio::time::timeout(Duration::from_millis(200), second.read(&mut piece)).await;
    assert!(waiting.is_err(), "answered beside the first");
    drop(first);
    let length = second.read(&mut piece).await.expect("an answer");
    assert!(piece[..length].starts_with(b"HTTP/1.1 200 "));
}

/// The head of an upload of this length.
async fn upload(app: &TestApp, length: usize) -> TcpStream {
    let mut stream = TcpStream::connect(app.address.trim_start_matches("http://")).await.expect("a connection");
    let head = format!(
        "PUT /v1/attachments/{} HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer {}\r\ncontent-type: text/plain\r\n\
         content-length: {length}\r\n\r\n",
        hash(b"never sent"),
        app.secret
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream
}

#[tokio::test]
async fn an_upload_that_trickles_is_ended_and_nothing_of_it_is_kept() {
    let idle = Duration::from_millis(300);
    let app = TestApp::start_with(|config| config.upload_idle = idle).await;
    let (mut answer, mut writer) = upload(&app, 1 << 20).await.into_split();
    let begun = Instant::now();
    let trickle = async {
        // Never silent for long, and never done.
        while writer.write_all(b"x").await.is_ok() {
            tokio::time::sleep(idle / 30).await;
        }
        std::future::pending::<()>().await;
    };
    let mut head = [0; 2048];
    let length = tokio::select! {
        length = answer.read(&mut head) => length.expect("an answer"),
        () = trickle => unreachable!("it waits for ever"),
        () = tokio::time::sleep(Duration::from_secs(20)) => panic!("it goes on"),
    };
    assert!(begun.elapsed() >= idle, "{:?}", begun.elapsed());
    let told = String::from_utf8_lossy(&head[..length]);
    assert!(told.starts_with("HTTP/1.1 408 ") && told.contains("less than 16384 bytes came in 0.3 seconds"), "{told}");
    assert_eq!(app.count("uploads").await, 0);
}

#[tokio::test]
async fn an_upload_that_keeps_coming_may_take_longer_than_that() {
    let idle = Duration::from_millis(1500);
    let app = TestApp::start_with(|config| config.upload_idle = idle).await;
    let piece = [b'x'; 16 << 10];
    let mut stream = upload(&app, 20 * piece.len()).await;
    for _ in 0..20 {
        stream.write_all(&piece).await.expect("taken");
        tokio::time::sleep(idle / 15).await;
    }
    let mut head = [0; 2048];
    let length = stream.read(&mut head).await.expect("an answer");
    let told = String::from_utf8_lossy(&head[..length]);
    assert!(told.starts_with("HTTP/1.1 422 ") && told.contains("hash-mismatch"), "read to its end: {told}");
}
