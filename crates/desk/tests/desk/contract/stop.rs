use crate::app::{TestApp, ticket};
use crate::backend::connect;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_ticket_under_way_is_finished_before_the_end() {
    let mut app = TestApp::start().await;
    let body = ticket().to_string();
    let (first, rest) = body.as_bytes().split_at(20);
    let mut stream = TcpStream::connect(app.address.trim_start_matches("http://")).await.expect("a connection");
    let head = format!(
        "POST /v1/tickets HTTP/1.1\r\nhost: desk\r\ncontent-type: application/json\r\n\
         authorization: Bearer {}\r\nidempotency-key: key-00000001\r\ncontent-length: {}\r\n\r\n",
        app.secret,
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.write_all(first).await.expect("sent");
    // Long enough for the desk to have begun with it.
    tokio::time::sleep(Duration::from_millis(200)).await;
    app.ask_to_stop();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(app.client.get(&app.address).send().await.is_err(), "no new connections are taken");
    stream.write_all(rest).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    let database = app.database.clone();
    let _folder = app.ended().await;
    let pool = connect(&database).await;
    let tickets: i64 = sqlx::query_scalar("SELECT count(*) FROM threads").fetch_one(&pool).await.expect("a number");
    assert_eq!(tickets, 1);
}

#[tokio::test]
async fn idle_connections_do_not_hold_up_the_end() {
    let mut app = TestApp::start().await;
    let address = app.address.trim_start_matches("http://").to_owned();
    // One that never said anything, as browsers open in advance, and one kept alive after an answer.
    let _silent = TcpStream::connect(address).await.expect("a connection");
    app.get("/healthz").await;
    let started = Instant::now();
    app.ask_to_stop();
    app.ended().await;
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}
