use crate::app::{SECRETS, TestApp, problem};
use helplet_desk::store::clock;
use helplet_desk::{GRANT_TIME, Grants};
use helplet_desk_api::{EventPage, Granted, TicketPage};
use serde_json::json;

#[tokio::test]
async fn a_link_lets_its_device_see_this_ticket_and_answer() {
    let mut app = TestApp::start().await;
    let (created, other) = (app.opened("key-00000001").await, app.opened("key-00000002").await);
    let token = app.grants.sign(&created.id, clock::now()).expect("a token");
    app.secret = SECRETS[1];
    for _ in 0..2 {
        let granted: Granted = app.present("/v1/grants", &token).await.json().await.expect("JSON");
        assert_eq!((granted.ticket, granted.number), (created.id.clone(), created.number.clone()));
    }
    let page: TicketPage = app.get("/v1/tickets").await.json().await.expect("a page");
    assert_eq!(page.tickets.iter().map(|ticket| &ticket.summary.number).collect::<Vec<_>>(), [&created.number]);
    let path = format!("/v1/tickets/{}", created.number);
    assert_eq!(app.get(&path).await.status(), 200);
    let sent = app.send(&format!("{path}/messages"), "message-1", &json!({ "body": "谢谢" })).await;
    assert_eq!(sent.status(), 201);
    problem(app.get(&format!("/v1/tickets/{}", other.id)).await, 404, "not-found").await;

    // And hear of it.
    app.reply(&created.id, "不客气", false, None).await;
    app.reply(&other.id, "另一件", false, None).await;
    let request = app.request(reqwest::Method::GET, "/v1/events").header("accept", "application/json");
    let heard: EventPage =
        request.header("last-event-id", "0").send().await.expect("an answer").json().await.expect("JSON");
    assert!(!heard.events.is_empty() && heard.events.iter().all(|event| event.data.ticket == created.id), "{heard:?}");
}

#[tokio::test]
async fn any_other_token_is_refused_and_leaves_no_trace() {
    let mut app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    app.secret = SECRETS[1];
    let now = clock::now();
    let good = app.grants.sign(&created.id, now).expect("a token");
    let expired = app.grants.sign(&created.id, now - GRANT_TIME.as_millis() as i64 - 1).expect("a token");
    let foreign = Grants::new([7; 32]).sign(&created.id, now).expect("a token");
    for token in ["", "hg1_", &good[1..], &good[..good.len() - 1], &expired, &foreign] {
        problem(app.present("/v1/grants", token).await, 401, "token-refused").await;
    }
    assert_eq!((app.count("visitors").await, app.count("grants").await), (1, 0));
    let gone = app.grants.sign(&"0".repeat(32), now).expect("a token");
    problem(app.present("/v1/grants", &gone).await, 404, "not-found").await;
}
