use crate::app::{PNG, SECRETS, TestApp, attachment, faults, hash, problem, ticket, ticket_with};
use helplet_desk_api::{Created, Status, ticket_number_in};
use serde_json::{Value, json};
use std::collections::HashSet;

#[tokio::test]
async fn a_ticket_is_stored_as_it_was_sent() {
    let app = TestApp::start().await;
    let mut sent = ticket_with("/contact/phone", json!("138 1234 5678"));
    sent["type"] = json!("payment");
    sent["fields"] = json!({ "order": "A-1", "channel": "微信" });
    sent["occurred"] = json!("2026-11-23T09:30");
    let response = app.post("key-00000001", &sent).await;
    assert_eq!(response.status(), 201);
    let created: Created = response.json().await.expect("JSON");
    assert_eq!(created.status, Status::New);
    assert_eq!(ticket_number_in(&created.number).as_ref(), Some(&created.number));
    assert!(created.id.len() == 32 && created.created_at.ends_with('Z'), "{created:?}");

    type Row = (String, String, String, String, String, String, String, String, String);
    let row: Row = sqlx::query_as(
        "SELECT threads.id, type, body, fields, environment, trail, occurred || ' ' || locale, email, phone
         FROM threads JOIN messages ON thread_id = threads.id",
    )
    .fetch_one(&app.sql().await)
    .await
    .expect("one ticket");
    assert_eq!(row.0, created.id);
    assert_eq!((&*row.1, &*row.2), ("payment", "打开表格时闪退"));
    assert_eq!(serde_json::from_str::<Value>(&row.3).expect("JSON"), sent["fields"]);
    assert_eq!(serde_json::from_str::<Value>(&row.4).expect("JSON"), sent["environment"]);
    assert_eq!(row.5, r#"["搜索：闪退"]"#);
    assert_eq!((&*row.6, &*row.7, &*row.8), ("2026-11-23T09:30 zh-CN", "someone@example.com", "+8613812345678"));
}

#[tokio::test]
async fn the_same_request_again_gets_the_same_answer_and_opens_nothing() {
    let app = TestApp::start().await;
    let first = app.post("key-00000001", &ticket()).await.text().await.expect("text");
    // The same content in another order of keys is the same request.
    let mut reordered: Vec<(String, Value)> = ticket().as_object().expect("an object").clone().into_iter().collect();
    reordered.reverse();
    let body: Vec<String> = reordered.iter().map(|(key, value)| format!("{key:?}: {value}")).collect();
    let again = app
        .request(reqwest::Method::POST, "/v1/tickets")
        .header("idempotency-key", "key-00000001")
        .header("content-type", "application/json; charset=utf-8")
        .body(format!("{{ {} }}", body.join(" , ")))
        .send()
        .await
        .expect("an answer");
    assert_eq!(again.status(), 201);
    assert_eq!(again.text().await.expect("text"), first);
    assert_eq!(app.tickets().await, 1);
}

#[tokio::test]
async fn twenty_equal_requests_at_once_open_one_ticket() {
    let app = std::sync::Arc::new(TestApp::start().await);
    let requests: Vec<_> = (0..20)
        .map(|_| {
            let app = std::sync::Arc::clone(&app);
            tokio::spawn(async move {
                let response = app.post("key-00000001", &ticket()).await;
                assert_eq!(response.status(), 201);
                response.text().await.expect("text")
            })
        })
        .collect();
    let mut answers = HashSet::new();
    for request in requests {
        answers.insert(request.await.expect("no panic"));
    }
    assert_eq!(answers.len(), 1);
    assert_eq!(app.tickets().await, 1);
}

#[tokio::test]
async fn a_key_is_its_visitors_own() {
    let mut app = TestApp::start().await;
    let first: Created = app.post("key-00000001", &ticket()).await.json().await.expect("JSON");
    app.secret = SECRETS[1];
    let second: Created = app.post("key-00000001", &ticket()).await.json().await.expect("JSON");
    assert_ne!(first.id, second.id);
    assert_eq!(app.tickets().await, 2);
}

#[tokio::test]
async fn one_key_cannot_stand_for_two_tickets() {
    let app = TestApp::start().await;
    app.post("key-00000001", &ticket()).await;
    let other = ticket_with("/description", json!("另一件事"));
    problem(app.post("key-00000001", &other).await, 409, "idempotency-key-reused").await;
    assert_eq!(app.tickets().await, 1);
}

#[tokio::test]
async fn different_tickets_get_different_numbers() {
    let app = TestApp::start().await;
    let mut numbers = HashSet::new();
    for at in 0..20 {
        let created: Created = app.post(&format!("key-{at:08}"), &ticket()).await.json().await.expect("JSON");
        numbers.insert(created.number);
    }
    assert_eq!(numbers.len(), 20);
}

#[tokio::test]
async fn every_fault_is_told_with_its_place() {
    let app = TestApp::start().await;
    let file = attachment(PNG, "截图.png", "image/png");
    let file_with = |name: &str, value: Value| {
        let mut file = file.clone();
        file[name] = value;
        json!([file])
    };
    let payment = |fields: Value| {
        let mut ticket = ticket_with("/type", json!("payment"));
        ticket["fields"] = fields;
        ticket
    };
    let long = |length: usize| json!("长".repeat(length));
    let cases: Vec<(&str, &str, Value)> = vec![
        ("type", "required", ticket_with("/type", json!(""))),
        ("type", "unknown_type", ticket_with("/type", json!("refund"))),
        ("fields.order", "required", payment(json!({}))),
        ("fields.order", "too_long", payment(json!({ "order": "x".repeat(21) }))),
        ("fields.channel", "unknown_option", payment(json!({ "order": "A", "channel": "现金" }))),
        ("fields.color", "unknown_field", payment(json!({ "order": "A", "color": "red" }))),
        ("description", "required", ticket_with("/description", json!(" "))),
        ("description", "too_long", ticket_with("/description", long(5001))),
        ("description", "character", ticket_with("/description", json!("a\0b"))),
        ("occurred", "date", ticket_with("/occurred", json!("2026-02-30T10:00"))),
        ("environment.os", "too_long", ticket_with("/environment/os", long(501))),
        ("contact", "required", ticket_with("/contact", json!({}))),
        ("contact.email", "email", ticket_with("/contact/email", json!("someone@example"))),
        ("contact.phone", "phone", ticket_with("/contact/phone", json!("1381234567"))),
        ("attachments", "too_many", ticket_with("/attachments", json!(vec![file.clone(); 6]))),
        ("attachments[0].sha256", "sha256", ticket_with("/attachments", file_with("sha256", json!("abc")))),
        ("attachments[0].name", "required", ticket_with("/attachments", file_with("name", json!("")))),
        ("attachments[0].size", "file_empty", ticket_with("/attachments", file_with("size", json!(0)))),
        ("attachments[0].size", "file_too_big", ticket_with("/attachments", file_with("size", json!(10485761)))),
        (
            "attachments[0].media_type",
            "media_type",
            ticket_with("/attachments", file_with("media_type", json!("text/html"))),
        ),
        ("locale", "locale", ticket_with("/locale", json!("zh_CN"))),
        ("trail[0]", "too_long", ticket_with("/trail", json!([long(201)]))),
    ];
    for (at, (path, code, sent)) in cases.iter().enumerate() {
        let told = problem(app.post(&format!("key-{at:08}"), sent).await, 422, "invalid").await;
        let told = faults(&told);
        assert!(told.contains(&((*path).to_owned(), (*code).to_owned())), "{path} {code}: {told:?}");
    }
    // Repeated names can't be made with a JSON library.
    let twice = r#"{"type":"bug","description":"x","contact":{"email":"a@b.cn"},"environment":{"os":"1","os":"2"}}"#;
    let response = app
        .request(reqwest::Method::POST, "/v1/tickets")
        .header("idempotency-key", "key-twice")
        .header("content-type", "application/json")
        .body(twice)
        .send()
        .await
        .expect("an answer");
    let told = problem(response, 422, "invalid").await;
    assert_eq!(faults(&told), [("environment.os".into(), "repeated".into())]);
    assert_eq!(app.tickets().await, 0);
}

#[tokio::test]
async fn limits_are_told_as_numbers() {
    let app = TestApp::start().await;
    let sent = ticket_with("/description", json!("长".repeat(5001)));
    let told = problem(app.post("key-00000001", &sent).await, 422, "invalid").await;
    assert_eq!(told["errors"][0]["max"], 5000);
}

#[tokio::test]
async fn a_key_whose_ticket_was_refused_can_be_used_for_the_mended_one() {
    let app = TestApp::start().await;
    let refused = app.post("key-00000001", &ticket_with("/contact", json!({}))).await;
    assert_eq!(refused.status(), 422);
    assert_eq!(app.post("key-00000001", &ticket()).await.status(), 201);
}

#[tokio::test]
async fn missing_files_are_named_so_that_only_they_are_sent_again() {
    let app = TestApp::start().await;
    let (here, missing) = (PNG, b"never sent".as_slice());
    app.put(&hash(here), "image/png", here).await;
    let files = json!([attachment(here, "a.png", "image/png"), attachment(missing, "b.log", "text/plain")]);
    let sent = ticket_with("/attachments", files);
    let told = problem(app.post("key-00000001", &sent).await, 422, "invalid").await;
    assert_eq!(faults(&told), [("attachments[1].sha256".into(), "file_missing".into())]);

    app.put(&hash(missing), "text/plain", missing).await;
    assert_eq!(app.post("key-00000001", &sent).await.status(), 201);
    let stored: Vec<(String, String, i64, String)> =
        sqlx::query_as("SELECT sha256, name, size, media_type FROM attachments ORDER BY position")
            .fetch_all(&app.sql().await)
            .await
            .expect("rows");
    let expected = [
        (hash(here), "a.png".to_owned(), here.len() as i64, "image/png".to_owned()),
        (hash(missing), "b.log".to_owned(), missing.len() as i64, "text/plain".to_owned()),
    ];
    assert_eq!(stored, expected);
}

#[tokio::test]
async fn a_file_that_is_not_what_the_ticket_says_is_refused() {
    let app = TestApp::start().await;
    app.put(&hash(PNG), "image/png", PNG).await;
    let page = b"<html>not a picture</html>".as_slice();
    app.put(&hash(page), "text/plain", page).await;
    let mut wrong_size = attachment(PNG, "a.png", "image/png");
    wrong_size["size"] = json!(1);
    for (file, path, code) in [
        (wrong_size, "attachments[0].size", "file_size"),
        (attachment(page, "a.png", "image/png"), "attachments[0].media_type", "media_type"),
        (attachment(PNG, "a.jpg", "image/jpeg"), "attachments[0].media_type", "media_type"),
    ] {
        let told = app.post("key-00000001", &ticket_with("/attachments", json!([file]))).await;
        assert_eq!(faults(&problem(told, 422, "invalid").await), [(path.into(), code.into())]);
    }
}
