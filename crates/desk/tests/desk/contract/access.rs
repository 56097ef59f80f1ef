//! Who gets what, of every route that is served: `access.txt`.

use super::console::{Console, PASSWORD, location};
use crate::app::{PNG, TestApp, attachment, hash, ticket_with};
use helplet_desk::store::clock;
use helplet_desk::{Agents, CONSOLE_ROUTES, Identity, OPERATOR_ROUTES, ROUTES, SESSION};
use helplet_desk_api::Created;
use jsonwebtoken::{EncodingKey, Header, encode};
use reqwest::{Method, RequestBuilder};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Rows are requests, columns those who ask; above it, who they are.
const TABLE: &str = include_str!("access.txt");

const KEY: &[u8] = b"a shared secret of at least 32 bytes";
const FILES: [&[u8]; 2] = [b"a file of the visitor", b"a file of the user"];

/// Where another site's page is.
const ELSEWHERE: &str = "https://elsewhere.example";

/// What somebody sends to say who they are.
#[derive(Clone)]
enum Who {
    Nobody,
    Device(&'static str),
    /// The cookie and the token of a session, and the site whose page sends it.
    Session(String, String, String),
}

async fn signed_in(app: &TestApp, subject: &str, jti: &str, tier: &str) {
    let now = clock::now() / 1000;
    let claims =
        json!({ "sub": subject, "jti": jti, "aud": "a", "iat": now, "exp": now + 300, "name": "", "tier": tier });
    let token = encode(&Header::default(), &claims, &EncodingKey::from_secret(KEY)).expect("a token");
    assert_eq!(app.present("/v1/identity", &token).await.status(), 200);
}

/// A ticket of the device that asks, with a file of its own.
async fn opened(app: &TestApp, file: &[u8]) -> Created {
    app.put(&hash(file), "text/plain", file).await;
    let sent = ticket_with("/attachments", json!([attachment(file, "a.log", "text/plain")]));
    app.post("key-opened", &sent).await.json().await.expect("JSON")
}

/// A desk with tickets of two, and those who ask it.
struct Town {
    console: Console,
    callers: Vec<(&'static str, Who)>,
    /// Of the visitor, and of the user.
    tickets: Vec<Created>,
}

impl Town {
    async fn built() -> Self {
        let mut console = Console::start_with(|config| {
            config.identity = Some(Identity::new("HS256", KEY, "a", SESSION).expect("a key"));
            config.request_rate.per_minute = 0;
            let folder = Path::new(config.files.as_deref().expect("a folder")).with_file_name("site");
            fs::create_dir(&folder).expect("a folder");
            fs::write(folder.join("index.html"), "<!doctype html>").expect("written");
            config.site = Some(folder);
        })
        .await;
        let secrets = ["A", "B", "C", "D", "E", "F"].map(|letter| &*format!("hv1_{}", letter.repeat(43)).leak());
        let [visitor, user, other_user, lapsed, link, stranger] = secrets;
        let app = &mut console.app;
        app.secret = visitor;
        let mut tickets = vec![opened(app, FILES[0]).await];
        app.secret = user;
        signed_in(app, "wang", "user", "member").await;
        tickets.push(opened(app, FILES[1]).await);
        app.secret = other_user;
        signed_in(app, "zhao", "other-user", "enterprise").await;
        app.secret = lapsed;
        signed_in(app, "wang", "lapsed", "member").await;
        let lapse = "UPDATE visitors SET signed_in_until = 1
                     WHERE id = (SELECT visitor_id FROM used_tokens WHERE jti = 'lapsed')";
        sqlx::query(lapse).execute(&app.sql().await).await.expect("written");
        app.secret = link;
        let token = app.grants.sign(&tickets[1].id, clock::now()).expect("a token");
        assert_eq!(app.present("/v1/grants", &token).await.status(), 200);

        let mut callers = vec![("nobody", Who::Nobody)];
        for (name, secret) in ["stranger", "visitor", "user", "other-user", "lapsed", "link"]
            .into_iter()
            .zip([stranger, visitor, user, other_user, lapsed, link])
        {
            callers.push((name, Who::Device(secret)));
        }
        let own = console.app.address.clone();
        let agents = Agents::open(&console.app.database).await.expect("opens");
        agents.add("carol", None, PASSWORD).await.expect("added");
        for (name, agent, origin) in
            [("ex-agent", "carol", own.as_str()), ("forger", "ben", ELSEWHERE), ("agent", "anna", &own)]
        {
            console.sign_in(agent).await;
            callers.push((name, Who::Session(console.cookie.clone(), console.csrf.clone(), origin.to_owned())));
        }
        agents.disable("carol").await.expect("disabled");
        agents.close().await;
        Self { console, callers, tickets }
    }

    fn ask(&self, who: &Who, method: &str, address: String) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let request = self.console.client.request(method, address);
        match who {
            Who::Nobody => request,
            Who::Device(secret) => request.bearer_auth(secret),
            Who::Session(cookie, ..) => request.header("cookie", cookie),
        }
    }

    /// A row: what each gets.
    async fn row(&self, title: &str, mut ask: impl AsyncFnMut(&str, &Who) -> RequestBuilder) -> String {
        let mut row = format!("\n{title:<48}");
        for (name, who) in &self.callers {
            let answer = ask(name, who).await.send().await.expect("an answer");
            let to_sign_in = answer.status() == 303 && location(&answer).starts_with("/desk/sign-in");
            let got = if to_sign_in { "sign-in".to_owned() } else { answer.status().as_u16().to_string() };
            row += &format!("{got:>11}");
        }
        row
    }

    /// The rows of a route of the contract, one for each whose ticket or file is asked for.
    async fn contract(&self, (method, pattern): (&str, &str)) -> String {
        let of_one = pattern.contains("{id}") || pattern.contains("{sha256}") && method != "PUT";
        let owners: &[&str] = if of_one { &[" of visitor", " of user"] } else { &[""] };
        let mut rows = String::new();
        for (at, owner) in owners.iter().enumerate() {
            let ticket = &self.tickets[at].id;
            let first = "SELECT id FROM messages WHERE thread_id = $1 AND position = 0";
            let first = sqlx::query_scalar(first).bind(ticket).fetch_one(&self.console.app.sql().await).await;
            let message: String = first.expect("a message");
            let file = if method == "PUT" { PNG } else { FILES[at] };
            let path = pattern.replace("{id}", ticket).replace("{sha256}", &hash(file));
            let ask = async |name: &str, who: &Who| {
                let request = self.ask(who, method, format!("{}{path}", self.console.app.address));
                // The one route that never ends, asked so that it does.
                let request = request.header("accept", "application/json");
                let request = request.header("idempotency-key", format!("{name}-{pattern}-{at}"));
                match body((method, pattern), &message) {
                    Some(body) => request.json(&body),
                    None if method == "PUT" => request.header("content-type", "image/png").body(PNG),
                    None => request,
                }
            };
            rows += &self.row(&format!("{method} {pattern}{owner}"), ask).await;
        }
        rows
    }

    /// The row of a route of the console; what is done there is done to the visitor's ticket.
    async fn console(&mut self, (method, pattern): (&str, &str)) -> String {
        let app = &self.console.app;
        let ticket = &self.tickets[0];
        let file = "SELECT message_id FROM attachments JOIN messages ON messages.id = message_id WHERE thread_id = $1";
        let file: String = sqlx::query_scalar(file).bind(&ticket.id).fetch_one(&app.sql().await).await.expect("a file");
        let page = self.console.page("/desk/sign-in").await;
        let style = page.split("/desk/assets/").nth(1).and_then(|rest| rest.split('"').next()).expect("a file");
        let path = pattern.replace("{number}", &ticket.number).replace("{tag}", "en").replace("{name}", style);
        let path = path.replace("{message}", &file).replace("{position}", "0");
        let rows = format!("messages WHERE thread_id = '{}'", ticket.id);
        let ask = async |name: &str, who: &Who| {
            let request = self.ask(who, method, format!("{}{path}", app.address));
            if method == "GET" {
                return request;
            }
            let (token, origin) = match who {
                Who::Session(_, token, origin) if origin != ELSEWHERE => (token.as_str(), origin.as_str()),
                // Another site's page sends the cookie, and can't know the token.
                Who::Session(_, _, origin) => ("", origin.as_str()),
                _ => ("", app.address.as_str()),
            };
            let seen = app.count(&rows).await.to_string();
            let fields = [
                ("csrf", token),
                ("name", name),
                ("password", "not this one"),
                ("body", "看过了"),
                ("seen", &seen),
                ("status", "open"),
                ("agent", ""),
                ("to", "team:"),
                ("count", "1"),
            ];
            let request = request.header("origin", origin);
            if pattern.ends_with("/reply") {
                let parts = fields.map(|(name, value)| {
                    format!("--limit\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                });
                let body = parts.concat() + "--limit--\r\n";
                return request.header("content-type", "multipart/form-data; boundary=limit").body(body);
            }
            let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            request.header("content-type", "application/x-www-form-urlencoded").body(body)
        };
        let row = self.row(&format!("{method} {pattern}"), ask).await;
        if pattern == "/desk/sign-out" {
            self.console.sign_in("anna").await;
            let again = (self.console.cookie.clone(), self.console.csrf.clone());
            if let Some((_, Who::Session(cookie, token, _))) = self.callers.last_mut() {
                (*cookie, *token) = again;
            }
        }
        row
    }
}

/// What a request of each route needs to be taken from whoever may make it.
fn body(route: (&str, &str), message: &str) -> Option<serde_json::Value> {
    Some(match route {
        ("POST", "/v1/tickets") => ticket_with("/tier", json!("free")),
        ("POST", "/v1/tickets/{id}/messages") => json!({ "body": "在吗" }),
        ("PUT", "/v1/tickets/{id}/read") => json!({ "message": message }),
        ("PUT", "/v1/tickets/{id}/chat") => json!({ "live": true }),
        ("PUT", "/v1/tickets/{id}/contact") => json!({ "email": "a@b.cn" }),
        ("POST", "/v1/tickets/{id}/rating") => json!({ "solved": true }),
        ("POST", "/v1/identity" | "/v1/grants") => json!({ "token": "forged" }),
        ("POST", "/v1/feedback") => {
            json!({ "items": [{ "kind": "vote", "locale": "en", "article": "a", "helpful": true }] })
        }
        _ => return None,
    })
}

#[tokio::test]
async fn everybody_gets_what_the_table_says() {
    let mut town = Town::built().await;
    let mut table = format!("{:<48}", "");
    for (name, _) in &town.callers {
        table += &format!("{name:>11}");
    }
    for route in ROUTES {
        table += &town.contract(route).await;
    }
    for route in CONSOLE_ROUTES {
        table += &town.console(route).await;
    }
    for (method, path) in OPERATOR_ROUTES {
        let address = |on: &str| format!("{}{path}", on.trim_end_matches(path));
        for (title, on) in [("", &town.console.app.address), (" on its own listener", &town.console.app.metrics)] {
            let ask = async |_: &str, who: &Who| town.ask(who, method, address(on));
            table += &town.row(&format!("{method} {path}{title}"), ask).await;
        }
    }
    for path in ["/", "/helplet.db", "/v1/nothing", "/desk/nothing"] {
        let ask = async |_: &str, who: &Who| town.ask(who, "GET", format!("{}{path}", town.console.app.address));
        table += &town.row(&format!("GET {path}"), ask).await;
    }
    println!("{table}");
    let expected: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(table == expected.join("\n"), "access.txt says otherwise:\n{table}\n");
}

/// Every path given to a router in this folder of Rust.
fn routed(folder: &Path, paths: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            routed(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            let found = text.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next());
            paths.extend(found.filter(|path| !path.contains("{*")).map(str::to_owned));
        }
    }
}

#[tokio::test]
async fn every_route_that_is_served_is_in_the_table() {
    let mut listed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (method, path) in ROUTES.into_iter().chain(CONSOLE_ROUTES).chain(OPERATOR_ROUTES) {
        listed.entry(path).or_default().insert(method);
    }
    let mut paths = BTreeSet::new();
    routed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut paths);
    assert_eq!(paths, listed.keys().map(|path| (*path).to_owned()).collect());
    let app = TestApp::start().await;
    for (path, mut methods) in listed {
        if methods.contains("GET") {
            methods.insert("HEAD");
        }
        let address = if path == "/metrics" { app.metrics.clone() } else { format!("{}{path}", app.address) };
        let answer = app.client.patch(address).send().await.expect("an answer");
        assert_eq!(answer.status(), 405, "{path}");
        let allowed = answer.headers()["allow"].to_str().expect("text");
        assert_eq!(allowed.split(',').collect::<BTreeSet<_>>(), methods, "{path}");
    }
}
