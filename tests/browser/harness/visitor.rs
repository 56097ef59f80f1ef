//! A person's device that talks to the desk without a browser.

use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;

/// A device with a secret of its own, and the conversation it began last.
pub struct Visitor {
    address: String,
    secret: String,
    /// How many requests it has made: each has a key of its own.
    asked: u32,
    /// The ticket's id and number.
    pub id: String,
    pub number: String,
}

impl Visitor {
    /// A device, told from others by a letter.
    pub fn new(address: &str, letter: char) -> Self {
        let secret = format!("hv1_{}", String::from(letter).repeat(43));
        Self { address: address.to_owned(), secret, asked: 0, id: String::new(), number: String::new() }
    }

    /// Asks for a person; `more` replaces parts of the ticket. The state the conversation begins in.
    #[track_caller]
    pub fn begins(&mut self, description: &str, more: Value) -> String {
        let mut ticket = json!({ "type": "other", "description": description, "locale": "zh-CN", "chat": true });
        let more = more.as_object().expect("an object").clone();
        ticket.as_object_mut().expect("an object").extend(more);
        let (status, created) = self.ask("POST", "/v1/tickets", &ticket);
        assert_eq!(status, 201, "{created}");
        let text = |name: &str| created[name].as_str().unwrap_or_default().to_owned();
        (self.id, self.number) = (text("id"), text("number"));
        text("chat")
    }

    /// Says something; the status of the desk's answer.
    pub fn says(&mut self, text: &str) -> u16 {
        self.ask("POST", &format!("/v1/tickets/{}/messages", self.id), &json!({ "body": text })).0
    }

    /// Begins to type.
    pub fn types(&mut self) {
        let (status, problem) = self.ask("PUT", &format!("/v1/tickets/{}/typing", self.id), &Value::Null);
        assert_eq!(status, 204, "{problem}");
    }

    /// Ends the conversation.
    #[track_caller]
    pub fn goes(&mut self) {
        let (status, problem) = self.ask("PUT", &format!("/v1/tickets/{}/chat", self.id), &json!({ "live": false }));
        assert_eq!(status, 200, "{problem}");
    }

    /// The ticket as its person sees it.
    pub fn looks(&mut self) -> Value {
        let (status, ticket) = self.ask("GET", &format!("/v1/tickets/{}", self.id), &Value::Null);
        assert_eq!(status, 200, "{ticket}");
        ticket
    }

    /// Everything that was said.
    pub fn hears(&mut self) -> Vec<String> {
        let ticket = self.looks();
        let messages = ticket["messages"].as_array().cloned().unwrap_or_default();
        messages.iter().map(|message| message["body"].as_str().unwrap_or_default().to_owned()).collect()
    }

    fn ask(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        self.asked += 1;
        let (key, secret, address) = (self.asked, &self.secret, &self.address);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(address).expect("a connection");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nauthorization: Bearer {secret}\r\n\
             idempotency-key: visitor-{key:08}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }
}
