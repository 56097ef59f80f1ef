//! E-mails that people send to the desk.

use super::mail::{SOON, by, next};
use crate::app::{PNG, TestApp, rules};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use helplet_desk::{Config, Mailbox, Mailed};
use helplet_desk_api::{Status, Ticket};
use helplet_testing::smtp_sink::SmtpSink;
use mail_parser::MessageParser;

/// The desk's letters can be answered.
async fn start(sink: &SmtpSink) -> TestApp {
    start_with(sink, |_| ()).await
}

pub async fn start_with(sink: &SmtpSink, also: impl FnOnce(&mut Config)) -> TestApp {
    let change = by(sink, SOON);
    TestApp::start_with(|config| {
        change(config);
        also(config);
        if let Some(mail) = &mut config.notices.mail {
            mail.reply_to = Some("reply@desk.example".parse().expect("an address"));
        }
    })
    .await
}

async fn mailbox(app: &TestApp, new_tickets: Option<&str>) -> Mailbox {
    let files = app.folder.path().join("files").display().to_string();
    let new_tickets = new_tickets.map(str::to_owned);
    Mailbox::open(&app.database, Some(files), rules(), new_tickets).await.expect("opens")
}

/// An e-mail with these headers and this text.
pub fn mail(headers: &str, text: &str) -> Vec<u8> {
    let content = "Mime-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
    format!("{headers}{content}\r\n{}", text.replace('\n', "\r\n")).into_bytes()
}

/// Its letter to a person, and the ticket it is about: where an answer to it goes, and what it would say it answers.
pub async fn letter(app: &TestApp, sink: &mut SmtpSink, id: &str) -> (String, String, String) {
    app.reply(id, "请重新安装", false, Some(Status::Waiting)).await;
    let taken = next(sink).await;
    let letter = MessageParser::default().parse(&taken.data).expect("an e-mail");
    let to = letter.reply_to().and_then(|to| to.first()).and_then(|to| to.address()).expect("an address").to_owned();
    let references = letter.header_raw("References").expect("what it belongs to").trim().to_owned();
    (to, references, letter.body_text(0).expect("text").into_owned())
}

pub async fn thread(app: &TestApp, id: &str) -> Ticket {
    app.get(&format!("/v1/tickets/{id}")).await.json().await.expect("JSON")
}

#[tokio::test]
async fn an_answer_lands_in_its_thread_once_with_its_files_and_without_the_letter() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = start(&sink).await;
    let ticket = app.opened("key-00000001").await;
    let (to, _, letter) = letter(&app, &mut sink, &ticket.id).await;
    assert!(to.starts_with("reply+") && to.ends_with("@desk.example"), "{to}");
    assert!(letter.starts_with("— 请在此行以上回复 —"), "{letter}");
    let quoted: String = letter.lines().map(|line| format!("> {line}\r\n")).collect();
    let raw = format!(
        "From: Somebody <other@example.com>\r\nTo: {to}\r\nMessage-ID: <1@example.com>\r\nSubject: Re\r\n\
         Mime-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n重装了，还是不行。\r\n\r\n在 2026年，帮助写道：\r\n{quoted}\r\n--b\r\n\
         Content-Type: image/png; name=\"a.png\"\r\nContent-Disposition: attachment; filename=\"a.png\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b\r\nContent-Type: application/octet-stream\r\n\
         Content-Disposition: attachment; filename=\"run.exe\"\r\n\r\nMZ\r\n--b--\r\n",
        STANDARD.encode(PNG)
    );
    let mailbox = mailbox(&app, None).await;
    for _ in 0..2 {
        let landed = mailbox.receive(raw.as_bytes()).await.expect("a database");
        assert_eq!(landed, Mailed::Landed(ticket.number.clone()));
    }
    let seen = thread(&app, &ticket.id).await;
    assert_eq!((seen.messages.len(), seen.summary.status), (3, Status::Open));
    let answer = &seen.messages[2];
    assert_eq!((answer.author.name(), answer.body.as_str()), ("visitor", "重装了，还是不行。\n[run.exe]"));
    assert_eq!(answer.attachments.len(), 1);
    let file = app.get(&format!("/v1/attachments/{}", answer.attachments[0].sha256)).await;
    assert_eq!(&*file.bytes().await.expect("bytes"), PNG);
}

#[tokio::test]
async fn without_a_token_an_answer_must_be_the_persons_own() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = start(&sink).await;
    let ticket = app.opened("key-00000001").await;
    let (to, references, _) = letter(&app, &mut sink, &ticket.id).await;
    let mailbox = mailbox(&app, None).await;
    let headers = |from: &str, to: &str, references: &str| {
        format!("From: {from}\r\nTo: {to}\r\nMessage-ID: <{from}>\r\nReferences: {references} <x@y>\r\n")
    };
    let plain = "help@desk.example";
    let (digit, other) = if to.contains("+0") { ("+0", "+1") } else { (&to[5..7], "+0") };
    let forged = to.replacen(digit, other, 1);
    for (from, to, references, lands) in [
        ("someone@Example.com", plain, references.as_str(), true),
        ("other@example.com", plain, &references, false),
        ("someone@example.com", plain, "<ticket.00000000000000000000000000000000@desk.example>", false),
        ("someone@example.com", &forged, "<a@b>", false),
    ] {
        let raw = mail(&headers(from, to, references), "Hello");
        let became = mailbox.receive(&raw).await.expect("a database");
        assert_eq!(matches!(became, Mailed::Landed(_)), lands, "{from} {to} {references}: {became:?}");
        assert!(lands || matches!(became, Mailed::Refused(_)), "{became:?}");
    }
    assert_eq!(app.count("messages").await, 3);
}

#[tokio::test]
async fn an_email_to_no_thread_is_a_new_ticket_where_that_is_wanted() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = start(&sink).await;
    let raw = [
        b"From: \"\xC0\xEE\" <Li@Example.com>\r\nTo: help@desk.example\r\nSubject: =?gbk?B?zt63qLTy06E=?=\r\n"
            .as_slice(),
        b"Message-ID: <2@example.com>\r\nMime-Version: 1.0\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n",
        // "The printer does not react" in GB 2312.
        b"\xb4\xf2\xd3\xa1\xbb\xfa\xc3\xbb\xd3\xd0\xb7\xb4\xd3\xa6\r\n",
    ]
    .concat();
    let refused = mailbox(&app, None).await.receive(&raw).await.expect("a database");
    assert_eq!(refused, Mailed::Refused("it belongs to no ticket"));
    let mailbox = mailbox(&app, Some("bug")).await;
    for _ in 0..2 {
        assert_eq!(mailbox.receive(&raw).await.expect("a database"), Mailed::Opened);
    }
    assert_eq!(app.tickets().await, 1);
    let row: (String, String, String, String) = sqlx::query_as(
        "SELECT threads.id, threads.email, threads.locale, messages.body
         FROM threads JOIN messages ON messages.thread_id = threads.id",
    )
    .fetch_one(&app.sql().await)
    .await
    .expect("a row");
    assert_eq!(
        (row.1.as_str(), row.2.as_str(), row.3.as_str()),
        ("li@example.com", "zh-CN", "无法打印\n\n打印机没有反应")
    );
    // The conversation goes on by e-mail alone.
    let (to, ..) = letter(&app, &mut sink, &row.0).await;
    let answer = mail(&format!("From: li@example.com\r\nTo: {to}\r\nMessage-ID: <3@a>\r\n"), "好了");
    assert!(matches!(mailbox.receive(&answer).await.expect("a database"), Mailed::Landed(_)));
    assert_eq!(app.count("messages").await, 3);
}

#[tokio::test]
async fn what_no_person_wrote_is_left_alone() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = start(&sink).await;
    let ticket = app.opened("key-00000001").await;
    let (to, ..) = letter(&app, &mut sink, &ticket.id).await;
    let mailbox = mailbox(&app, Some("bug")).await;
    for header in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; x=y",
        "Precedence: bulk",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "List-Id: <a.example.com>",
    ] {
        let raw = mail(&format!("From: someone@example.com\r\nTo: {to}\r\nMessage-ID: <4@a>\r\n{header}\r\n"), "Away");
        let became = mailbox.receive(&raw).await.expect("a database");
        assert!(matches!(became, Mailed::Ignored(_)), "{header}: {became:?}");
    }
    let raw = mail(&format!("From: MAILER-DAEMON@example.com\r\nTo: {to}\r\n"), "Undelivered");
    assert!(matches!(mailbox.receive(&raw).await.expect("a database"), Mailed::Ignored(_)));
    for raw in [&b""[..], b"\0\xff", b"To: a@b.cn\r\n\r\nfrom nobody"] {
        assert_eq!(mailbox.receive(raw).await.expect("a database"), Mailed::Unreadable);
    }
    let person = mail(&format!("From: someone@example.com\r\nTo: {to}\r\nAuto-Submitted: no\r\n"), "Here");
    assert!(matches!(mailbox.receive(&person).await.expect("a database"), Mailed::Landed(_)));
    assert_eq!(app.count("messages").await, 3);
}

#[tokio::test]
async fn a_text_that_is_too_long_is_a_file_too() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = start(&sink).await;
    let ticket = app.opened("key-00000001").await;
    let (to, ..) = letter(&app, &mut sink, &ticket.id).await;
    let text = "长".repeat(6000);
    let raw = mail(&format!("From: someone@example.com\r\nX-Original-To: {to}\r\nTo: undisclosed:;\r\n"), &text);
    assert!(matches!(mailbox(&app, None).await.receive(&raw).await.expect("a database"), Mailed::Landed(_)));
    let answer = thread(&app, &ticket.id).await.messages.pop().expect("an answer");
    assert_eq!((answer.body.chars().count(), answer.attachments.len()), (5000, 1));
    let file = app.get(&format!("/v1/attachments/{}", answer.attachments[0].sha256)).await;
    assert_eq!(file.text().await.expect("text").trim(), text);
}

#[tokio::test]
async fn who_was_blocked_is_not_heard_by_email_either() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = start(&sink).await;
    let ticket = app.opened("key-00000001").await;
    let (to, ..) = letter(&app, &mut sink, &ticket.id).await;
    assert!(app.store.block(&ticket.id, true).await.expect("a database"));
    let raw = mail(&format!("From: someone@example.com\r\nTo: {to}\r\nMessage-ID: <9@a>\r\n"), "Hello");
    let mailbox = mailbox(&app, None).await;
    let refused = mailbox.receive(&raw).await.expect("a database");
    assert_eq!(refused, Mailed::Refused("the sender may not write any more"));
    assert!(app.store.block(&ticket.id, false).await.expect("a database"));
    assert!(matches!(mailbox.receive(&raw).await.expect("a database"), Mailed::Landed(_)));
}
