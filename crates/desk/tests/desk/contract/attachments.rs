use crate::app::{PNG, SECRETS, TestApp, attachment, faults, hash, problem, ticket_with};
use helplet_desk::store::{Actor, Addition, StoreError};
use helplet_desk_api::Attachment;
use reqwest::Method;
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Bytes that are no pattern, the first of them a PNG's.
fn picture(length: usize) -> Vec<u8> {
    let noise = (0u32..).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8);
    PNG.iter().copied().chain(noise).take(length).collect()
}

#[tokio::test]
async fn a_file_is_kept_byte_for_byte() {
    let app = TestApp::start().await;
    for length in [PNG.len(), 100_000, 10 << 20] {
        let bytes = picture(length);
        let response = app.put(&hash(&bytes), "image/png", &bytes).await;
        assert_eq!(response.status(), 201);
        let answer: serde_json::Value = response.json().await.expect("JSON");
        assert_eq!(answer, serde_json::json!({ "sha256": hash(&bytes), "size": length }));
        let stored = std::fs::read(app.file(&hash(&bytes))).expect("a file");
        assert!(stored == bytes, "{length} bytes");
    }
}

#[tokio::test]
async fn a_file_put_twice_is_kept_once() {
    let app = TestApp::start().await;
    assert_eq!(app.put(&hash(PNG), "image/png", PNG).await.status(), 201);
    assert_eq!(app.put(&hash(PNG), "image/png", PNG).await.status(), 200);
    assert_eq!(app.count("files").await, 1);
}

#[tokio::test]
async fn who_else_has_put_a_file_is_not_told() {
    let mut app = TestApp::start().await;
    app.put(&hash(PNG), "image/png", PNG).await;
    app.secret = SECRETS[1];
    let sent = ticket_with("/attachments", json!([attachment(PNG, "a.png", "image/png")]));
    let told = problem(app.post("key-00000001", &sent).await, 422, "invalid").await;
    assert_eq!(faults(&told), [("attachments[0].sha256".into(), "file_missing".into())]);
    assert_eq!(app.put(&hash(PNG), "image/png", PNG).await.status(), 201);
    assert_eq!(app.post("key-00000001", &sent).await.status(), 201);
}

#[tokio::test]
async fn what_was_refused_or_broken_off_leaves_nothing_behind() {
    let app = TestApp::start().await;
    problem(app.put(&hash(b"other"), "image/png", PNG).await, 422, "hash-mismatch").await;
    let mut stream = TcpStream::connect(app.address.trim_start_matches("http://")).await.expect("a connection");
    let head = format!(
        "PUT /v1/attachments/{} HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer {}\r\ncontent-type: text/plain\r\n\
         content-length: 100\r\n\r\nhalf",
        hash(PNG),
        app.secret
    );
    let inside = || std::fs::read_dir(app.folder.path().join("files")).expect("a folder").count();
    stream.write_all(head.as_bytes()).await.expect("sent");
    until(|| inside() == 1).await;
    drop(stream);
    until(|| inside() == 0).await;
    assert_eq!(app.count("files").await, 0);
}

#[tokio::test]
async fn a_body_that_broke_off_on_its_way_may_be_sent_again() {
    let app = TestApp::start().await;
    for (route, media_type) in [
        (format!("PUT /v1/attachments/{}", hash(b"half")), "text/plain"),
        ("POST /v1/tickets".to_owned(), "application/json"),
    ] {
        let mut stream = TcpStream::connect(app.address.trim_start_matches("http://")).await.expect("a connection");
        let request = format!(
            "{route} HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer {}\r\nidempotency-key: key-00000001\r\n\
             content-type: {media_type}\r\ncontent-length: 100\r\n\r\nhalf",
            app.secret
        );
        stream.write_all(request.as_bytes()).await.expect("sent");
        stream.shutdown().await.expect("ended");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    }
}

/// Waits for what must come.
async fn until(condition: impl Fn() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("in time");
}

#[tokio::test]
async fn a_file_is_answered_as_something_to_save() {
    let app = TestApp::start().await;
    let (picture, page) = (picture(300_000), b"<script>alert(1)</script>".as_slice());
    app.put(&hash(&picture), "image/png", &picture).await;
    app.put(&hash(page), "text/plain", page).await;
    let files = [attachment(&picture, "截图 \"1\".png", "image/png"), attachment(page, "a.log", "text/plain")];
    assert_eq!(app.post("key-00000001", &ticket_with("/attachments", json!(files))).await.status(), 201);
    for (bytes, media_type, name) in
        [(&*picture, "image/png", "%E6%88%AA%E5%9B%BE%20%221%22.png"), (page, "text/plain", "a.log")]
    {
        let path = format!("/v1/attachments/{}", hash(bytes));
        let head = app.request(Method::HEAD, &path).send().await.expect("an answer");
        let whole = app.get(&path).await;
        for response in [&head, &whole] {
            assert_eq!(response.status(), 200);
            for (header, value) in [
                ("content-type", media_type),
                ("content-length", &*bytes.len().to_string()),
                ("content-disposition", &*format!("attachment; filename*=UTF-8''{name}")),
                ("content-security-policy", "default-src 'none'; sandbox"),
                ("x-content-type-options", "nosniff"),
                ("cache-control", "no-store"),
            ] {
                assert_eq!(response.headers()[header], value, "{header}");
            }
        }
        assert!(whole.bytes().await.expect("bytes") == bytes);
    }
}

#[tokio::test]
async fn a_file_is_for_those_who_put_it_or_see_a_thread_with_it() {
    let mut app = TestApp::start().await;
    let path = format!("/v1/attachments/{}", hash(PNG));
    problem(app.get(&path).await, 404, "not-found").await;
    app.put(&hash(PNG), "image/png", PNG).await;
    let mine = app.get(&path).await;
    assert_eq!((mine.status().as_u16(), &mine.headers()["content-type"]), (200, &"image/png".parse().expect("one")));
    for secret in [SECRETS[1], SECRETS[2]] {
        app.secret = secret;
        if secret == SECRETS[2] {
            app.opened("key-00000001").await;
        }
        problem(app.get(&path).await, 404, "not-found").await;
        assert_eq!(app.request(Method::HEAD, &path).send().await.expect("an answer").status(), 404);
    }
    for none in ["/v1/attachments/x", "/v1/attachments/..%2F..%2Fhelplet.db"] {
        problem(app.get(none).await, 404, "not-found").await;
    }
    problem(app.anonymous(Method::GET, &path).send().await.expect("an answer"), 401, "unauthorized").await;
}

#[tokio::test]
async fn what_no_ticket_names_is_removed_after_a_while() {
    let app = TestApp::start_with(|config| {
        config.orphan_age = Duration::from_millis(300);
        config.sweep_every = Duration::from_millis(50);
    })
    .await;
    let stale = app.folder.path().join("files/incoming-stale");
    std::fs::write(&stale, "half").expect("written");
    let named = picture(1000);
    app.put(&hash(&named), "image/png", &named).await;
    let sent = ticket_with("/attachments", json!([attachment(&named, "a.png", "image/png")]));
    // Fast enough, but for a machine that stood still: then the file is missing, and put again.
    while app.post("key-00000001", &sent).await.status() != 201 {
        app.put(&hash(&named), "image/png", &named).await;
    }
    app.put(&hash(PNG), "image/png", PNG).await;
    until(|| !app.file(&hash(PNG)).exists() && !stale.exists()).await;
    let gone = ticket_with("/attachments", json!([attachment(PNG, "a.png", "image/png")]));
    let told = problem(app.post("key-00000002", &gone).await, 422, "invalid").await;
    assert_eq!(faults(&told), [("attachments[0].sha256".into(), "file_missing".into())]);
    assert!(app.file(&hash(&named)).exists());
    assert_eq!((app.count("files").await, app.count("uploads").await), (1, 1));
}

#[tokio::test]
async fn a_file_swept_away_while_its_ticket_is_written_is_missing() {
    let app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    let file = Attachment { sha256: hash(PNG), name: "a.png".into(), size: 1, media_type: "image/png".into() };
    let mut work = app.store.begin().await.expect("a transaction");
    let files = [file];
    let addition = Addition {
        id: "new",
        thread: &created.id,
        actor: Actor::Visitor,
        internal: false,
        body: "",
        files: &files,
        status: None,
        at: 0,
    };
    let failed = work.add_message(&addition).await;
    assert!(matches!(failed, Err(StoreError::FileMissing { position: 0 })), "{failed:?}");
    drop(work);
    assert_eq!(app.count("messages").await, 1);
}

#[tokio::test]
async fn bytes_that_changed_on_the_way_are_refused() {
    let app = TestApp::start().await;
    let mut bytes = PNG.to_vec();
    bytes.push(0);
    problem(app.put(&hash(PNG), "image/png", &bytes).await, 422, "hash-mismatch").await;
    // Known before or not, the bytes are looked at.
    app.put(&hash(PNG), "image/png", PNG).await;
    problem(app.put(&hash(PNG), "image/png", &bytes).await, 422, "hash-mismatch").await;
}

#[tokio::test]
async fn one_byte_too_many_is_too_much_and_the_sender_hears_it() {
    let app = TestApp::start().await;
    for excess in [1, 5 << 20] {
        let bytes = picture((10 << 20) + excess);
        problem(app.put(&hash(&bytes), "image/png", &bytes).await, 413, "too-large").await;
    }
}

#[tokio::test]
async fn only_listed_kinds_of_file_are_taken() {
    let app = TestApp::start().await;
    let page = b"<html></html>".as_slice();
    for (media_type, bytes) in [
        ("text/html", page),
        ("image/svg+xml", b"<svg/>"),
        ("application/octet-stream", PNG),
        ("", PNG),
        ("image/png", page),
        ("image/jpeg", PNG),
    ] {
        problem(app.put(&hash(bytes), media_type, bytes).await, 415, "media-type").await;
    }
    assert_eq!(app.put(&hash(page), "text/plain; charset=utf-8", page).await.status(), 201);
}

#[tokio::test]
async fn an_empty_file_and_a_name_that_is_no_hash_are_refused() {
    let app = TestApp::start().await;
    let told = problem(app.put(&hash(b""), "text/plain", b"").await, 422, "invalid").await;
    assert_eq!(faults(&told), [("size".into(), "file_empty".into())]);
    for name in ["abc", &hash(PNG).to_uppercase(), &"g".repeat(64)] {
        let told = problem(app.put(name, "image/png", PNG).await, 422, "invalid").await;
        assert_eq!(faults(&told), [("sha256".into(), "sha256".into())]);
    }
}
