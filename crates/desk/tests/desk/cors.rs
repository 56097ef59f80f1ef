use crate::app::{TestApp, ticket};
use reqwest::{Method, Response};

const FRIEND: &str = "https://www.example.com";

async fn app() -> TestApp {
    TestApp::start_with(|config| {
        config.allowed_origins = vec![FRIEND.parse().expect("an origin")];
        config.allowed_headers = vec!["x-tenant".parse().expect("a header")];
    })
    .await
}

async fn preflight(app: &TestApp, origin: &str, path: &str) -> Response {
    app.request(Method::OPTIONS, path)
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type,idempotency-key,last-event-id,x-tenant")
        .send()
        .await
        .expect("an answer")
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn a_configured_origin_may_send_tickets() {
    let app = app().await;
    for path in ["/v1/tickets", "/v1/attachments/abc"] {
        let response = preflight(&app, FRIEND, path).await;
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "access-control-allow-origin"), FRIEND);
        let headers = header(&response, "access-control-allow-headers");
        for name in ["authorization", "content-type", "idempotency-key", "last-event-id", "x-tenant"] {
            assert!(headers.contains(name), "{name} in {headers}");
        }
        let methods = header(&response, "access-control-allow-methods");
        assert!(methods.contains("POST") && methods.contains("PUT"), "{methods}");
        assert_eq!(header(&response, "access-control-allow-credentials"), "");
    }
}

#[tokio::test]
async fn answers_and_problems_can_be_read_by_a_configured_origin() {
    let app = app().await;
    for (key, status) in [("key-00000001", 201), ("short", 400)] {
        let response = app
            .request(Method::POST, "/v1/tickets")
            .header("origin", FRIEND)
            .header("idempotency-key", key)
            .json(&ticket())
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), status);
        assert_eq!(header(&response, "access-control-allow-origin"), FRIEND);
        assert!(header(&response, "access-control-expose-headers").contains("retry-after"));
        assert!(header(&response, "vary").to_lowercase().contains("origin"));
    }
}

#[tokio::test]
async fn any_other_origin_gets_no_leave() {
    let app = app().await;
    for origin in [
        "https://example.com",
        "http://www.example.com",
        "https://www.example.com.evil.test",
        "https://www.example.com:8443",
        "null",
    ] {
        let response = preflight(&app, origin, "/v1/tickets").await;
        assert_eq!(header(&response, "access-control-allow-origin"), "", "{origin}");
        let response = app.request(Method::GET, "/healthz").header("origin", origin).send().await.expect("an answer");
        assert_eq!(header(&response, "access-control-allow-origin"), "", "{origin}");
    }
}

#[tokio::test]
async fn without_configured_origins_nobody_gets_leave() {
    let app = TestApp::start().await;
    let response = preflight(&app, FRIEND, "/v1/tickets").await;
    assert_eq!(header(&response, "access-control-allow-origin"), "");
}
