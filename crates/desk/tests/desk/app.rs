//! A desk under test.

use crate::backend::{connect, new_database};
use helplet_desk::store::{Actor, Addition, Store, Subscription, clock, random_id};
use helplet_desk::{App, Config, FieldRule, Grants, Rate, Rules, TypeRule};
use helplet_desk_api::{Created, Status};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::AnyPool;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Four pixels of nothing: the least that is a PNG to whoever reads its first bytes.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x02\x08\x06";

/// The secrets of three devices.
pub const SECRETS: [&str; 3] = [
    "hv1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "hv1_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB",
    "hv1_CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC",
];

pub struct TestApp {
    pub address: String,
    /// Where the metrics are.
    pub metrics: String,
    pub client: Client,
    pub folder: TempDir,
    pub database: String,
    /// What happened since the start.
    pub events: Subscription,
    pub store: Store,
    pub grants: Grants,
    /// The device that asks.
    pub secret: &'static str,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<Result<(), helplet_desk::Error>>,
}

pub fn rules() -> Rules {
    let text = |id: &str, required| FieldRule { id: id.into(), required, options: vec![], max_length: 20 };
    Rules {
        types: vec![
            TypeRule { id: "bug".into(), fields: vec![] },
            TypeRule {
                id: "payment".into(),
                fields: vec![text("order", true), FieldRule { options: vec!["微信".into()], ..text("channel", false) }],
            },
        ],
        max_files: 5,
        max_file_bytes: 10 << 20,
        max_description: 5000,
    }
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::new(new_database(folder.path()).await, rules());
        config.files = Some(folder.path().join("files").display().to_string());
        // Tests ask faster than a person does.
        config.visitor_rate = Rate { per_minute: 0 };
        change(&mut config);
        let database = config.database.clone();
        let mut app = App::open(config).await.expect("opens");
        let (events, store, grants) = (app.events(), app.store(), app.grants().clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let metrics = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let told = format!("http://{}/metrics", metrics.local_addr().expect("an address"));
        app.serve_metrics(metrics);
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(app.serve(listener, async {
            stopped.await.unwrap_or_default();
        }));
        let (client, secret) = (Client::new(), SECRETS[0]);
        Self {
            address,
            metrics: told,
            client,
            folder,
            database,
            events,
            store,
            grants,
            secret,
            stop: Some(stop),
            running,
        }
    }

    /// Where a file's bytes are.
    pub fn file(&self, sha256: &str) -> PathBuf {
        self.folder.path().join("files").join(&sha256[..2]).join(sha256)
    }

    /// A second way into the database.
    pub async fn sql(&self) -> AnyPool {
        connect(&self.database).await
    }

    pub async fn count(&self, table: &str) -> i64 {
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        sqlx::query_scalar(sql).fetch_one(&self.sql().await).await.expect("a number")
    }

    /// Waits until a table, or a part of it, has so many rows.
    pub async fn until(&self, rows: &str, expected: i64) {
        let waited = async {
            while self.count(rows).await != expected {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        if tokio::time::timeout(Duration::from_secs(20), waited).await.is_err() {
            panic!("{} and not {expected} of {rows}", self.count(rows).await);
        }
    }

    pub async fn tickets(&self) -> i64 {
        self.count("threads").await
    }

    /// A request of nobody.
    pub fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.address))
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(self.secret)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.expect("an answer")
    }

    pub async fn post(&self, key: &str, ticket: &Value) -> Response {
        self.request(Method::POST, "/v1/tickets")
            .header("idempotency-key", key)
            .json(ticket)
            .send()
            .await
            .expect("an answer")
    }

    pub async fn put(&self, sha256: &str, media_type: &str, bytes: &[u8]) -> Response {
        self.request(Method::PUT, &format!("/v1/attachments/{sha256}"))
            .header("content-type", media_type)
            .body(bytes.to_vec())
            .send()
            .await
            .expect("an answer")
    }

    /// Posts JSON under an Idempotency-Key.
    pub async fn send(&self, path: &str, key: &str, body: &Value) -> Response {
        let request = self.request(Method::POST, path).header("idempotency-key", key);
        request.json(body).send().await.expect("an answer")
    }

    /// Posts a token.
    pub async fn present(&self, path: &str, token: &str) -> Response {
        self.request(Method::POST, path).json(&json!({ "token": token })).send().await.expect("an answer")
    }

    /// A new ticket of the device that asks.
    pub async fn opened(&self, key: &str) -> Created {
        self.post(key, &ticket()).await.json().await.expect("JSON")
    }

    /// A message of the agent Lin, or a note among agents.
    pub async fn reply(&self, thread: &str, body: &str, internal: bool, status: Option<Status>) -> String {
        let insert = "INSERT INTO agents (id, name, shown_as, password_hash, created_at)
                      VALUES ('lin', 'lin', '小林', '', 0) ON CONFLICT DO NOTHING";
        sqlx::query(insert).execute(&self.sql().await).await.expect("an agent");
        let id = random_id().expect("random bits");
        let actor = Actor::Agent("lin");
        let addition = Addition { id: &id, thread, actor, internal, body, files: &[], status, at: clock::now() };
        let mut work = self.store.begin().await.expect("a transaction");
        work.add_message(&addition).await.expect("written").expect("a thread");
        work.commit().await.expect("committed");
        id
    }

    pub fn ask_to_stop(&mut self) {
        self.stop.take().map(|stop| stop.send(()));
    }

    /// Waits for the end after [`TestApp::ask_to_stop`].
    pub async fn ended(self) -> TempDir {
        self.running.await.expect("no panic").expect("no error");
        self.folder
    }
}

/// A ticket with nothing wrong.
pub fn ticket() -> Value {
    json!({
        "type": "bug",
        "description": "打开表格时闪退",
        "environment": { "os": "Windows 11", "app": "12.1" },
        "contact": { "email": "someone@example.com" },
        "locale": "zh-CN",
        "trail": ["搜索：闪退"],
    })
}

/// The ticket with one value replaced, named by JSON pointer; missing objects are not made.
pub fn ticket_with(pointer: &str, value: Value) -> Value {
    let mut ticket = ticket();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    ticket.pointer_mut(parent).expect("a parent")[name] = value;
    ticket
}

pub fn attachment(bytes: &[u8], name: &str, media_type: &str) -> Value {
    json!({ "sha256": hash(bytes), "name": name, "size": bytes.len(), "media_type": media_type })
}

pub fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// The answer must be a problem of this kind, whole and consistent; gives it.
pub async fn problem(response: Response, status: u16, kind: &str) -> Value {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let problem: Value = response.json().await.expect("JSON");
    assert_eq!(problem["type"], format!("urn:helplet:problem:{kind}"), "{problem}");
    assert_eq!(problem["status"], status);
    for text in ["title", "detail"] {
        assert!(problem[text].as_str().is_some_and(|text| !text.is_empty()), "{text} of {problem}");
    }
    problem
}

/// The (path, code) of every fault in a problem.
pub fn faults(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    assert!(errors.iter().all(|error| error["detail"].is_string()), "{problem}");
    errors.iter().map(|error| (text(&error["path"]), text(&error["code"]))).collect()
}
