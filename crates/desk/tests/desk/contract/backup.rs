use crate::app::{PNG, TestApp, attachment, hash, rules, ticket_with};
use helplet_desk::{App, Archive, Config};
use helplet_desk_api::{Created, Status};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

async fn archive(app: &TestApp) -> Archive {
    let files = app.folder.path().join("files").display().to_string();
    Archive::open(&app.database, Some(files)).await.expect("opens")
}

/// What is kept, as `helplet export` tells it.
async fn exported(archive: &Archive) -> Vec<Value> {
    archive.store().export("", 1000).await.expect("exported")
}

#[tokio::test]
async fn a_backup_of_a_running_desk_is_a_desk() {
    let app = Arc::new(TestApp::start().await);
    app.put(&hash(PNG), "image/png", PNG).await;
    let sent = ticket_with("/attachments", json!([attachment(PNG, "a.png", "image/png")]));
    let created: Created = app.post("key-00000001", &sent).await.json().await.expect("JSON");
    app.reply(&created.id, "请升级", false, Some(Status::Waiting)).await;
    let (running, busy) = (Arc::clone(&app), Arc::new(AtomicBool::new(true)));
    let still = Arc::clone(&busy);
    let visitors = tokio::spawn(async move {
        let mut at = 2;
        while still.load(Ordering::Relaxed) {
            running.opened(&format!("key-{at:08}")).await;
            at += 1;
        }
        at - 1
    });
    let out = tempfile::tempdir().expect("a folder");
    let out = out.path().join("copy");
    let archive = archive(&app).await;
    let copied = archive.backup(&out).await.expect("copied");
    assert_eq!((copied.files, copied.bytes), (1, PNG.len() as u64));
    busy.store(false, Ordering::Relaxed);
    let tickets = visitors.await.expect("no panic");
    let original = exported(&archive).await;
    assert_eq!(original.len(), tickets);

    // Every ticket in it is whole, and as it was.
    let database = out.join("helplet.db").display().to_string();
    let copy = Archive::open(&database, None).await.expect("opens");
    let copied = exported(&copy).await;
    assert!(!copied.is_empty() && copied.iter().all(|ticket| original.contains(ticket)));
    assert!(copied.iter().any(|ticket| ticket["id"] == created.id.as_str()));
    copy.close().await;

    let again = TestApp::start_with(|config| {
        config.database = database;
        config.files = None;
    })
    .await;
    let ticket: Value = again.get(&format!("/v1/tickets/{}", created.number)).await.json().await.expect("JSON");
    assert_eq!(ticket["messages"][1]["body"], "请升级", "{ticket}");
    let file = again.get(&format!("/v1/attachments/{}", hash(PNG))).await;
    assert_eq!(file.bytes().await.expect("bytes"), PNG);
    // The secrets of the desk came along: links that were sent go on working.
    let token = app.grants.sign(&created.id, 0).expect("an id");
    assert_eq!(again.grants.verify(&token, 0), Some(created.id.clone()));
    // And events are numbered on from where they were.
    let number = again.opened("key-90000000").await.number;
    again.until(&format!("events WHERE data LIKE '%{number}%'"), 1).await;
}

#[tokio::test]
async fn a_backup_that_would_not_be_whole_is_refused() {
    let app = TestApp::start().await;
    app.put(&hash(PNG), "image/png", PNG).await;
    app.post("key-00000001", &ticket_with("/attachments", json!([attachment(PNG, "a.png", "image/png")]))).await;
    let archive = archive(&app).await;
    let full = archive.backup(app.folder.path()).await.expect_err("not empty").to_string();
    assert!(full.contains("is not empty: name a new one"), "{full}");
    for damage in [&PNG[1..], b""] {
        let out = tempfile::tempdir().expect("a folder");
        std::fs::write(app.file(&hash(PNG)), damage).expect("written");
        let error = archive.backup(out.path()).await.expect_err("damaged").to_string();
        assert!(error.contains(&hash(PNG)) && error.contains("missing or damaged"), "{error}");
    }
    let none = Archive::open(&app.folder.path().join("none.db").display().to_string(), None).await;
    let none = none.err().expect("no file").to_string();
    assert!(none.contains("none.db is not there: name the one that the desk uses"), "{none}");
}

#[tokio::test]
async fn an_export_has_all_of_a_ticket() {
    let app = TestApp::start().await;
    app.put(&hash(PNG), "image/png", PNG).await;
    let sent = ticket_with("/attachments", json!([attachment(PNG, "a.png", "image/png")]));
    let created: Created = app.post("key-00000001", &sent).await.json().await.expect("JSON");
    app.reply(&created.id, "a note", true, None).await;
    app.reply(&created.id, "请升级", false, Some(Status::Closed)).await;
    app.request(Method::PUT, "/v1/tickets").send().await.expect("an answer");
    let ticket = exported(&archive(&app).await).await.remove(0);
    for (pointer, expected) in [
        ("/number", json!(created.number)),
        ("/status", json!("closed")),
        ("/environment/os", json!("Windows 11")),
        ("/trail", json!(["搜索：闪退"])),
        ("/email", json!("someone@example.com")),
        ("/messages/0/author", json!("visitor")),
        ("/messages/0/attachments/0/sha256", json!(hash(PNG))),
        ("/messages/1/internal", json!(true)),
        ("/messages/2/agent", json!("lin")),
        ("/status_changes/0/to", json!("new")),
        ("/status_changes/1/from", json!("new")),
    ] {
        assert_eq!(ticket.pointer(pointer), Some(&expected), "{pointer} of {ticket}");
    }
    assert!(ticket["closed_at"].as_str().is_some_and(|time| time.ends_with('Z')), "{ticket}");
}

#[tokio::test]
async fn a_config_of_a_backup_needs_no_more_than_its_file() {
    let app = TestApp::start().await;
    let out = tempfile::tempdir().expect("a folder");
    archive(&app).await.backup(out.path()).await.expect("copied");
    let database = out.path().join("helplet.db").display().to_string();
    assert!(App::open(Config::new(database, rules())).await.is_ok());
}
