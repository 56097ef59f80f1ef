use crate::app::{PNG, SECRETS, TestApp, attachment, hash, ticket_with};
use helplet_desk::Archive;
use helplet_desk::store::Whose;
use helplet_desk_api::{Created, Status};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

const OTHER: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x03\x08\x06";

async fn archive(app: &TestApp) -> Archive {
    let files = app.folder.path().join("files").display().to_string();
    Archive::open(&app.database, Some(files)).await.expect("opens")
}

/// A ticket with this picture and address.
async fn ticket(app: &TestApp, key: &str, picture: &[u8], email: &str) -> Created {
    app.put(&hash(picture), "image/png", picture).await;
    let mut sent = ticket_with("/attachments", json!([attachment(picture, "a.png", "image/png")]));
    sent["contact"]["email"] = json!(email);
    app.post(key, &sent).await.json().await.expect("JSON")
}

#[tokio::test]
async fn what_was_closed_long_ago_is_deleted_with_its_files() {
    let app = TestApp::start_with(|config| {
        config.keep_closed = Some(Duration::from_secs(180 * 86_400));
        config.sweep_every = Duration::from_millis(20);
    })
    .await;
    let old = ticket(&app, "key-00000001", PNG, "a@example.com").await;
    let young = ticket(&app, "key-00000002", OTHER, "b@example.com").await;
    let open = ticket(&app, "key-00000003", OTHER, "c@example.com").await;
    for closed in [&old, &young] {
        app.reply(&closed.id, "再见", false, Some(Status::Closed)).await;
    }
    for sql in ["UPDATE files SET created_at = 0", "UPDATE threads SET created_at = 0, updated_at = 0"] {
        sqlx::query(sql).execute(&app.sql().await).await.expect("written");
    }
    let sql = "UPDATE threads SET closed_at = 0 WHERE id = $1";
    sqlx::query(sql).bind(&old.id).execute(&app.sql().await).await.expect("written");
    app.until("threads", 2).await;
    app.until("files", 1).await;
    assert!(!app.file(&hash(PNG)).exists() && app.file(&hash(OTHER)).exists());
    for kept in [&young, &open] {
        assert_eq!(app.get(&format!("/v1/tickets/{}", kept.id)).await.status(), 200);
    }
    for table in ["messages", "status_changes", "events"] {
        assert_eq!(app.count(&format!("{table} WHERE thread_id = '{}'", old.id)).await, 0, "{table}");
    }
}

#[tokio::test]
async fn one_persons_data_is_deleted_and_nobody_elses() {
    let mut app = TestApp::start().await;
    let mine = ticket(&app, "key-00000001", PNG, "Me@Example.com").await;
    app.secret = SECRETS[1];
    let other = ticket(&app, "key-00000001", OTHER, "you@example.com").await;
    // A second ticket of theirs, from the other's device, which is not forgotten with it.
    let second = ticket(&app, "key-00000002", OTHER, "me@example.com").await;
    let archive = archive(&app).await;
    let person = archive.store().person(&Whose::Email(" me@example.COM".into())).await.expect("found");
    let mut numbers: Vec<_> = person.threads.iter().map(|kept| kept.number.clone()).collect();
    numbers.sort();
    let mut expected = [mine.number.clone(), second.number.clone()];
    expected.sort();
    assert_eq!(numbers, expected);
    assert_eq!(person.files.len(), 2);

    archive.forget(&person).await.expect("forgotten");
    assert_eq!((app.tickets().await, app.count("visitors").await, app.count("files").await), (1, 1, 1));
    assert!(!app.file(&hash(PNG)).exists() && app.file(&hash(OTHER)).exists());
    assert_eq!(app.get(&format!("/v1/tickets/{}", other.id)).await.status(), 200);
    assert!(archive.store().person(&Whose::Email("me@example.com".into())).await.expect("found").is_empty());
    let leftovers = app.count("messages").await + app.count("requests").await;
    assert_eq!(leftovers, 1 + 2, "the other's message, and what their device asked");
    if !crate::POSTGRES {
        let bytes = std::fs::read(&app.database).expect("a file");
        assert!(!bytes.windows(14).any(|part| part == b"Me@Example.com"), "overwritten");
    }
}

#[tokio::test]
async fn a_person_is_found_by_each_thing_they_are_known_by() {
    let app = TestApp::start().await;
    let mut sent = ticket_with("/contact", json!({ "phone": "138 0013 8000" }));
    sent["trail"] = json!([]);
    let created: Created = app.post("key-00000001", &sent).await.json().await.expect("JSON");
    let pool = app.sql().await;
    let user = "INSERT INTO users (id, subject, name, email, created_at, updated_at)
                VALUES ('user', 'u-1', 'Lin', 'lin@example.com', 0, 0)";
    sqlx::query(user).execute(&pool).await.expect("written");
    for sql in ["UPDATE threads SET user_id = 'user'", "UPDATE visitors SET user_id = 'user'"] {
        sqlx::query(sql).execute(&pool).await.expect("written");
    }
    let archive = archive(&app).await;
    for (whose, users) in [
        (Whose::Phone("+86 13800138000".into()), 0),
        (Whose::Subject("u-1".into()), 1),
        (Whose::Email("lin@example.com".into()), 1),
        (Whose::Number(created.number.replace('-', " ")), 0),
    ] {
        let person = archive.store().person(&whose).await.expect("found");
        assert_eq!((person.threads.len(), person.users()), (1, users), "{whose:?}");
    }
    for nobody in [Whose::Phone("12".into()), Whose::Email(String::new()), Whose::Number("1".into())] {
        assert!(archive.store().person(&nobody).await.expect("found").is_empty(), "{nobody:?}");
    }
    archive.forget(&archive.store().person(&Whose::Subject("u-1".into())).await.expect("found")).await.expect("done");
    for table in ["users", "threads", "visitors", "messages", "requests"] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    let gone = app.request(Method::GET, &format!("/v1/tickets/{}", created.id)).send().await.expect("an answer");
    assert_eq!(gone.status(), 404);
}

#[tokio::test]
async fn searches_are_counted_by_what_they_ended_in() {
    let app = TestApp::start().await;
    let pool = app.sql().await;
    for (id, query, article, hits, age) in [
        ("1", "投屏", None, 0, 1),
        ("2", "投屏", None, 0, 2),
        ("3", "投屏", None, 0, 90),
        ("4", "打印", Some("printing"), 3, 1),
        ("5", "打印", None, 3, 1),
    ] {
        let at = helplet_desk::store::clock::now() - age * 86_400_000;
        sqlx::query(
            "INSERT INTO feedback (id, kind, locale, query, article, hits, created_at)
             VALUES ($1, 'search', 'zh-CN', $2, $3, $4, $5)",
        )
        .bind(id)
        .bind(query)
        .bind(article)
        .bind(hits)
        .bind(at)
        .execute(&pool)
        .await
        .expect("written");
    }
    let month = Duration::from_secs(30 * 86_400);
    let vain = app.store.searches_in_vain(month).await.expect("read");
    assert_eq!(vain.iter().map(|it| (&*it.query, it.count)).collect::<Vec<_>>(), [("投屏", 2)]);
    let answered = app.store.searches_answered(month).await.expect("read");
    assert_eq!(answered.len(), 1);
    assert_eq!((answered[0].article.as_deref(), answered[0].count), (Some("printing"), 1));
}
