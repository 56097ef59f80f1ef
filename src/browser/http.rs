//! HTTP by XMLHttpRequest, the one interface that reports the progress of an upload.

use super::clock::seconds_until;
use super::first;
use super::json::{get, object, text};
use super::later;
use super::task::settled;
use crate::text::number;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// What to send.
pub struct Request<'a> {
    /// `GET`, `POST`, `PUT` …
    pub method: &'a str,
    /// Absolute, or relative to the page.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(&'a str, &'a str)>,
    /// Anything XMLHttpRequest takes: text, a Blob, a FormData.
    pub body: JsValue,
    /// Longest wait for the answer, in seconds.
    pub patience: u32,
}

/// What came back.
pub struct Reply {
    /// HTTP status, 200 to 599.
    pub status: u16,
    /// The body as text.
    pub body: String,
    /// Seconds until one may come back, where the answer says so.
    pub retry_after: Option<u32>,
}

/// No answer came: no network, a refused connection, a blocked origin, or a time-out.
#[derive(Debug)]
pub struct NoAnswer;

/// Sends a request; `progress` hears the bytes of the body sent so far.
pub async fn send(request: Request<'_>, progress: Box<dyn Fn(f64)>) -> Result<Reply, NoAnswer> {
    let answer = exchange(request, progress, "text").await.ok_or(NoAnswer)?;
    let after = text(&answer, "after");
    let retry_after = number(&after).or_else(|| seconds_until(&after));
    Ok(Reply { status: status(&answer), body: text(&answer, "body"), retry_after })
}

/// The bytes that a request is answered with; `None` unless it succeeds.
pub async fn receive(request: Request<'_>) -> Option<Blob> {
    let answer = exchange(request, Box::new(|_| ()), "blob").await?;
    (status(&answer) == 200).then(|| get(&answer, "body").unchecked_into())
}

/// Posts JSON that nobody waits for; it goes its way even when the page is left.
pub fn leave(url: &str, body: &JsValue) {
    first::leave(url, body);
}

/// Sends a request and waits until it has been answered whole.
async fn exchange(request: Request<'_>, progress: Box<dyn Fn(f64)>, kind: &str) -> Option<JsValue> {
    let Request { method, url, headers, body, patience } = request;
    let progress = Closure::wrap(progress);
    settled(later::request((method, &url), &object(&headers), &body, kind, patience, &progress)).await
}

fn status(answer: &JsValue) -> u16 {
    get(answer, "status").as_f64().unwrap_or_default() as u16
}
