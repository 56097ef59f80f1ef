use crate::app::{PNG, TestApp, attachment, hash, rules, ticket, ticket_with};
use helplet_desk::{App, Config};
use helplet_desk_api::Created;
use serde_json::json;
use sqlx::SqlitePool;
use std::fs;
use std::path::PathBuf;

/// What the start says that must fail.
async fn refusal(config: Config) -> String {
    match App::open(config).await {
        Ok(_) => panic!("opened"),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn what_was_answered_survives_a_crash() {
    let app = TestApp::start().await;
    app.put(&hash(PNG), "image/png", PNG).await;
    let sent = ticket_with("/attachments", json!([attachment(PNG, "a.png", "image/png")]));
    let created: Created = app.post("key-00000001", &sent).await.json().await.expect("JSON");
    // The files as a crash at this moment leaves them: nothing was closed or checkpointed.
    let crashed = tempfile::tempdir().expect("a folder");
    for file in fs::read_dir(app.folder.path()).expect("a folder") {
        let file = file.expect("a file");
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(file.path(), crashed.path().join(file.file_name())).expect("copied");
        }
    }
    let pool = SqlitePool::connect(&format!("sqlite://{}/helplet.db", crashed.path().display())).await.expect("opens");
    let number: String = sqlx::query_scalar("SELECT number FROM tickets").fetch_one(&pool).await.expect("a ticket");
    assert_eq!(number, created.number);
    let bytes: Vec<u8> = sqlx::query_scalar(
        "SELECT bytes FROM files JOIN ticket_attachments USING (sha256) JOIN tickets ON tickets.id = ticket_id",
    )
    .fetch_one(&pool)
    .await
    .expect("a file");
    assert_eq!(bytes, PNG);
}

#[tokio::test]
async fn a_desk_started_again_answers_a_repeated_request_as_before() {
    let mut app = TestApp::start().await;
    let first = app.post("key-00000001", &ticket()).await.text().await.expect("text");
    app.ask_to_stop();
    let folder = app.ended().await;
    let database = folder.path().join("helplet.db");
    let again = TestApp::start_with(|config| config.database = database).await;
    assert_eq!(again.post("key-00000001", &ticket()).await.text().await.expect("text"), first);
}

#[tokio::test]
async fn a_path_that_cannot_be_a_database_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("notes.txt");
    fs::write(
        &text,
        "not a database, but long enough to have a header of its own, one would think, or is it?".repeat(9),
    )
    .expect("written");
    let mut cases = vec![
        (folder.path().join("none/helplet.db"), "make the folder first"),
        (text.join("helplet.db"), "make the folder first"),
        (folder.path().to_owned(), "name a file in it"),
        (text.clone(), "is not an SQLite database: name another file"),
    ];
    // A folder that even root can't write in.
    if cfg!(target_os = "linux") {
        cases.push((PathBuf::from("/proc/helplet.db"), "may be written by this user"));
    }
    for (path, reason) in cases {
        let message = refusal(Config::new(&path, rules())).await;
        assert!(message.contains(reason) && message.contains(&path.display().to_string()), "{message}");
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let mut app = TestApp::start().await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', TRUE, x'00', 0)",
    )
    .execute(&app.sql().await)
    .await
    .expect("written");
    app.ask_to_stop();
    let folder = app.ended().await;
    let message = refusal(Config::new(folder.path().join("helplet.db"), rules())).await;
    assert!(message.contains("its schema is 9999, this program knows up to 1"), "{message}");
    assert!(message.contains("update this program"), "{message}");
}

#[tokio::test]
async fn a_database_inside_the_site_is_not_served_to_everyone() {
    let site = tempfile::tempdir().expect("a folder");
    fs::create_dir(site.path().join("data")).expect("made");
    for path in ["helplet.db", "data/helplet.db", "data/../helplet.db"] {
        let mut config = Config::new(site.path().join(path), rules());
        config.site = Some(site.path().to_owned());
        let message = refusal(config).await;
        assert!(message.contains("keep it outside"), "{message}");
    }
    assert!(!site.path().join("helplet.db").exists());
}

#[tokio::test]
async fn a_site_that_is_not_built_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::new(folder.path().join("helplet.db"), rules());
    config.site = Some(folder.path().join("dist"));
    let message = refusal(config).await;
    assert!(message.contains("dist") && message.contains("build the site first"), "{message}");
}
