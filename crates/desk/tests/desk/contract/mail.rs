//! E-mail to people who don't look, over a real mail server's protocol.

use crate::app::{TestApp, ticket_with};
use helplet_desk::{Config, Mail, Retries};
use helplet_desk_api::{Created, Status};
use helplet_testing::smtp_sink::{Authority, Security, SmtpSink, Taken};
use mail_parser::{Message, MessageParser};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

pub const SOON: Duration = Duration::from_millis(20);
const NOT_TODAY: Duration = Duration::from_secs(24 * 3600);

pub fn by(sink: &SmtpSink, after: Duration) -> impl FnOnce(&mut Config) + use<> {
    let server = format!("smtp://{}", sink.address);
    move |config| {
        config.notices.mail = Some(Mail {
            server: server.parse().expect("a server"),
            from: "帮助 <help@desk.example>".parse().expect("a sender"),
            after,
            page: "https://help.example.com/page?a=1".parse().expect("a page"),
            reply_to: None,
        });
        config.notices.retries = Retries { first: SOON, tries: 3 };
    }
}

pub async fn next(sink: &mut SmtpSink) -> Taken {
    let taken = tokio::time::timeout(Duration::from_secs(20), sink.taken.recv()).await;
    taken.expect("an e-mail in time").expect("a sink")
}

pub fn parse(taken: &Taken) -> Message<'_> {
    MessageParser::default().parse(&taken.data).expect("an e-mail")
}

#[tokio::test]
async fn an_answer_that_was_not_read_is_an_email_with_a_link() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = TestApp::start_with(by(&sink, SOON)).await;
    let ticket = app.opened("key-00000001").await;
    app.reply(&ticket.id, "请重新安装。\n.再试一次 <b>", false, None).await;
    let taken = next(&mut sink).await;
    assert_eq!((taken.from.as_str(), taken.to), ("help@desk.example", vec!["someone@example.com".to_owned()]));
    let taken = Taken { to: vec![], ..taken };
    let mail = parse(&taken);
    assert_eq!(mail.subject(), Some(&*format!("您的工单 {} 有新回复", ticket.number)));
    assert_eq!(mail.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    let sender = mail.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!((sender.name(), sender.address()), (Some("帮助"), Some("help@desk.example")));
    let plain = mail.body_text(0).expect("text").replace("\r\n", "\n");
    assert!(plain.contains("请重新安装。\n.再试一次 <b>\n"), "{plain}");
    let html = mail.body_html(0).expect("HTML");
    assert!(html.contains("请重新安装。<br>") && html.contains("&lt;b&gt;"), "{html}");
    let before = format!("https://help.example.com/page?a=1#ticket/{}?grant=", ticket.number);
    let grant = plain.split_once(&before).expect("a link").1.lines().next().expect("a token");
    assert_eq!(app.grants.verify(grant, helplet_desk::store::clock::now()).as_deref(), Some(ticket.id.as_str()));
    assert!(html.contains(grant), "{html}");

    // The next one stands beside it.
    app.reply(&ticket.id, "好了吗？", false, None).await;
    let second = next(&mut sink).await;
    let second = parse(&second);
    assert_eq!(second.references(), mail.references());
    assert_ne!(second.message_id(), mail.message_id());
    app.until("deliveries WHERE done_at IS NOT NULL AND payload = ''", 2).await;
}

#[tokio::test]
async fn several_answers_and_the_waiting_are_one_email() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = TestApp::start_with(by(&sink, NOT_TODAY)).await;
    let english: Created =
        app.post("key-00000001", &ticket_with("/locale", json!("en"))).await.json().await.expect("JSON");
    app.reply(&english.id, "First.", false, None).await;
    app.reply(&english.id, "A note of ours.", true, None).await;
    app.reply(&english.id, "Second.", false, Some(Status::Waiting)).await;
    let later = "UPDATE deliveries SET next_at = 0";
    assert_eq!(app.count("deliveries").await, 2);
    sqlx::query(later).execute(&app.sql().await).await.expect("written");
    let taken = next(&mut sink).await;
    let mail = parse(&taken);
    assert_eq!(mail.subject(), Some(&*format!("Your ticket {} is waiting for you", english.number)));
    let plain = mail.body_text(0).expect("text").replace("\r\n", "\n");
    assert!(plain.contains("\n\nFirst.\n\nSecond.\n\n") && !plain.contains("note"), "{plain}");
    app.until("deliveries WHERE done_at IS NOT NULL", 2).await;
    assert!(sink.taken.try_recv().is_err());
}

#[tokio::test]
async fn who_has_read_it_or_left_no_address_gets_none() {
    let mut sink = SmtpSink::start(vec![]).await;
    let app = TestApp::start_with(by(&sink, NOT_TODAY)).await;
    let read = app.opened("key-00000001").await;
    let unnamed = ticket_with("/contact", json!({ "phone": "13800138000" }));
    let unnamed: Created = app.post("key-00000002", &unnamed).await.json().await.expect("JSON");
    let message = app.reply(&read.id, "答复", false, None).await;
    app.reply(&unnamed.id, "答复", false, None).await;
    let mark = app.request(Method::PUT, &format!("/v1/tickets/{}/read", read.id));
    let marked = mark.json(&json!({ "message": message })).send().await.expect("an answer");
    assert!(marked.status().is_success(), "{marked:?}");
    sqlx::query("UPDATE deliveries SET next_at = 0").execute(&app.sql().await).await.expect("written");
    app.until("deliveries WHERE done_at IS NOT NULL", 2).await;
    assert!(sink.taken.try_recv().is_err());
}

#[tokio::test]
async fn what_the_server_refuses_for_now_comes_later_and_what_it_refuses_for_good_never() {
    let mut sink = SmtpSink::start(vec!["451 try later", "550 <someone@example.com> is unknown"]).await;
    let app = TestApp::start_with(by(&sink, SOON)).await;
    let ticket = app.opened("key-00000001").await;
    app.reply(&ticket.id, "答复", false, None).await;
    app.until("deliveries WHERE given_up_at IS NOT NULL AND attempts = 2", 1).await;
    let reason: String =
        sqlx::query_scalar("SELECT last_error FROM deliveries").fetch_one(&app.sql().await).await.expect("a row");
    assert_eq!(reason, "the mail server answered 550");
    app.reply(&ticket.id, "答复", false, None).await;
    next(&mut sink).await;
}

#[tokio::test]
async fn nothing_is_sent_unencrypted_where_encryption_is_demanded() {
    let mut sink = SmtpSink::start(vec![]).await;
    let server = format!("smtp://me:secret@{}?tls=required", sink.address);
    let change = by(&sink, SOON);
    let app = TestApp::start_with(|config| {
        change(config);
        if let Some(mail) = &mut config.notices.mail {
            mail.server = server.parse().expect("a server");
        }
    })
    .await;
    let ticket = app.opened("key-00000001").await;
    app.reply(&ticket.id, "答复", false, None).await;
    app.until("deliveries WHERE given_up_at IS NOT NULL AND attempts = 3", 1).await;
    while let Ok(said) = sink.said.try_recv() {
        assert!(["EHLO", "QUIT"].iter().any(|plain| said.starts_with(plain)), "{said}");
    }
}

/// The sink under its name, by this scheme, trusting this authority, if any; a failure is not tried again soon.
fn encrypted(sink: &SmtpSink, scheme: &str, trusted: Option<&Authority>) -> impl FnOnce(&mut Config) + use<> {
    let change = by(sink, SOON);
    let query = if scheme == "smtp" { "?tls=required" } else { "" };
    let url = format!("{scheme}://localhost:{}{query}", sink.address.port());
    let pem = trusted.map(|authority| authority.pem.clone());
    move |config| {
        change(config);
        config.notices.retries = Retries { first: NOT_TODAY, tries: 3 };
        if let Some(mail) = &mut config.notices.mail {
            mail.server = url.parse().expect("a server");
            if let Some(pem) = pem {
                mail.server = mail.server.clone().trusting(pem.as_bytes()).expect("certificates");
            }
        }
    }
}

#[tokio::test]
async fn a_mail_server_inside_is_spoken_to_encrypted() {
    let authority = Authority::new();
    let tls = authority.server("localhost");
    for (scheme, security) in [("smtp", Security::StartTls(tls.clone())), ("smtps", Security::Tls(tls))] {
        let mut sink = SmtpSink::start_secured(vec![], security).await;
        let app = TestApp::start_with(encrypted(&sink, scheme, Some(&authority))).await;
        let ticket = app.opened("key-00000001").await;
        app.reply(&ticket.id, "答复", false, None).await;
        assert_eq!(next(&mut sink).await.to, ["someone@example.com"]);
        let said: Vec<String> = std::iter::from_fn(|| sink.said.try_recv().ok()).collect();
        let verbs: Vec<&str> = said.iter().filter_map(|line| line.split([' ', ':']).next()).collect();
        let expected = if scheme == "smtp" { &["EHLO", "STARTTLS", "EHLO", "MAIL"][..] } else { &["EHLO", "MAIL"] };
        assert!(verbs.starts_with(expected), "{said:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_refused_and_the_email_kept_until_it_is_mended() {
    let (own, other) = (Authority::new(), Authority::new());
    for (scheme, name, trusted) in [
        ("smtps", "localhost", None),
        ("smtps", "localhost", Some(&other)),
        ("smtps", "mail.example.com", Some(&own)),
        ("smtp", "localhost", Some(&other)),
    ] {
        let tls = own.server(name);
        let security = if scheme == "smtp" { Security::StartTls(tls) } else { Security::Tls(tls) };
        let mut sink = SmtpSink::start_secured(vec![], security).await;
        let mut app = TestApp::start_with(encrypted(&sink, scheme, trusted)).await;
        let ticket = app.opened("key-00000001").await;
        app.reply(&ticket.id, "答复", false, None).await;
        app.until("deliveries WHERE attempts = 1 AND last_error IS NOT NULL", 1).await;
        let kept = "deliveries WHERE done_at IS NULL AND given_up_at IS NULL";
        assert_eq!(app.count(kept).await, 1, "{scheme} {name}");
        let reason: String =
            sqlx::query_scalar("SELECT last_error FROM deliveries").fetch_one(&app.sql().await).await.expect("a row");
        assert_eq!(reason, "the mail server's certificate or encryption is refused");
        while let Ok(said) = sink.said.try_recv() {
            assert!(["EHLO", "STARTTLS"].iter().any(|plain| said.starts_with(plain)), "{said}");
        }

        // The operator names the right authority, and a server of the right name.
        let mut sink = SmtpSink::start_secured(vec![], Security::Tls(own.server("localhost"))).await;
        let change = encrypted(&sink, "smtps", Some(&own));
        app.ask_to_stop();
        let database = app.database.clone();
        let _folder = app.ended().await;
        let again = TestApp::start_with(|config| {
            change(config);
            config.database = database;
        })
        .await;
        sqlx::query("UPDATE deliveries SET next_at = 0").execute(&again.sql().await).await.expect("written");
        assert_eq!(next(&mut sink).await.to, ["someone@example.com"]);
    }
}
