use crate::app::{TestApp, rules, ticket};
use crate::backend::new_database;
use helplet_desk::{App, Config};

#[tokio::test]
async fn a_desk_started_again_answers_a_repeated_request_as_before() {
    let mut app = TestApp::start().await;
    let first = app.post("key-00000001", &ticket()).await.text().await.expect("text");
    app.ask_to_stop();
    let database = app.database.clone();
    let _folder = app.ended().await;
    let again = TestApp::start_with(|config| config.database = database).await;
    assert_eq!(again.post("key-00000001", &ticket()).await.text().await.expect("text"), first);
}

#[tokio::test]
async fn desks_on_one_database_believe_each_others_links() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = new_database(folder.path()).await;
    let open = || App::open(Config::new(database.clone(), rules()));
    let (one, other) = (open().await.expect("opens"), open().await.expect("opens"));
    let thread = "00f1e2d3c4b5a69788796a5b4c3d2e1f";
    let token = one.grants().sign(thread, 0).expect("an id");
    assert_eq!(other.grants().verify(&token, 0).as_deref(), Some(thread));
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let mut app = TestApp::start().await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         SELECT 9999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
    )
    .execute(&app.sql().await)
    .await
    .expect("written");
    app.ask_to_stop();
    let database = app.database.clone();
    let _folder = app.ended().await;
    let Err(error) = App::open(Config::new(database, rules())).await else {
        panic!("opened");
    };
    let message = error.to_string();
    assert!(message.contains("its schema is 9999, this program knows up to "), "{message}");
    assert!(message.contains("update this program"), "{message}");
}
