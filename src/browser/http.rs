//! HTTP by XMLHttpRequest, the one interface that reports the progress of an upload.

use super::clock::seconds_until;
use crate::text::number;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::XmlHttpRequest;

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
    let xhr = XmlHttpRequest::new().map_err(|_| NoAnswer)?;
    xhr.open(request.method, &request.url).map_err(|_| NoAnswer)?;
    xhr.set_timeout(request.patience * 1000);
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
    match xhr.status() {
        Ok(status) if status > 0 => {
            // Only refusals have it; asking for a header that another origin withholds is logged as an error.
            let retry = (status == 429 || status == 503).then(|| xhr.get_response_header("Retry-After").ok().flatten());
            let retry_after = retry.flatten().and_then(|text| number(&text).or_else(|| seconds_until(&text)));
            Ok(Reply { status, body: xhr.response_text().ok().flatten().unwrap_or_default(), retry_after })
        }
        _ => Err(NoAnswer),
    }
}
