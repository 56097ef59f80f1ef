//! HTTP by XMLHttpRequest, the one interface that reports the progress of an upload.

use super::clock::seconds_until;
use super::element::window;
use super::task::spawn;
use crate::text::number;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, RequestInit, XmlHttpRequest, XmlHttpRequestResponseType};

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
    let xhr = exchange(request, progress, XmlHttpRequestResponseType::Text).await?;
    let status = xhr.status().unwrap_or(0);
    // Only refusals have it; asking for a header that another origin withholds is logged as an error.
    let retry = (status == 429 || status == 503).then(|| xhr.get_response_header("Retry-After").ok().flatten());
    let retry_after = retry.flatten().and_then(|text| number(&text).or_else(|| seconds_until(&text)));
    Ok(Reply { status, body: xhr.response_text().ok().flatten().unwrap_or_default(), retry_after })
}

/// The bytes that a request is answered with; `None` unless it succeeds.
pub async fn receive(request: Request<'_>) -> Option<Blob> {
    let xhr = exchange(request, Box::new(|_| ()), XmlHttpRequestResponseType::Blob).await.ok()?;
    if xhr.status() != Ok(200) {
        return None;
    }
    xhr.response().ok()?.dyn_into().ok()
}

/// Posts JSON that nobody waits for; it goes its way even when the page is left.
pub fn leave(url: &str, body: &JsValue) {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(body);
    let headers = js_sys::Object::new();
    _ = js_sys::Reflect::set(&headers, &"Content-Type".into(), &"application/json".into());
    init.set_headers(&headers);
    _ = js_sys::Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
    let left = window().fetch_with_str_and_init(url, &init);
    spawn(async move {
        _ = JsFuture::from(left).await;
    });
}

/// Sends a request and waits until it has been answered whole.
async fn exchange(
    request: Request<'_>,
    progress: Box<dyn Fn(f64)>,
    kind: XmlHttpRequestResponseType,
) -> Result<XmlHttpRequest, NoAnswer> {
    let xhr = XmlHttpRequest::new().map_err(|_| NoAnswer)?;
    xhr.open(request.method, &request.url).map_err(|_| NoAnswer)?;
    xhr.set_timeout(request.patience * 1000);
    xhr.set_response_type(kind);
    for (name, value) in request.headers {
        xhr.set_request_header(name, value).map_err(|_| NoAnswer)?;
    }
    let on_progress = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        progress(event.unchecked_into::<web_sys::ProgressEvent>().loaded());
    });
    if let Ok(upload) = xhr.upload() {
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    }
    let finished = Promise::new(&mut |resolve, _| xhr.set_onloadend(Some(&resolve)));
    // A Blob or FormData body goes through the untyped call: web-sys has one overload a type.
    let send = js_sys::Reflect::get(&xhr, &"send".into()).map_err(|_| NoAnswer)?;
    send.unchecked_into::<js_sys::Function>().call1(&xhr, &request.body).map_err(|_| NoAnswer)?;
    _ = JsFuture::from(finished).await;
    if xhr.status().is_ok_and(|status| status > 0) { Ok(xhr) } else { Err(NoAnswer) }
}
