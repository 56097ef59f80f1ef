use super::Console;
use crate::app::{TestApp, ticket};
use helplet_desk_api::Created;
use reqwest::Response;
use std::time::Duration;

/// Reads a stream until it has said this; false when it ends before.
async fn says(stream: &mut Response, text: &str) -> bool {
    let reading = async {
        let mut said = String::new();
        while let Ok(Some(piece)) = stream.chunk().await {
            said.push_str(&String::from_utf8_lossy(&piece));
            if said.contains(text) {
                return true;
            }
        }
        false
    };
    tokio::time::timeout(Duration::from_secs(40), reading).await.expect("in time")
}

#[tokio::test]
async fn agents_hear_of_every_change_on_any_desk() {
    let console = Console::start().await;
    let mut stream = console.get("/desk/events").await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert!(says(&mut stream, "event: beat").await, "greets");
    let other = TestApp::start_with(|config| config.database = console.app.database.clone()).await;
    let created: Created = other.post("key-00000001", &ticket()).await.json().await.expect("JSON");
    assert!(says(&mut stream, &format!("event: change\ndata: {}\n", created.number)).await);
    console.send(&format!("/desk/tickets/{}/note", created.number), &[("body", "a note"), ("seen", "1")]).await;
    assert!(says(&mut stream, &format!("event: change\ndata: {}\n", created.number)).await, "notes too");
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let console = Console::start_with(|config| config.heartbeat = Duration::from_millis(50)).await;
    let mut stream = console.get("/desk/events").await;
    console.send("/desk/sign-out", &[]).await;
    assert!(!says(&mut stream, "never said").await);
}

#[tokio::test]
async fn a_stream_keeps_no_desk_from_stopping() {
    let mut console = Console::start().await;
    let mut stream = console.get("/desk/events").await;
    assert!(says(&mut stream, "event: beat").await);
    console.app.ask_to_stop();
    assert!(!says(&mut stream, "never said").await);
    console.app.ended().await;
}
