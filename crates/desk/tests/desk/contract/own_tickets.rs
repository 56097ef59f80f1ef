use crate::app::{PNG, SECRETS, TestApp, attachment, faults, hash, problem, ticket, ticket_with};
use helplet_desk_api::{Author, Created, Message, Status, Ticket, TicketPage};
use reqwest::{Method, Response};
use serde_json::{Value, json};

async fn page(app: &TestApp, query: &str) -> TicketPage {
    let response = app.get(&format!("/v1/tickets{query}")).await;
    assert_eq!(response.status(), 200);
    response.json().await.expect("a page")
}

async fn whole(app: &TestApp, name: &str) -> Ticket {
    let response = app.get(&format!("/v1/tickets/{name}")).await;
    assert_eq!(response.status(), 200, "{name}");
    response.json().await.expect("a ticket")
}

async fn put(app: &TestApp, path: &str, body: &Value) -> Response {
    app.request(Method::PUT, path).json(body).send().await.expect("an answer")
}

fn numbers(page: &TicketPage) -> Vec<&str> {
    page.tickets.iter().map(|ticket| ticket.summary.number.as_str()).collect()
}

/// Every way to a ticket, each with content that would be taken.
async fn every_way(app: &TestApp, name: &str) -> [Response; 4] {
    let path = format!("/v1/tickets/{name}");
    [
        app.get(&path).await,
        app.send(&format!("{path}/messages"), "key-every-way", &json!({ "body": "在吗" })).await,
        put(app, &format!("{path}/read"), &json!({ "message": "0".repeat(32) })).await,
        app.send(&format!("{path}/rating"), "key-every-way", &json!({ "solved": true })).await,
    ]
}

#[tokio::test]
async fn a_ticket_is_read_by_id_or_number_as_it_was_sent() {
    let app = TestApp::start().await;
    app.put(&hash(PNG), "image/png", PNG).await;
    let mut sent = ticket_with("/attachments", json!([attachment(PNG, "截图.png", "image/png")]));
    sent["type"] = json!("payment");
    sent["fields"] = json!({ "order": "A-1", "channel": "微信" });
    sent["contact"]["phone"] = json!("138 1234 5678");
    sent["occurred"] = json!("2026-11-23T09:30");
    let created: Created = app.post("key-00000001", &sent).await.json().await.expect("JSON");
    let ticket = whole(&app, &created.id).await;
    assert_eq!(whole(&app, &created.number).await, ticket);
    assert_eq!(whole(&app, &created.number.replace('-', "")).await, ticket);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!((&ticket.summary.id, &ticket.summary.number), (&created.id, &created.number));
    assert_eq!((&*ticket.summary.kind, ticket.summary.status, ticket.summary.unread), ("payment", Status::New, 0));
    assert_eq!(ticket.summary.created_at, created.created_at);
    // Which of the two goes first on the wire is the test's own JSON library's choice.
    let fields = sent["fields"].as_object().expect("an object").iter();
    let fields: Vec<_> = fields.map(|(name, value)| pair(name, value.as_str().expect("text"))).collect();
    assert_eq!(ticket.fields, fields, "in the order they were sent");
    assert_eq!(ticket.occurred, "2026-11-23T09:30");
    assert_eq!((&*ticket.contact.email, &*ticket.contact.phone), ("someone@example.com", "+8613812345678"));
    assert!(ticket.environment.contains(&pair("os", "Windows 11")) && ticket.rating.is_none());
    let [message] = &ticket.messages[..] else { panic!("{:?}", ticket.messages) };
    assert_eq!((message.author, &*message.body, &message.name), (Author::Visitor, "打开表格时闪退", &None));
    assert_eq!(json!(message.attachments), sent["attachments"]);
}

#[tokio::test]
async fn the_newest_activity_is_first_and_pages_follow_each_other() {
    let app = TestApp::start().await;
    let mut created = Vec::new();
    for at in 0..5 {
        created.push(app.opened(&format!("key-{at:08}")).await);
        until_next_millisecond();
    }
    app.reply(&created[1].id, "请更新到最新版", false, None).await;
    let expected: Vec<&str> = [1, 4, 3, 2, 0].iter().map(|&at| created[at].number.as_str()).collect();
    assert_eq!(numbers(&page(&app, "").await), expected);

    let mut seen = Vec::new();
    let mut query = "?limit=2".to_owned();
    loop {
        let page = page(&app, &query).await;
        assert!(page.tickets.len() <= 2 && page.unread == 1, "{page:?}");
        seen.extend(numbers(&page).into_iter().map(str::to_owned));
        let Some(next) = page.next else { break };
        query = format!("?limit=2&cursor={next}");
    }
    assert_eq!(seen, expected);
    for query in ["?limit=0", "?limit=51", "?limit=x", "?cursor=x"] {
        problem(app.get(&format!("/v1/tickets{query}")).await, 400, "malformed").await;
    }
}

/// Two changes in one millisecond have no order.
fn until_next_millisecond() {
    let now = helplet_desk::store::clock::now();
    while helplet_desk::store::clock::now() == now {
        std::hint::spin_loop();
    }
}

#[tokio::test]
async fn what_agents_write_is_unread_until_it_is_marked() {
    let app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    let first = app.reply(&created.id, "是哪个版本？", false, Some(Status::Waiting)).await;
    let second = app.reply(&created.id, "还有系统？", false, None).await;
    let note = app.reply(&created.id, "用户很急", true, None).await;
    let list = page(&app, "").await;
    assert_eq!((list.unread, list.tickets[0].summary.unread, list.tickets[0].summary.status), (2, 2, Status::Waiting));
    let ticket = whole(&app, &created.id).await;
    let names: Vec<_> = ticket.messages.iter().map(|message| (message.author, message.name.as_deref())).collect();
    assert_eq!(names, [(Author::Visitor, None), (Author::Agent, Some("小林")), (Author::Agent, Some("小林"))]);

    let read = format!("/v1/tickets/{}/read", created.id);
    for (message, left) in [(&first, 1), (&second, 0), (&first, 0)] {
        assert_eq!(put(&app, &read, &json!({ "message": message })).await.status(), 204);
        assert_eq!(page(&app, "").await.unread, left);
    }
    for message in [note, "nothing".to_owned()] {
        let told = problem(put(&app, &read, &json!({ "message": message })).await, 422, "invalid").await;
        assert_eq!(faults(&told), [("message".into(), "unknown_message".into())]);
    }
}

#[tokio::test]
async fn a_note_among_agents_leaves_no_trace() {
    let app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    let before = (page(&app, "").await, whole(&app, &created.id).await);
    until_next_millisecond();
    app.reply(&created.id, "内部：疑似重复", true, Some(Status::Solved)).await;
    assert_eq!((page(&app, "").await, whole(&app, &created.id).await), before);
}

#[tokio::test]
async fn a_message_is_added_once_and_opens_again_what_waits_or_is_done() {
    let app = TestApp::start().await;
    app.put(&hash(PNG), "image/png", PNG).await;
    let created = app.opened("key-00000001").await;
    let messages = format!("/v1/tickets/{}/messages", created.number);
    for (at, (before, after)) in [
        (Status::New, Status::New),
        (Status::Open, Status::Open),
        (Status::Waiting, Status::Open),
        (Status::Solved, Status::Open),
        (Status::Closed, Status::Open),
    ]
    .into_iter()
    .enumerate()
    {
        if before != Status::New {
            app.reply(&created.id, "好的", false, Some(before)).await;
        }
        assert_eq!(whole(&app, &created.id).await.summary.status, before);
        let key = format!("message-{at}");
        let sent = json!({ "body": format!("补充 {at}"), "attachments": [attachment(PNG, "a.png", "image/png")] });
        let first = app.send(&messages, &key, &sent).await;
        assert_eq!(first.status(), 201);
        let first: Message = first.json().await.expect("a message");
        let again: Message = app.send(&messages, &key, &sent).await.json().await.expect("a message");
        assert_eq!(first, again);
        let ticket = whole(&app, &created.id).await;
        assert_eq!((ticket.summary.status, ticket.messages.last()), (after, Some(&first)));
        assert_eq!(ticket.messages.iter().filter(|message| message.author == Author::Visitor).count(), at + 2);
    }
    let changes: Vec<(String, Option<String>, String)> =
        sqlx::query_as("SELECT actor, from_status, to_status FROM status_changes ORDER BY position")
            .fetch_all(&app.sql().await)
            .await
            .expect("rows");
    let told: Vec<String> =
        changes.iter().map(|(actor, from, to)| format!("{actor} {}-{to}", from.as_deref().unwrap_or(""))).collect();
    assert_eq!(
        told,
        [
            "visitor -new",
            "agent new-open",
            "agent open-waiting",
            "visitor waiting-open",
            "agent open-solved",
            "visitor solved-open",
            "agent open-closed",
            "visitor closed-open"
        ]
    );
    assert_eq!(app.count("threads WHERE closed_at IS NULL").await, 1);
}

#[tokio::test]
async fn many_equal_messages_at_once_are_one() {
    let app = std::sync::Arc::new(TestApp::start().await);
    let messages = format!("/v1/tickets/{}/messages", app.opened("key-00000001").await.id);
    let requests: Vec<_> = (0..10)
        .map(|at| {
            let (app, messages) = (std::sync::Arc::clone(&app), messages.clone());
            let key = format!("message-{}", at % 2);
            tokio::spawn(async move { app.send(&messages, &key, &json!({ "body": "在吗" })).await.status() })
        })
        .collect();
    for request in requests {
        assert_eq!(request.await.expect("no panic"), 201);
    }
    assert_eq!(app.count("messages").await, 3);
}

#[tokio::test]
async fn a_message_is_checked_like_a_ticket() {
    let app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    let messages = format!("/v1/tickets/{}/messages", created.id);
    for (body, path, code) in [
        (json!({}), "body", "required"),
        (json!({ "body": "长".repeat(5001) }), "body", "too_long"),
        (json!({ "body": "a\0" }), "body", "character"),
        (json!({ "attachments": [attachment(PNG, "a.png", "image/png")] }), "attachments[0].sha256", "file_missing"),
    ] {
        let told = problem(app.send(&messages, "message-1", &body).await, 422, "invalid").await;
        assert_eq!(faults(&told), [(path.into(), code.into())]);
    }
    let taken = json!({ "body": "补充" });
    assert_eq!(app.send(&messages, "message-1", &taken).await.status(), 201);
    // A key stands for one thing, at whatever address it was sent.
    for (path, body) in [(&messages, json!({ "body": "另一条" })), (&"/v1/tickets".to_owned(), ticket())] {
        problem(app.send(path, "message-1", &body).await, 409, "idempotency-key-reused").await;
    }
    let other = app.opened("key-00000002").await;
    let elsewhere = format!("/v1/tickets/{}/messages", other.id);
    problem(app.send(&elsewhere, "message-1", &taken).await, 409, "idempotency-key-reused").await;
    problem(app.send(&messages, "short", &taken).await, 400, "idempotency-key-missing").await;
    problem(app.send(&messages, "message-2", &json!([])).await, 400, "malformed").await;
}

#[tokio::test]
async fn a_rating_is_kept_and_the_last_word_counts() {
    let app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    let rating = format!("/v1/tickets/{}/rating", created.number);
    for (sent, comment) in
        [(json!({ "solved": false, "comment": " 还是不行 " }), "还是不行"), (json!({ "solved": true }), "")]
    {
        assert_eq!(app.send(&rating, "unused", &sent).await.status(), 204);
        let kept = whole(&app, &created.id).await.rating.expect("a rating");
        assert_eq!((json!(kept.solved), &*kept.comment), (sent["solved"].clone(), comment));
    }
    let long = json!({ "solved": true, "comment": "长".repeat(1001) });
    let told = problem(app.send(&rating, "unused", &long).await, 422, "invalid").await;
    assert_eq!(faults(&told), [("comment".into(), "too_long".into())]);
    for malformed in [json!({}), json!({ "solved": 1 }), json!([true])] {
        problem(app.send(&rating, "unused", &malformed).await, 400, "malformed").await;
    }
}

#[tokio::test]
async fn to_others_a_ticket_is_not_there() {
    let mut app = TestApp::start().await;
    let created = app.opened("key-00000001").await;
    let missing =
        [problem(every_way(&app, &"0".repeat(32)).await.into_iter().next().expect("one"), 404, "not-found").await];
    // One who has never sent anything, and one who has.
    for secret in [SECRETS[1], SECRETS[2]] {
        app.secret = secret;
        if secret == SECRETS[2] {
            app.opened("key-00000002").await;
        }
        for name in [&created.id, &created.number] {
            for response in every_way(&app, name).await {
                assert_eq!(problem(response, 404, "not-found").await, missing[0]);
            }
        }
    }
    assert_eq!(app.count("visitors").await, 2, "reading makes no visitor");
    app.secret = SECRETS[1];
    assert_eq!(page(&app, "").await, TicketPage::default());
    for response in [app.anonymous(Method::GET, "/v1/tickets"), app.anonymous(Method::GET, "/v1/tickets/x")] {
        problem(response.send().await.expect("an answer"), 401, "unauthorized").await;
    }
    app.secret = SECRETS[0];
    assert_eq!(whole(&app, &created.id).await.messages.len(), 1);
}
