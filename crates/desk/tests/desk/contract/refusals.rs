//! Every refusal that the contract's document describes, drawn from the desk. That it gives no other,
//! a check of the desk's own sees in all tests (`http/refusals.rs`).

use super::chat::{agent, begun};
use crate::app::{PNG, TestApp, hash, problem};
use helplet_desk::store::{Step, clock};
use helplet_desk::{Config, Identity, Mail, ROUTES, SESSION, openapi};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use sqlx::{Any, AnyConnection, Transaction};
use std::time::Duration;

const KEY: &[u8] = b"a shared secret of at least 32 bytes";

/// A request, at first one that is taken from whoever may make it.
#[derive(Clone)]
struct Ask {
    method: &'static str,
    pattern: &'static str,
    /// What stands for the part of the path that names something.
    name: String,
    query: &'static str,
    secret: bool,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Ask {
    /// `ticket` and `message` are there.
    fn good(method: &'static str, pattern: &'static str, ticket: &str, message: &str) -> Self {
        let is_file = pattern.contains("{sha256}");
        let name = if is_file { hash(PNG) } else { ticket.to_owned() };
        let body = match (method, pattern) {
            ("POST", "/v1/tickets") => crate::app::ticket(),
            (_, "/v1/tickets/{id}/messages") => json!({ "body": "在吗" }),
            (_, "/v1/tickets/{id}/read") => json!({ "message": message }),
            (_, "/v1/tickets/{id}/chat") => json!({ "live": true }),
            (_, "/v1/tickets/{id}/contact") => json!({ "email": "a@b.cn" }),
            (_, "/v1/tickets/{id}/rating") => json!({ "solved": true }),
            (_, "/v1/identity" | "/v1/grants") => json!({ "token": "forged" }),
            (_, "/v1/feedback") => {
                json!({ "items": [{ "kind": "vote", "locale": "en", "article": "a", "helpful": true }] })
            }
            _ => Value::Null,
        };
        let media_type = if is_file { "image/png" } else { "application/json" };
        let mut headers = vec![("accept", "application/json".to_owned())];
        if method == "POST" || method == "PUT" {
            headers.push(("content-type", media_type.to_owned()));
            headers.push(("idempotency-key", format!("key-of-{}", pattern.len())));
        }
        let body = match body {
            Value::Null if method == "PUT" => PNG.to_vec(),
            Value::Null => Vec::new(),
            body => body.to_string().into_bytes(),
        };
        Self { method, pattern, name, query: "", secret: true, headers, body }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        if !value.is_empty() {
            self.headers.push((name, value.to_owned()));
        }
        self
    }

    fn saying(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_vec();
        self
    }

    fn naming(mut self, name: &str) -> Self {
        self.name = name.to_owned();
        self
    }

    async fn of(&self, app: &TestApp) -> Response {
        let path = self.pattern.replace("{id}", &self.name).replace("{sha256}", &self.name) + self.query;
        let method = Method::from_bytes(self.method.as_bytes()).expect("a method");
        let request = if self.secret { app.request(method, &path) } else { app.anonymous(method, &path) };
        let request = self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        let request = if self.body.is_empty() { request } else { request.body(self.body.clone()) };
        request.send().await.unwrap_or_else(|error| panic!("{} {path}: {error}", self.method))
    }
}

/// The problems that a route's description names, with their status and the headers they must have.
fn described(document: &Value, method: &str, path: &str) -> Vec<(u16, String, Vec<String>)> {
    let responses = document["paths"][path][method.to_lowercase()]["responses"].as_object().expect("responses");
    let mut found = Vec::new();
    for (status, response) in responses.iter().filter(|(status, _)| status.starts_with(['4', '5', 'd'])) {
        let status = status.parse().unwrap_or_else(|_| panic!("{method} {path} has a {status}"));
        let response = match response["$ref"].as_str() {
            Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("what is referred to"),
            None => response,
        };
        let headers = response["headers"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
        let headers: Vec<String> = headers.collect();
        let schema = &response["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"];
        // Of an answer without a body, the status says all.
        let one = vec![json!("")];
        for kind in schema["type"]["enum"].as_array().unwrap_or(&one) {
            found.push((
                status,
                kind.as_str().expect("text").rsplit(':').next().unwrap_or_default().into(),
                headers.clone(),
            ));
        }
    }
    found
}

fn known(config: &mut Config) {
    config.identity = Some(Identity::new("HS256", KEY, "a", SESSION).expect("a key"));
    config.rules.max_file_bytes = 1000;
}

/// Desks that answer, and such that can't.
struct Desks {
    well: TestApp,
    /// Knows nobody and keeps no feedback.
    plain: TestApp,
    /// Has no patience, and a database that is held up for as long as this transaction lives.
    hurried: (TestApp, Transaction<'static, Any>),
    limited: TestApp,
    broken: TestApp,
    shut: TestApp,
    /// Has blocked whoever asks.
    barred: TestApp,
    /// Lets no chat be taken up again: this one is over.
    over: (TestApp, String),
    /// Sends e-mail, but doesn't know where to, of this ticket.
    mailing: (TestApp, String),
}

async fn barred() -> TestApp {
    let app = TestApp::start().await;
    let opened = app.opened("key-opened").await;
    assert!(app.store.block(&opened.id, true).await.expect("written"));
    app
}

async fn over() -> (TestApp, String) {
    let app = TestApp::start_with(|config| config.chats.reopen = Duration::ZERO).await;
    agent(&app, "lin", 4).await;
    let begun = begun(&app, "key-begun", json!({})).await;
    assert_eq!(app.store.end_chat(&begun.id).await.expect("ended"), Step::Done);
    let past = "UPDATE chats SET ended_at = ended_at - 1";
    sqlx::query(past).execute(&app.sql().await).await.expect("written");
    (app, begun.id)
}

async fn mailing() -> (TestApp, String) {
    let app = TestApp::start_with(|config| {
        config.notices.mail = Some(Mail {
            server: "smtp://127.0.0.1:9".parse().expect("a server"),
            from: "help@desk.example".parse().expect("a sender"),
            after: Duration::from_secs(3600),
            page: "https://help.example.com/".parse().expect("a page"),
            reply_to: None,
        });
    })
    .await;
    let opened = begun(&app, "key-begun", json!({})).await;
    (app, opened.id)
}

/// Tables of which every route asks one: what happens to these happens to each.
const ASKED: [&str; 4] = ["visitors", "feedback", "agents", "agent_presence"];

async fn hurried() -> (TestApp, Transaction<'static, Any>) {
    let app = TestApp::start_with(|config| {
        config.request_timeout = Duration::ZERO;
        config.upload_timeout = Duration::ZERO;
    })
    .await;
    let sql = app.sql().await;
    let run = async |connection: &mut AnyConnection, sql: String| {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(connection).await.expect("run");
    };
    if crate::POSTGRES {
        let mut held = sql.begin().await.expect("begun");
        for table in ASKED {
            run(&mut held, format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")).await;
        }
        return (app, held);
    }
    // There nothing keeps a reader waiting, so that what is read counts to three million first.
    for table in ASKED {
        let slow = format!(
            "ALTER TABLE {table} RENAME TO fast_{table};
             CREATE VIEW {table} AS
             WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3000000)
             SELECT fast_{table}.* FROM (SELECT count(*) FROM n) CROSS JOIN fast_{table}"
        );
        run(&mut *sql.acquire().await.expect("a connection"), slow).await;
    }
    let held = sql.begin_with("BEGIN IMMEDIATE").await.expect("begun");
    (app, held)
}

impl Desks {
    async fn start() -> Self {
        let desks = Self {
            well: TestApp::start_with(known).await,
            plain: TestApp::start_with(|config| config.feedback = false).await,
            hurried: hurried().await,
            limited: TestApp::start_with(|config| config.request_rate.per_minute = 1).await,
            broken: TestApp::start().await,
            shut: TestApp::start().await,
            barred: barred().await,
            over: over().await,
            mailing: mailing().await,
        };
        assert_eq!(desks.limited.get("/v1/tickets").await.status(), 200, "the one that is allowed");
        for table in ASKED {
            let sql = sqlx::AssertSqlSafe(format!("ALTER TABLE {table} RENAME TO gone_{table}"));
            sqlx::query(sql).execute(&desks.broken.sql().await).await.expect("renamed");
        }
        desks.shut.store.close().await;
        desks
    }

    /// A request that is refused so, and its answer.
    async fn provoked(&self, kind: &str, good: Ask) -> Response {
        let (method, path) = (good.method, good.pattern);
        if kind == "timeout" {
            // What asks for agents is answered at once all the same in about one run of twenty, then not again.
            for _ in 0..100 {
                let answer = good.of(&self.hurried.0).await;
                if answer.status() == 408 {
                    return answer;
                }
            }
        }
        let (desk, ask) = match (kind, path) {
            ("too-many-requests", _) => (&self.limited, good),
            ("internal", _) => (&self.broken, good),
            ("unavailable", _) => (&self.shut, good),
            ("unauthorized", _) => (&self.well, Ask { secret: false, ..good }),
            ("malformed", "/v1/tickets") if method == "GET" => (&self.well, Ask { query: "?limit=0", ..good }),
            ("malformed", "/v1/chat") => (&self.well, Ask { query: "?topic=a&topic=b", ..good }),
            ("malformed", "/v1/events") => (&self.well, good.with("last-event-id", "x")),
            ("malformed", _) => (&self.well, good.saying("[]")),
            ("idempotency-key-missing", _) => (&self.well, good.with("idempotency-key", "")),
            ("idempotency-key-reused", _) => {
                assert_eq!(good.of(&self.well).await.status(), 201);
                let body = String::from_utf8(good.body.clone()).expect("UTF-8").replacen("在", "不在", 1);
                (&self.well, good.saying(body.replace("闪退", "打不开")))
            }
            ("too-large", _) => (&self.well, good.saying(vec![b' '; 300 << 10])),
            ("media-type", _) => (&self.well, good.with("content-type", "text/html")),
            ("invalid", "/v1/attachments/{sha256}") => (&self.well, good.naming("0")),
            ("invalid", "/v1/feedback") => (&self.well, good.saying(r#"{"items":[]}"#)),
            ("invalid", "/v1/tickets/{id}/rating") => {
                (&self.well, good.saying(json!({ "solved": true, "comment": "x".repeat(1001) }).to_string()))
            }
            ("invalid", "/v1/tickets/{id}/transcript") => (&self.mailing.0, good.naming(&self.mailing.1)),
            ("blocked", _) => (&self.barred, good),
            ("chat-over", _) => (&self.over.0, good.naming(&self.over.1)),
            ("no-mail", _) => (&self.well, good),
            ("invalid", "/v1/tickets/{id}/read") => (&self.well, good.saying(r#"{"message":"x"}"#)),
            ("invalid", _) => (&self.well, good.with("idempotency-key", "key-of-none").saying("{}")),
            ("hash-mismatch", _) => (&self.well, good.naming(&"0".repeat(64))),
            ("token-refused", _) => (&self.well, good),
            ("not-found", "/v1/identity" | "/v1/feedback") => (&self.plain, good),
            ("not-found", "/v1/grants") => {
                let link = self.well.grants.sign(&"0".repeat(32), clock::now()).expect("a token");
                (&self.well, good.saying(json!({ "token": link }).to_string()))
            }
            // Of what is no text, too, there is nothing.
            ("not-found", _) => (&self.well, good.naming("%FF")),
            _ => panic!("{method} {path} is said to answer {kind:?}: say here how it is made to"),
        };
        ask.of(desk).await
    }
}

#[tokio::test]
async fn every_refusal_that_is_described_is_given() {
    let desks = Desks::start().await;
    let opened = desks.well.opened("key-opened").await;
    let message: String =
        sqlx::query_scalar("SELECT id FROM messages").fetch_one(&desks.well.sql().await).await.expect("an id");
    let document = openapi();
    let mut given = 0;
    for (method, path) in ROUTES {
        let good = Ask::good(method, path, &opened.id, &message);
        for (status, kind, headers) in described(&document, method, path) {
            let kind = if method == "HEAD" {
                // Its answers have no body to tell the problem.
                match status {
                    401 => "unauthorized",
                    404 => "not-found",
                    408 => "timeout",
                    429 => "too-many-requests",
                    500 => "internal",
                    503 => "unavailable",
                    _ => "",
                }
            } else {
                &kind
            };
            let answer = desks.provoked(kind, good.clone()).await;
            assert_eq!(answer.status(), status, "{method} {path}: {kind}");
            for header in &headers {
                assert!(answer.headers().contains_key(header), "{method} {path}: {kind} has {header}");
            }
            assert_eq!(
                answer.headers().contains_key("retry-after"),
                headers.contains(&"Retry-After".to_owned()),
                "{path}: {kind}"
            );
            if method != "HEAD" {
                problem(answer, status, kind).await;
            }
            given += 1;
        }
    }
    assert!(given > 80, "{given}");
}

#[tokio::test]
async fn a_path_that_is_no_text_names_nothing() {
    let desk = TestApp::start().await;
    problem(desk.get("/v1/tickets/%FF").await, 404, "not-found").await;
    problem(desk.put("%FF", "image/png", PNG).await, 422, "invalid").await;
}
