use crate::app::{PNG, SECRETS, TestApp, attachment, hash, ticket_with};
use helplet_desk::store::clock;
use helplet_desk::{Identity, ROUTES, SESSION};
use helplet_desk_api::Created;
use jsonwebtoken::{EncodingKey, Header, encode};
use reqwest::Method;
use serde_json::json;

/// Who gets what: rows are requests, columns are those who ask.
const TABLE: &str = include_str!("access.txt");

const KEY: &[u8] = b"a shared secret of at least 32 bytes";
const FILES: [&[u8]; 2] = [b"a file of the visitor", b"a file of the user"];

/// Those who ask, with the secret they send, if any.
const CALLERS: [(&str, Option<&str>); 8] = [
    ("nobody", None),
    ("stranger", Some("hv1_0000000000000000000000000000000000000000000")),
    ("visitor", Some(SECRETS[0])),
    ("user", Some(SECRETS[1])),
    ("other-user", Some(SECRETS[2])),
    ("lapsed", Some("hv1_DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD")),
    ("link", Some("hv1_EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE")),
    ("agent", None),
];

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

/// What a request of each route needs to be taken from whoever may make it.
fn body(route: (&str, &str), message: &str) -> Option<serde_json::Value> {
    Some(match route {
        ("POST", "/v1/tickets") => ticket_with("/tier", json!("free")),
        ("POST", "/v1/tickets/{id}/messages") => json!({ "body": "在吗" }),
        ("PUT", "/v1/tickets/{id}/read") => json!({ "message": message }),
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
    let mut app = TestApp::start_with(|config| {
        config.identity = Some(Identity::new("HS256", KEY, "a", SESSION).expect("a key"));
        config.request_rate.per_minute = 0;
    })
    .await;
    let mut tickets = Vec::new();
    let secret = |name: &str| CALLERS.iter().find(|(other, _)| *other == name).and_then(|(_, secret)| *secret);
    for (name, file) in [("visitor", Some(FILES[0])), ("user", Some(FILES[1])), ("other-user", None), ("lapsed", None)]
    {
        app.secret = secret(name).expect("a secret");
        match name {
            "visitor" => {}
            "other-user" => signed_in(&app, "zhao", name, "enterprise").await,
            _ => signed_in(&app, "wang", name, "member").await,
        }
        if let Some(file) = file {
            tickets.push(opened(&app, file).await);
        }
    }
    let lapse =
        "UPDATE visitors SET signed_in_until = 1 WHERE id = (SELECT visitor_id FROM used_tokens WHERE jti = 'lapsed')";
    sqlx::query(lapse).execute(&app.sql().await).await.expect("written");
    app.secret = secret("link").expect("a secret");
    let link = app.grants.sign(&tickets[1].id, clock::now()).expect("a token");
    assert_eq!(app.present("/v1/grants", &link).await.status(), 200);

    let mut table = format!("{:<48}", "");
    for (name, _) in CALLERS {
        table += &format!("{name:>11}");
    }
    for route @ (method, pattern) in ROUTES {
        let owners: &[&str] = if pattern.contains('{') && method != "PUT" || pattern.contains("{id}") {
            &["visitor", "user"]
        } else {
            &[""]
        };
        for (at, owner) in owners.iter().enumerate() {
            let of = if owner.is_empty() { String::new() } else { format!(" of {owner}") };
            table += &format!("\n{:<48}", format!("{method} {pattern}{of}"));
            for (name, secret) in CALLERS {
                let message: String =
                    sqlx::query_scalar("SELECT id FROM messages WHERE thread_id = $1 AND position = 0")
                        .bind(&tickets[at].id)
                        .fetch_one(&app.sql().await)
                        .await
                        .expect("a message");
                let file = if method == "PUT" { PNG } else { FILES[at] };
                let path = pattern.replace("{id}", &tickets[at].id).replace("{sha256}", &hash(file));
                let method = Method::from_bytes(method.as_bytes()).expect("a method");
                let request = app.anonymous(method, &path).header("idempotency-key", format!("{name}-{pattern}-{at}"));
                // The one route that never ends, asked so that it does.
                let request = request.header("accept", "application/json");
                let request = match secret {
                    Some(secret) => request.bearer_auth(secret),
                    // An agent's session is for the console alone.
                    None if name == "agent" => request.header("cookie", "helplet-session=anything"),
                    None => request,
                };
                let request = match body(route, &message) {
                    Some(body) => request.json(&body),
                    None if pattern == "/v1/attachments/{sha256}" => {
                        request.header("content-type", "image/png").body(PNG)
                    }
                    None => request,
                };
                let status = request.send().await.expect("an answer").status().as_u16();
                table += &format!("{status:>11}");
            }
        }
    }
    assert_eq!(table, TABLE.trim_end(), "\n{table}\n");
}
