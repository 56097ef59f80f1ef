//! What can be wrong with a PostgreSQL database.

use crate::app::rules;
use crate::backend::{SERVER, connect, new_database};
use helplet_desk::{App, Config};

/// What the start says that must fail.
async fn refusal(database: &str) -> String {
    match App::open(Config::new(database, rules())).await {
        Ok(_) => panic!("opened"),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_used_is_named_with_what_to_do() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
    for (database, reason) in [
        (format!("postgres://me:secret@{closed}/help"), "see that PostgreSQL runs there"),
        (SERVER.url("locked", "postgres"), "refuses this user or password"),
        (SERVER.url("tester", "nothing"), "make it with createdb"),
        ("postgres://me:secret@host:port/help".to_owned(), "write postgres://USER:PASSWORD@HOST/NAME"),
        ("mysql://me:secret@host/help".to_owned(), "write postgres://USER:PASSWORD@HOST/NAME"),
    ] {
        let message = refusal(&database).await;
        assert!(message.contains(reason), "{message}");
        assert!(!message.contains("secret"), "{message}");
    }
}

#[tokio::test]
async fn a_user_who_may_not_make_tables_is_told_of_the_grant() {
    let database = new_database("".as_ref()).await;
    let name = database.split(['/', '?']).find(|part| part.starts_with("test_")).expect("a name");
    let pool = connect(&SERVER.url("tester", "postgres")).await;
    sqlx::query("CREATE ROLE reader LOGIN").execute(&pool).await.expect("done");
    pool.close().await;
    let message = refusal(&SERVER.url("reader", name)).await;
    assert!(message.contains("grant CREATE on its schema public"), "{message}");
}
