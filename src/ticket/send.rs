//! Sending a ticket, and what the endpoint's answer means for the person.

use super::attachment::Attachment;
use super::draft::Draft;
use super::visitor;
use crate::browser::file::Form;
use crate::browser::http::{NoAnswer, Reply, Request, send};
use crate::browser::json;
use crate::host::options::{Endpoint, EndpointKind};
use crate::reactive::State;

/// What became of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Taken, under a number; a webhook gives none.
    Taken(String),
    /// Refused for these faults: a path and a code each.
    Refused(Vec<(String, String)>),
    /// Not taken now; trying again later may help.
    NotNow(Trouble),
}

/// Why a ticket could not be taken now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No answer came.
    Network,
    /// Too many tickets from here in a short time.
    Busy,
    /// The endpoint failed, or answered something that isn't of the contract.
    Server,
}

/// How far the sending is, in bytes.
#[derive(Clone, Copy)]
pub struct Progress {
    /// Bytes sent so far, of all files.
    pub sent: State<f64>,
    /// Bytes to send.
    pub total: f64,
}

/// Sends a ticket with its files: one request after the other, until one is not taken.
pub async fn send_ticket(
    endpoint: &Endpoint,
    draft: &Draft,
    files: &[Attachment],
    locale: &str,
    progress: Progress,
) -> Outcome {
    let ticket = draft.ticket(locale).to_json();
    let visitor = ["Bearer ", &visitor::secret()].concat();
    let requests = match endpoint.kind {
        EndpointKind::Desk => to_desk(endpoint, draft, files, ticket, &visitor),
        EndpointKind::Webhook => to_webhook(endpoint, draft, files, &ticket),
    };
    let mut answer = Outcome::NotNow(Trouble::Server);
    let mut before = 0.0;
    for (request, bytes) in requests {
        let hear = move |sent: f64| progress.sent.set((before + sent).min(progress.total));
        answer = outcome(send(request, Box::new(hear)).await);
        if !matches!(answer, Outcome::Taken(_)) {
            return answer;
        }
        before += bytes;
        progress.sent.set(before);
    }
    match answer {
        // Whatever a webhook answers with 2xx, it is not Helplet's ticket number.
        Outcome::Taken(_) if endpoint.kind == EndpointKind::Webhook => Outcome::Taken(String::new()),
        other => other,
    }
}

/// A request, and how many bytes of files it carries.
type Step<'a> = (Request<'a>, f64);

fn headers<'a>(endpoint: &'a Endpoint, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let own = endpoint.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    own.chain(more.iter().copied()).collect()
}

fn to_desk<'a>(
    endpoint: &'a Endpoint,
    draft: &'a Draft,
    files: &'a [Attachment],
    ticket: String,
    visitor: &'a str,
) -> Vec<Step<'a>> {
    let visitor = ("Authorization", visitor);
    let upload = |file: &'a Attachment| {
        let url = [&endpoint.url, "/v1/attachments/", &file.note.sha256].concat();
        let headers = headers(endpoint, &[visitor, ("Content-Type", &file.note.media_type)]);
        (Request { method: "PUT", url, headers, body: file.contents.blob.clone().into() }, f64::from(file.note.size))
    };
    let url = [&endpoint.url, "/v1/tickets"].concat();
    let headers = headers(endpoint, &[visitor, ("Content-Type", "application/json"), ("Idempotency-Key", &draft.key)]);
    let mut steps: Vec<Step<'a>> = files.iter().map(upload).collect();
    steps.push((Request { method: "POST", url, headers, body: ticket.into() }, 0.0));
    steps
}

/// One multipart request; none where the browser has no forms.
fn to_webhook<'a>(endpoint: &'a Endpoint, draft: &'a Draft, files: &[Attachment], ticket: &str) -> Vec<Step<'a>> {
    let Some(form) = Form::new() else { return Vec::new() };
    form.text("ticket", ticket);
    let mut bytes = 0.0;
    for file in files {
        form.file("file", &file.contents);
        bytes += f64::from(file.note.size);
    }
    // The browser writes the Content-Type itself: it knows the boundary.
    let headers = headers(endpoint, &[("Idempotency-Key", &draft.key)]);
    vec![(Request { method: "POST", url: endpoint.url.clone(), headers, body: form.body().clone() }, bytes)]
}

fn outcome(reply: Result<Reply, NoAnswer>) -> Outcome {
    let Ok(reply) = reply else { return Outcome::NotNow(Trouble::Network) };
    let body = json::parse(&reply.body).unwrap_or_default();
    match reply.status {
        200..=299 => Outcome::Taken(json::text(&body, "number")),
        429 => Outcome::NotNow(Trouble::Busy),
        400..=499 => {
            let faults: Vec<_> = json::items(&body, "errors")
                .iter()
                .map(|fault| (json::text(fault, "path"), json::text(fault, "code")))
                .collect();
            if faults.is_empty() { Outcome::NotNow(Trouble::Server) } else { Outcome::Refused(faults) }
        }
        _ => Outcome::NotNow(Trouble::Server),
    }
}
