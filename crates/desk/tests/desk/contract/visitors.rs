use crate::app::{PNG, SECRETS, TestApp, hash, problem, ticket};
use reqwest::Method;
use sha2::{Digest, Sha256};

#[tokio::test]
async fn who_does_not_say_who_they_are_is_asked() {
    let app = TestApp::start().await;
    let short = &SECRETS[0][..46];
    for header in ["", "Bearer", SECRETS[0], &format!("Basic {}", SECRETS[0]), &format!("Bearer {short}")] {
        let posted = app.anonymous(Method::POST, "/v1/tickets").header("idempotency-key", "key-00000001");
        let put = app.anonymous(Method::PUT, &format!("/v1/attachments/{}", hash(PNG))).body(PNG);
        for request in [posted.json(&ticket()), put.header("content-type", "image/png")] {
            let request = if header.is_empty() { request } else { request.header("authorization", header) };
            let response = request.send().await.expect("an answer");
            assert_eq!(response.headers()["www-authenticate"], "Bearer");
            problem(response, 401, "unauthorized").await;
        }
    }
    assert_eq!((app.count("visitors").await, app.tickets().await, app.count("files").await), (0, 0, 0));
}

#[tokio::test]
async fn a_secret_is_one_visitor_and_is_not_kept() {
    let mut app = TestApp::start().await;
    for secret in [SECRETS[0], SECRETS[1], SECRETS[0]] {
        app.secret = secret;
        app.put(&hash(PNG), "image/png", PNG).await;
    }
    let mut kept: Vec<String> =
        sqlx::query_scalar("SELECT secret_hash FROM visitors").fetch_all(&app.sql().await).await.expect("rows");
    let mut expected = [0, 1].map(|at| format!("{:x}", Sha256::digest(&SECRETS[at][4..])));
    kept.sort();
    expected.sort();
    assert_eq!(kept, expected);
}

#[tokio::test]
async fn a_new_visitor_of_many_requests_at_once_is_one() {
    let app = std::sync::Arc::new(TestApp::start().await);
    let requests: Vec<_> = (0..10)
        .map(|at| {
            let app = std::sync::Arc::clone(&app);
            tokio::spawn(async move { app.post(&format!("key-{at:08}"), &ticket()).await.status() })
        })
        .collect();
    for request in requests {
        assert_eq!(request.await.expect("no panic"), 201);
    }
    assert_eq!(app.count("visitors").await, 1);
    assert_eq!(app.count("threads WHERE visitor_id = (SELECT id FROM visitors)").await, 10);
}
