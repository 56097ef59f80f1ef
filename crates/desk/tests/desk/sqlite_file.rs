//! What can be wrong with files and folders.

use crate::app::{PNG, TestApp, attachment, hash, rules, ticket_with};
use crate::backend::connect;
use helplet_desk::{App, Config};
use helplet_desk_api::Created;
use serde_json::json;
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
        let name = file.file_name();
        if name.to_string_lossy().starts_with("helplet.db") && !name.to_string_lossy().ends_with("-shm") {
            fs::copy(file.path(), crashed.path().join(name)).expect("copied");
        }
    }
    let pool = connect(&crashed.path().join("helplet.db").display().to_string()).await;
    let row: (String, String) = sqlx::query_as("SELECT threads.number, sha256 FROM threads, attachments")
        .fetch_one(&pool)
        .await
        .expect("a row");
    assert_eq!(row, (created.number, hash(PNG)));
    assert_eq!(fs::read(app.file(&hash(PNG))).expect("a file"), PNG);
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
        let message = refusal(Config::new(path.display().to_string(), rules())).await;
        assert!(message.contains(reason) && message.contains(&path.display().to_string()), "{message}");
    }
}

#[tokio::test]
async fn a_database_inside_the_site_is_not_served_to_everyone() {
    let site = tempfile::tempdir().expect("a folder");
    fs::create_dir(site.path().join("data")).expect("made");
    for path in ["helplet.db", "data/helplet.db", "data/../helplet.db"] {
        let mut config = Config::new(site.path().join(path).display().to_string(), rules());
        config.site = Some(site.path().to_owned());
        let message = refusal(config).await;
        assert!(message.contains("keep it outside"), "{message}");
    }
    assert!(!site.path().join("helplet.db").exists());
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::new(folder.path().join("helplet.db").display().to_string(), rules());
    config.site = Some(site.path().to_owned());
    config.files = Some(site.path().join("new/files").display().to_string());
    let message = refusal(config).await;
    assert!(message.contains("new/files lies inside") && message.contains("keep it outside"), "{message}");
}

#[tokio::test]
async fn a_site_that_is_not_built_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::new(folder.path().join("helplet.db").display().to_string(), rules());
    config.site = Some(folder.path().join("dist"));
    let message = refusal(config).await;
    assert!(message.contains("dist") && message.contains("build the site first"), "{message}");
}

#[tokio::test]
async fn a_place_for_files_that_cannot_be_one_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("notes.txt");
    fs::write(&text, "text").expect("written");
    let text = text.display().to_string();
    for (files, reason) in [
        (text.as_str(), "may be written by this user"),
        ("ftp://a/b", "write s3://BUCKET/PREFIX"),
        ("s3://", "s3://BUCKET"),
    ] {
        let mut config = Config::new(folder.path().join("helplet.db").display().to_string(), rules());
        config.files = Some(files.to_owned());
        let message = refusal(config).await;
        assert!(message.contains(reason) && message.contains(files), "{message}");
    }
}

#[tokio::test]
async fn files_are_beside_the_database_where_nothing_else_is_said() {
    let app = TestApp::start_with(|config| config.files = None).await;
    app.put(&hash(PNG), "image/png", PNG).await;
    let sha256 = hash(PNG);
    assert!(app.folder.path().join("helplet-files").join(&sha256[..2]).join(sha256).is_file());
}
