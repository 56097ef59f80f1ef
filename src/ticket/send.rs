//! The requests by which an entry of the outbox is sent, and what their answers say.

use super::attachment::Attachment;
use super::outbox::{Answer, Entry, Step, fault};
use super::visitor;
use crate::browser::file::form;
use crate::browser::http::{Request, send};
use crate::browser::json;
use crate::host::options::{Endpoint, EndpointKind};
use helplet_desk_api::NewMessage;

/// Longest wait for the answer to a text, in seconds.
const PATIENCE: u32 = 60;

/// Longest wait where files travel, in seconds: a little longer than the desk's own.
const PATIENCE_FILES: u32 = 330;

/// Makes the request for a step of an entry; `progress` hears the bytes sent so far.
pub async fn make(
    endpoint: &Endpoint,
    entry: &Entry,
    step: Step,
    files: &[Attachment],
    progress: Box<dyn Fn(f64)>,
) -> Answer {
    let secret = ["Bearer ", &visitor::secret()].concat();
    let mut headers: Vec<(&str, &str)> =
        endpoint.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let desk = endpoint.kind == EndpointKind::Desk;
    if desk {
        headers.push(("Authorization", &secret));
    }
    let mut url = endpoint.url.clone();
    let (method, body, patience) = match step {
        Step::Head(at) | Step::Put(at) => {
            let Some(file) = files.get(at) else { return Answer::default() };
            url.push_str("/v1/attachments/");
            url.push_str(&file.note.sha256);
            if let Step::Put(_) = step {
                headers.push(("Content-Type", &file.note.media_type));
                ("PUT", file.contents.blob.clone().into(), PATIENCE_FILES)
            } else {
                ("HEAD", wasm_bindgen::JsValue::NULL, PATIENCE)
            }
        }
        Step::Post => {
            headers.push(("Idempotency-Key", &entry.draft.key));
            let text = document(entry);
            if desk {
                url.push_str("/v1/tickets");
                if !entry.to.is_empty() {
                    url = [&url, "/", &entry.to, "/messages"].concat();
                }
                headers.push(("Content-Type", "application/json"));
                ("POST", text.into(), PATIENCE)
            } else {
                // The browser writes the Content-Type itself: it knows the boundary.
                ("POST", multipart(&text, files), PATIENCE_FILES)
            }
        }
    };
    let Ok(reply) = send(Request { method, url, headers, body, patience }, progress).await else {
        return Answer::default();
    };
    let body = json::parse(&reply.body).unwrap_or_default();
    Answer {
        status: reply.status,
        retry_after: reply.retry_after,
        // Whatever a webhook answers, it is not Helplet's ticket number.
        number: if desk { json::text(&body, "number") } else { String::new() },
        faults: json::items(&body, "errors")
            .iter()
            .map(|it| {
                let max = json::get(it, "max").as_f64().unwrap_or_default();
                fault(json::text(it, "path"), &json::text(it, "code"), max as u32)
            })
            .collect(),
    }
}

/// The JSON document of a ticket, or of a message to one.
fn document(entry: &Entry) -> String {
    let ticket = entry.draft.ticket(&entry.locale, &entry.tier);
    if entry.to.is_empty() {
        return ticket.to_json();
    }
    NewMessage { body: ticket.description, attachments: ticket.attachments }.to_json()
}

/// A form with the document and the files.
fn multipart(text: &str, files: &[Attachment]) -> wasm_bindgen::JsValue {
    let contents: Vec<_> = files.iter().map(|file| &file.contents).collect();
    form(text, &contents)
}
