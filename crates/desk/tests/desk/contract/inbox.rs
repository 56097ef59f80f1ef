//! E-mails that come to a mail server's folder.

use super::mail_answers::{letter, mail, start_with, thread};
use crate::letterbox::{Letterbox, Mail};
use helplet_desk::{App, Config};
use helplet_testing::smtp_sink::SmtpSink;
use std::time::Duration;

/// Waits until the folder is as it should be.
async fn until(letterbox: &Letterbox, what: &str, is_so: impl Fn(&Letterbox) -> bool) {
    let waited = async {
        while !is_so(letterbox) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    if tokio::time::timeout(Duration::from_secs(20), waited).await.is_err() {
        panic!("{what}: {:?}", letterbox.marks());
    }
}

/// Waits until it has been looked at this many times more.
async fn until_looked(letterbox: &Letterbox, times: u32) {
    let before = letterbox.open().looks;
    until(letterbox, "it is looked at", |letterbox| letterbox.open().looks >= before + times).await;
}

const TAKEN: (bool, bool) = (true, false);
const REFUSED: (bool, bool) = (true, true);
const WAITS: (bool, bool) = (false, false);

#[tokio::test]
async fn an_email_lands_once_and_is_seen_then() {
    let mut sink = SmtpSink::start(vec![]).await;
    let letterbox = Letterbox::default();
    let app = start_with(&sink, letterbox.settings(None)).await;
    let ticket = app.opened("key-00000001").await;
    let (to, ..) = letter(&app, &mut sink, &ticket.id).await;
    let from = "From: someone@example.com\r\n";
    let answer = mail(&format!("{from}To: {to}\r\nMessage-ID: <1@a>\r\n"), "重装了，还是不行。");
    letterbox.comes(&answer);
    // As two servers on its way deliver it, and as no person writes.
    letterbox.comes(&answer);
    letterbox.comes(&mail(&format!("{from}To: {to}\r\nMessage-ID: <2@a>\r\nPrecedence: bulk\r\n"), "Away"));
    letterbox.comes(&mail(&format!("{from}To: help@desk.example\r\nMessage-ID: <3@a>\r\n"), "Hello"));
    letterbox.comes(b"To: a@b.cn\r\n\r\nfrom nobody");
    letterbox.open().mails.push(Mail { too_large: true, ..Mail::default() });
    until(&letterbox, "all are seen", |letterbox| letterbox.marks().iter().all(|(seen, _)| *seen)).await;
    assert_eq!(letterbox.marks(), [TAKEN, TAKEN, TAKEN, REFUSED, REFUSED, REFUSED]);
    let seen = thread(&app, &ticket.id).await;
    assert_eq!(seen.messages.len(), 3);
    assert_eq!((seen.messages[2].author.name(), seen.messages[2].body.as_str()), ("visitor", "重装了，还是不行。"));
}

#[tokio::test]
async fn what_comes_to_no_ticket_is_a_new_one_where_that_is_wanted() {
    let sink = SmtpSink::start(vec![]).await;
    let letterbox = Letterbox::default();
    let app = start_with(&sink, letterbox.settings(Some("bug"))).await;
    letterbox.comes(&mail("From: li@example.com\r\nTo: help@desk.example\r\nMessage-ID: <1@a>\r\n", "Hello"));
    until(&letterbox, "it is seen", |letterbox| letterbox.marks() == [TAKEN]).await;
    assert_eq!(app.count("threads WHERE email = 'li@example.com'").await, 1);
}

#[tokio::test]
async fn what_cannot_be_kept_or_marked_is_tried_again_and_lands_once() {
    let mut sink = SmtpSink::start(vec![]).await;
    let letterbox = Letterbox::default();
    letterbox.open().away = true;
    let app = start_with(&sink, letterbox.settings(None)).await;
    let ticket = app.opened("key-00000001").await;
    let (to, ..) = letter(&app, &mut sink, &ticket.id).await;
    let answer = |at: u32| mail(&format!("From: a@b.cn\r\nTo: {to}\r\nMessage-ID: <{at}@a>\r\n"), &format!("{at}"));
    // It is away at the start, and later.
    letterbox.comes(&answer(1));
    letterbox.open().away = false;
    until(&letterbox, "the first is seen", |letterbox| letterbox.marks() == [TAKEN]).await;
    letterbox.open().away = true;
    letterbox.comes(&answer(2));
    {
        let mut inside = letterbox.open();
        (inside.away, inside.breaks) = (false, 2);
    }
    until(&letterbox, "the second is seen", |letterbox| letterbox.marks() == [TAKEN, TAKEN]).await;
    // The database fails; whatever else comes meanwhile waits, too.
    let rename = async |from: &str, to: &str| {
        let sql = sqlx::AssertSqlSafe(format!("ALTER TABLE {from} RENAME TO {to}"));
        sqlx::query(sql).execute(&app.sql().await).await.expect("renamed");
    };
    rename("requests", "requests_away").await;
    letterbox.comes(&answer(3));
    until_looked(&letterbox, 3).await;
    assert_eq!(letterbox.marks(), [TAKEN, TAKEN, WAITS]);
    rename("requests_away", "requests").await;
    until(&letterbox, "the third is seen", |letterbox| letterbox.marks() == [TAKEN; 3]).await;
    let said: Vec<String> = thread(&app, &ticket.id).await.messages.into_iter().map(|message| message.body).collect();
    assert_eq!(said[2..], ["1", "2", "3"]);
}

#[tokio::test]
async fn two_desks_at_one_folder_take_an_email_once() {
    let mut sink = SmtpSink::start(vec![]).await;
    let letterbox = Letterbox::default();
    let app = start_with(&sink, letterbox.settings(None)).await;
    let second = letterbox.settings(None);
    let _second = crate::app::TestApp::start_with(|config| {
        second(config);
        config.database = app.database.clone();
        config.files = Some(app.folder.path().join("files").display().to_string());
    })
    .await;
    let ticket = app.opened("key-00000001").await;
    let (to, ..) = letter(&app, &mut sink, &ticket.id).await;
    for at in 0..10 {
        letterbox.comes(&mail(&format!("From: a@b.cn\r\nTo: {to}\r\nMessage-ID: <{at}@a>\r\n"), "Hello"));
    }
    until(&letterbox, "all are seen", |letterbox| letterbox.marks() == [TAKEN; 10]).await;
    until_looked(&letterbox, 4).await;
    assert_eq!(app.count("messages WHERE body = 'Hello'").await, 10);
}

#[tokio::test]
async fn settings_that_are_refused_stop_the_start() {
    let letterbox = Letterbox::default();
    letterbox.open().refuses = true;
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::new(crate::backend::new_database(folder.path()).await, crate::app::rules());
    config.files = Some(folder.path().join("files").display().to_string());
    letterbox.settings(None)(&mut config);
    let error = App::open(config).await.err().expect("refused").to_string();
    assert_eq!(error, "e-mails can't be read from letterbox: it has no such slot");
}
