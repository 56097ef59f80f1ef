//! Sending a ticket, and what the endpoint's answer means for the person.

use super::attachment::Attachment;
use super::draft::Draft;
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

/// Sends a ticket with its files.
pub async fn send_ticket(
    endpoint: &Endpoint,
    draft: &Draft,
    files: &[Attachment],
    locale: &str,
    progress: Progress,
) -> Outcome {
    let ticket = draft.ticket(locale).to_json();
    match endpoint.kind {
        EndpointKind::Desk => to_desk(endpoint, draft, files, ticket, progress).await,
        EndpointKind::Webhook => to_webhook(endpoint, draft, files, &ticket, progress).await,
    }
}

fn headers(endpoint: &Endpoint, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    endpoint.headers.iter().cloned().chain(more).collect()
}

async fn to_desk(
    endpoint: &Endpoint,
    draft: &Draft,
    files: &[Attachment],
    ticket: String,
    progress: Progress,
) -> Outcome {
    let mut before = 0.0;
    for file in files {
        let url = [&endpoint.url, "/v1/attachments/", &file.note.sha256].concat();
        let reply = send(
            Request {
                method: "PUT",
                url: &url,
                headers: &headers(endpoint, &[("Content-Type", &file.note.media_type)]),
                body: &file.contents.blob,
            },
            move |sent| progress.sent.set(before + sent),
        )
        .await;
        let outcome = outcome(reply);
        if !matches!(outcome, Outcome::Taken(_)) {
            return outcome;
        }
        before += f64::from(file.note.size);
        progress.sent.set(before);
    }
    let reply = send(
        Request {
            method: "POST",
            url: &[&endpoint.url, "/v1/tickets"].concat(),
            headers: &headers(endpoint, &[("Content-Type", "application/json"), ("Idempotency-Key", &draft.key)]),
            body: &ticket.into(),
        },
        |_| (),
    )
    .await;
    outcome(reply)
}

async fn to_webhook(
    endpoint: &Endpoint,
    draft: &Draft,
    files: &[Attachment],
    ticket: &str,
    progress: Progress,
) -> Outcome {
    let Some(form) = Form::new() else { return Outcome::NotNow(Trouble::Server) };
    form.text("ticket", ticket);
    for file in files {
        form.file("file", &file.contents);
    }
    // The browser writes the Content-Type itself: it knows the boundary.
    let headers = headers(endpoint, &[("Idempotency-Key", &draft.key)]);
    let reply =
        send(Request { method: "POST", url: &endpoint.url, headers: &headers, body: form.body() }, move |sent| {
            progress.sent.set(sent.min(progress.total))
        })
        .await;
    match outcome(reply) {
        // Whatever a webhook answers with 2xx, it is not Helplet's ticket number.
        Outcome::Taken(_) => Outcome::Taken(String::new()),
        other => other,
    }
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
