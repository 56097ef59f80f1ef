//! Requests to the operator's system.

use crate::app::TestApp;
use crate::hook::{Hook, SECRET, Told};
use helplet_desk::{Config, Retries, Webhook};
use helplet_desk_api::Status;
use serde_json::{Value, json};
use std::time::Duration;

const SOON: Duration = Duration::from_millis(20);

fn to(hook: &Hook, tries: u32) -> impl FnOnce(&mut Config) + use<> {
    let url = hook.url.parse().expect("a URL");
    move |config| {
        config.notices.webhook = Some(Webhook { url, secret: SECRET.parse().expect("a secret") });
        config.notices.retries = Retries { first: SOON, tries };
    }
}

async fn next(hook: &mut Hook) -> Told {
    let told = tokio::time::timeout(Duration::from_secs(20), hook.told.recv()).await;
    told.expect("a request in time").expect("a receiver")
}

#[tokio::test]
async fn every_event_but_what_is_internal_is_told_signed() {
    let mut hook = Hook::start(&[]).await;
    let app = TestApp::start_with(to(&hook, 3)).await;
    let ticket = app.opened("key-00000001").await;
    let told = next(&mut hook).await.body;
    let expected = json!({
        "ticket": ticket.id, "number": ticket.number, "status": "new", "type": "bug", "locale": "zh-CN",
        "tier": null, "email": "someone@example.com", "phone": null, "text": "打开表格时闪退",
    });
    assert_eq!((&told["type"], &told["data"]), (&json!("ticket.created"), &expected));
    assert!(told["timestamp"].as_str().is_some_and(|time| time.ends_with('Z')), "{told}");

    app.reply(&ticket.id, "a note", true, None).await;
    app.reply(&ticket.id, "请升级", false, Some(Status::Waiting)).await;
    let mut told = [next(&mut hook).await.body, next(&mut hook).await.body];
    told.sort_by_key(|body| body["type"].to_string());
    assert_eq!((&told[0]["type"], &told[0]["data"]["text"]), (&json!("message.created"), &json!("请升级")));
    assert_eq!((&told[0]["data"]["author"], &told[0]["data"]["status"]), (&json!("agent"), &json!("waiting")));
    assert_eq!((&told[1]["type"], &told[1]["data"]["text"]), (&json!("ticket.updated"), &Value::Null));
    app.until("deliveries WHERE done_at IS NOT NULL AND payload = ''", 3).await;
    assert_eq!(app.count("deliveries").await, 3);
}

#[tokio::test]
async fn a_receiver_that_fails_is_asked_again_under_the_same_id() {
    // The third is a redirection, which is not followed.
    let mut hook = Hook::start(&[(500, ""), (429, ""), (302, "/elsewhere")]).await;
    let app = TestApp::start_with(to(&hook, 10)).await;
    app.opened("key-00000001").await;
    let first = next(&mut hook).await;
    for _ in 0..3 {
        let again = next(&mut hook).await;
        assert_eq!((&again.id, &again.body), (&first.id, &first.body));
    }
    app.until("deliveries WHERE done_at IS NOT NULL AND attempts = 4", 1).await;
}

#[tokio::test]
async fn it_is_given_up_after_so_many_tries_and_the_desk_takes_tickets_all_the_while() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
    let mut hook = Hook::start(&[]).await;
    hook.url = format!("http://{nobody}/");
    let app = TestApp::start_with(to(&hook, 2)).await;
    app.opened("key-00000001").await;
    app.until("deliveries WHERE given_up_at IS NOT NULL AND attempts = 2 AND last_error = 'no connection'", 1).await;
    app.opened("key-00000002").await;
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_left_alone() {
    let mut hook = Hook::start(&[(410, "")]).await;
    let app = TestApp::start_with(to(&hook, 10)).await;
    app.opened("key-00000001").await;
    next(&mut hook).await;
    app.until("deliveries WHERE given_up_at IS NOT NULL", 1).await;
    app.opened("key-00000002").await;
    assert_eq!(app.count("deliveries").await, 1);
}

#[tokio::test]
async fn what_was_not_sent_before_the_end_is_sent_by_the_next_process() {
    let mut hook = Hook::start(&[]).await;
    let mut app = TestApp::start_with(to(&hook, 10)).await;
    app.opened("key-00000001").await;
    next(&mut hook).await;
    app.until("deliveries WHERE done_at IS NOT NULL", 1).await;
    // As one leaves it that was killed in the middle of a try: taken, and its time has run out.
    let killed = "UPDATE deliveries SET done_at = NULL, payload = '{}', leased_until = 1";
    app.ask_to_stop();
    let database = app.database.clone();
    let _folder = app.ended().await;
    let pool = crate::backend::connect(&database).await;
    sqlx::query(killed).execute(&pool).await.expect("written");
    pool.close().await;
    let change = to(&hook, 10);
    let _again = TestApp::start_with(|config| {
        change(config);
        config.database = database;
    })
    .await;
    assert_eq!(next(&mut hook).await.body, json!({}));
}
