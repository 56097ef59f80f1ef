use crate::app::{PNG, TestApp, hash, problem};
use helplet_desk_api::Status;
use std::time::Duration;

#[tokio::test]
async fn metrics_count_by_route_and_name_nobody() {
    let app = TestApp::start().await;
    app.put(&hash(PNG), "image/png", PNG).await;
    let ticket = app.opened("key-00000001").await;
    app.reply(&ticket.id, "a note", true, None).await;
    app.reply(&ticket.id, "请升级", false, Some(Status::Waiting)).await;
    app.store.wish_live(&ticket.id, true).await.expect("written");
    app.get(&format!("/v1/tickets/{}", ticket.id)).await;
    app.get("/nothing").await;
    let answer = app.client.get(&app.metrics).send().await.expect("an answer");
    assert!(
        answer.headers()["content-type"].to_str().is_ok_and(|kind| kind.starts_with("application/openmetrics-text"))
    );
    let text = answer.text().await.expect("text");
    for line in [
        r#"helplet_requests_total{method="POST",route="/v1/tickets",status="201"} 1"#,
        r#"helplet_requests_total{method="GET",route="/v1/tickets/{id}",status="200"} 1"#,
        r#"helplet_requests_total{method="GET",route="other",status="404"} 1"#,
        r#"helplet_request_duration_seconds_count{route="/v1/tickets"} 1"#,
        &format!("helplet_uploads_bytes_total {}", PNG.len()),
        r#"helplet_tickets{status="waiting"} 1"#,
        r#"helplet_chats{state="missed"} 1"#,
        r#"helplet_messages{author="agent"} 1"#,
        r#"helplet_messages{author="visitor"} 1"#,
        r#"helplet_deliveries_waiting{channel="email"} 0"#,
        r#"helplet_deliveries_given_up{channel="webhook"} 0"#,
        "helplet_streams 0",
        "helplet_event_lag ",
    ] {
        assert!(text.contains(&format!("\n{line}")), "{line} in {text}");
    }
    assert!(!text.contains(&ticket.id) && !text.contains(&ticket.number), "{text}");
    assert_eq!(app.get("/metrics").await.status(), 404, "not on the public listener");
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own() {
    let app = TestApp::start().await;
    let mut ids = Vec::new();
    for path in ["/healthz", "/nothing", "/v1/tickets"] {
        let answer = app.get(path).await;
        ids.push(answer.headers()["x-request-id"].to_str().expect("ASCII").to_owned());
    }
    ids.sort();
    ids.dedup();
    assert!(ids.len() == 3 && ids.iter().all(|id| id.len() == 16), "{ids:?}");
}

#[tokio::test]
async fn a_desk_that_is_told_to_stop_first_says_that_it_leaves() {
    let mut app = TestApp::start_with(|config| config.leave_after = Duration::from_secs(3)).await;
    assert_eq!(app.get("/readyz").await.status(), 200);
    app.ask_to_stop();
    let left = async {
        while app.get("/readyz").await.status() == 200 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(2), left).await.expect("told in time");
    problem(app.get("/readyz").await, 503, "unavailable").await;
    // It still lives, and still takes what comes.
    assert_eq!(app.get("/healthz").await.status(), 200);
    app.opened("key-00000001").await;
    app.ended().await;
}

#[tokio::test]
async fn a_desk_without_its_database_lives_and_is_not_ready() {
    let app = TestApp::start().await;
    app.store.close().await;
    problem(app.get("/readyz").await, 503, "unavailable").await;
    assert_eq!(app.get("/healthz").await.status(), 200);
}
