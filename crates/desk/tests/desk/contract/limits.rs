use crate::app::{PNG, TestApp, hash, problem, ticket};
use helplet_desk::Rate;
use reqwest::{Method, Response};

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
