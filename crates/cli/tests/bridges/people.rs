//! A person's device and an agent's browser, at whatever address the desk has.

use reqwest::blocking::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const SECRET: &str = "hv1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// What Lin signs in with.
pub const PASSWORD: &str = "four unrelated words here";

pub struct People {
    /// Follows no redirection.
    pub client: Client,
    /// Without a slash at its end.
    pub address: String,
}

impl People {
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// A request of the person's device.
    pub fn visitor(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(SECRET).header("idempotency-key", new_key())
    }

    /// A person opens a ticket with files; gives its number.
    pub fn open(&self, description: &str, files: &[(&str, &str, &[u8])]) -> String {
        let mut attachments = Vec::new();
        for (name, media_type, bytes) in files {
            let sha256 = format!("{:x}", Sha256::digest(bytes));
            let put = self.visitor(self.client.put(self.address(&format!("/v1/attachments/{sha256}"))));
            let put = put.header("content-type", *media_type).body(bytes.to_vec()).send().expect("an answer");
            assert!(put.status().is_success(), "{put:?}");
            attachments.push(json!({ "sha256": sha256, "name": name, "size": bytes.len(), "media_type": media_type }));
        }
        let ticket = json!({
            "type": "other", "description": description, "locale": "en", "attachments": attachments,
            "contact": { "email": "someone@example.com" },
        });
        let created = self.visitor(self.client.post(self.address("/v1/tickets"))).json(&ticket).send();
        let created: Value = created.expect("an answer").json().expect("JSON");
        created["number"].as_str().unwrap_or_else(|| panic!("{created}")).to_owned()
    }

    /// The person writes again.
    pub fn write(&self, number: &str, body: &str) {
        let answer = self.try_to_write(number, &new_key(), body).expect("an answer");
        assert_eq!(answer.status(), 201);
    }

    /// The person's device tries to send a message, which this key stands for.
    pub fn try_to_write(&self, number: &str, key: &str, body: &str) -> reqwest::Result<Response> {
        let request = self.client.post(self.address(&format!("/v1/tickets/{number}/messages")));
        let request = request.bearer_auth(SECRET).header("idempotency-key", key);
        request.json(&json!({ "body": body })).send()
    }

    /// The ticket as the person sees it.
    pub fn ticket(&self, number: &str) -> Value {
        let answer = self.visitor(self.client.get(self.address(&format!("/v1/tickets/{number}")))).send();
        answer.expect("an answer").json().expect("JSON")
    }

    /// The texts of its messages.
    pub fn messages(&self, number: &str) -> Vec<String> {
        let ticket = self.ticket(number);
        let messages = ticket["messages"].as_array().cloned().unwrap_or_default();
        messages.iter().map(|message| message["body"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// A file as the person gets it.
    pub fn file(&self, sha256: &str) -> Vec<u8> {
        let answer = self.visitor(self.client.get(self.address(&format!("/v1/attachments/{sha256}")))).send();
        answer.expect("an answer").bytes().expect("bytes").to_vec()
    }

    /// Lin answers in the console.
    pub fn answer(&self, number: &str, body: &str, status: &str) {
        let origin = self.address.clone();
        let form = [("name", "lin"), ("password", PASSWORD), ("next", "")];
        let entered = self.client.post(self.address("/desk/sign-in")).header("origin", &origin).form(&form).send();
        let entered = entered.expect("an answer");
        let cookie =
            entered.headers()["set-cookie"].to_str().expect("text").split(';').next().expect("a value").to_owned();
        let path = format!("/desk/tickets/{number}");
        let page = self.client.get(self.address(&path)).header("cookie", &cookie).send().expect("an answer");
        let page = page.text().expect("text");
        let value = |name: &str| {
            let field =
                page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {page}"));
            field.1.split('"').next().unwrap_or_default().to_owned()
        };
        let form = reqwest::blocking::multipart::Form::new()
            .text("csrf", value("csrf"))
            .text("seen", value("seen"))
            .text("body", body.to_owned())
            .text("status", status.to_owned());
        let sent = self.client.post(self.address(&format!("{path}/reply"))).header("cookie", cookie);
        let sent = sent.header("origin", origin).multipart(form).send().expect("an answer");
        assert_eq!(sent.status(), 303, "{sent:?}");
    }
}

/// The person's stream of events, read as it comes.
pub struct Stream(Receiver<(String, Value)>);

impl Stream {
    /// The next event of this kind, with its id; `None` where none comes in time, or the stream has ended.
    pub fn next(&self, kind: &str, patience: Duration) -> Option<(String, Value)> {
        loop {
            let (id, event) = self.0.recv_timeout(patience).ok()?;
            if event["type"] == kind {
                return Some((id, event));
            }
        }
    }
}

impl People {
    /// Listens for events, after the last one that was heard; `None` where the stream does not begin.
    pub fn listen(&self, last: Option<&str>) -> Option<Stream> {
        let request = self.visitor(self.client.get(self.address("/v1/events"))).header("accept", "text/event-stream");
        let request = if let Some(last) = last { request.header("last-event-id", last) } else { request };
        // Longer than any test.
        let response = request.timeout(Duration::from_secs(3600)).send().ok()?;
        if response.status() != 200 {
            return None;
        }
        let (tell, told) = channel();
        let (begun, first) = channel();
        std::thread::spawn(move || {
            let mut id = String::new();
            for line in BufReader::new(response).lines().map_while(Result::ok) {
                match line.split_once(": ") {
                    Some(("id", value)) => value.clone_into(&mut id),
                    Some(("event", "hello")) => drop(begun.send(())),
                    Some(("data", data)) => {
                        let event = serde_json::from_str(data).unwrap_or_default();
                        if tell.send((id.clone(), event)).is_err() {
                            return;
                        }
                    }
                    _ => {}
                }
            }
        });
        first.recv_timeout(Duration::from_secs(10)).ok()?;
        Some(Stream(told))
    }
}

/// A key that no request had.
pub fn new_key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("key-{:08}", NEXT.fetch_add(1, Ordering::Relaxed))
}
