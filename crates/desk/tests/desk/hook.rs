//! A receiver of webhook requests.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use standardwebhooks::Webhook;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A request whose signature is right.
#[derive(Debug)]
pub struct Told {
    pub id: String,
    pub body: Value,
}

pub struct Hook {
    pub url: String,
    pub told: UnboundedReceiver<Told>,
}

#[derive(Clone)]
struct Receiver {
    answers: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
    told: UnboundedSender<Told>,
}

impl Hook {
    /// Answers requests with these (status, Location), then with 204.
    pub async fn start(answers: &[(u16, &'static str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let (sender, told) = unbounded_channel();
        let receiver = Receiver { answers: Arc::new(Mutex::new(answers.iter().copied().collect())), told: sender };
        let app = axum::Router::new().fallback(receive).with_state(receiver);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, told }
    }
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    // The library that the specification's authors keep.
    let verified = Webhook::new(SECRET).expect("a secret").verify(&body, &headers);
    assert!(verified.is_ok(), "{verified:?}");
    let id = headers["webhook-id"].to_str().expect("ASCII").to_owned();
    let body = serde_json::from_slice(&body).expect("JSON");
    receiver.told.send(Told { id, body }).expect("a test that listens");
    let answer = receiver.answers.lock().expect("no panic").pop_front();
    let (status, location) = answer.unwrap_or((204, ""));
    let status = StatusCode::from_u16(status).expect("a status");
    (status, [("location", location)]).into_response()
}
