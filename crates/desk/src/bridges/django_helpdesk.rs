//! django-helpdesk, by its REST API (version 2 on): a ticket is one of a queue, a message a follow-up.

use super::client::{Api, odd};
use super::settings::{BridgeAuthor, BridgeKey, BridgeUrl};
use super::{Bridge, BridgeError, Changed, Entry, Note, Opening, Outbound, Remote, RemoteFile, RemoteTicket};
use async_trait::async_trait;
use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use helplet_desk_api::Status;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Tickets or follow-ups on a page.
const PAGE: i64 = 100;

/// What people read as the name of whoever answers there, where nothing else is said.
const SOMEBODY: &str = "Support";

/// Statuses as it numbers them: 1 open, 2 reopened, 3 resolved, 4 closed, 5 duplicate.
const REOPENED: i64 = 2;
const RESOLVED: i64 = 3;
const CLOSED: i64 = 4;

/// A queue of a django-helpdesk.
#[derive(Debug)]
pub struct DjangoHelpdesk {
    api: Api,
    queue: u32,
    authors: Vec<BridgeAuthor>,
}

impl DjangoHelpdesk {
    /// `key` is `USER:PASSWORD`, or a token where the site's own settings take tokens. Its API tells no names, so
    /// `authors` gives them.
    ///
    /// # Errors
    /// Where this machine can't make requests at all.
    pub fn new(
        url: BridgeUrl,
        key: &BridgeKey,
        queue: u32,
        authors: Vec<BridgeAuthor>,
    ) -> Result<Self, reqwest::Error> {
        let value = if key.text().contains(':') {
            format!("Basic {}", STANDARD.encode(key.text()))
        } else {
            format!("Token {}", key.text())
        };
        Ok(Self { api: Api::new(url, ("Authorization", BridgeKey::header(&value)))?, queue, authors })
    }

    async fn get(&self, path: &str) -> Result<Value, BridgeError> {
        self.api.json(self.api.request(Method::GET, path)).await
    }

    /// A page of a list and the list's length; pages count from 1, 0 is the last.
    async fn page(&self, list: &str, number: i64) -> Result<(Vec<Value>, i64), BridgeError> {
        let number = if number == 0 { "last".to_owned() } else { number.to_string() };
        let answer = match self.get(&format!("/api/{list}/?page_size={PAGE}&page={number}")).await {
            // Something was deleted meanwhile.
            Err(BridgeError::Never(reason)) => Err(BridgeError::Later(reason, Duration::ZERO)),
            answer => answer,
        }?;
        let count = answer["count"].as_i64().ok_or_else(|| odd("a count"))?;
        Ok((answer["results"].as_array().cloned().unwrap_or_default(), count))
    }

    /// What stands in a list, the last page first, as long as `goes_on` says so of a page.
    async fn backwards(&self, list: &str, mut goes_on: impl FnMut(&[Value]) -> bool + Send) -> Result<(), BridgeError> {
        let (mut page, count) = self.page(list, 0).await?;
        let mut number = (count + PAGE - 1) / PAGE;
        while goes_on(&page) && number > 1 {
            number -= 1;
            page = self.page(list, number).await?.0;
        }
        Ok(())
    }

    fn remote(&self, id: i64) -> Remote {
        Remote { id: id.to_string(), link: self.api.address(&format!("/tickets/{id}/")) }
    }

    async fn follow_up(&self, remote: &str, note: &Note, with_files: bool) -> Result<reqwest::Response, BridgeError> {
        let text = plain(&note.text);
        // Without a title of its own it takes the ticket's; with one, it would give the ticket that title.
        let mut form = Form::new().text("ticket", remote.to_owned()).text("public", "true").text("comment", text);
        if let Some(status) = &note.status {
            form = form.text("new_status", status.clone());
        }
        for file in note.files.iter().filter(|_| with_files) {
            let part = Part::stream(file.bytes.clone()).file_name(file.name.clone());
            let part = part.mime_str(&file.media_type).map_err(|_| odd("a known type of file"))?;
            form = form.part("attachments", part);
        }
        self.api.answer(self.api.request(Method::POST, "/api/followups/").multipart(form)).await
    }

    fn entry(&self, ticket: &str, follow_up: &Value) -> Option<Entry> {
        let public = follow_up["public"].as_bool().unwrap_or_default();
        let user = follow_up["user"].as_i64().map_or_else(|| "0".to_owned(), |id| id.to_string());
        let named = |id: &str| self.authors.iter().find(|author| author.id == id).map(|author| author.shown_as.clone());
        let attached = follow_up["followupattachment_set"].as_array().map_or(&[][..], Vec::as_slice).iter();
        let files = attached.filter(|_| public).filter_map(|file| {
            let (place, name) = (file["file"].as_str()?, file["filename"].as_str()?);
            Some(RemoteFile { place: place.to_owned(), name: name.to_owned() })
        });
        let status = follow_up["new_status"].as_i64().and_then(ours);
        Some(Entry {
            // Not its id: who edits a follow-up there makes a new one, of the same time.
            id: format!("{ticket}@{}", nanoseconds(follow_up["date"].as_str()?)? / 1000),
            shown_as: named(&user).or_else(|| named("*")).unwrap_or_else(|| SOMEBODY.to_owned()),
            author: user,
            text: follow_up["comment"].as_str().filter(|_| public).unwrap_or_default().to_owned(),
            files: files.collect(),
            status,
        })
    }
}

#[async_trait]
impl Bridge for DjangoHelpdesk {
    fn name(&self) -> &'static str {
        "django-helpdesk"
    }

    async fn check(&self) -> Result<(), BridgeError> {
        match self.get("/api/followups/?page_size=1").await {
            Err(BridgeError::Never(reason)) => Err(BridgeError::Settings(format!(
                "{reason}: see that --bridge-url names the start page of django-helpdesk and that its API is on"
            ))),
            found => found.map(drop),
        }
    }

    async fn find(&self, number: &str, after: Option<&str>) -> Result<Option<Remote>, BridgeError> {
        let begins = format!("[{number}]");
        let after: i64 = after.and_then(|id| id.parse().ok()).unwrap_or_default();
        let mut found = None;
        // It searches for nothing by itself; its tickets come in the order in which they were made.
        self.backwards("tickets", |page| {
            let ours = |ticket: &&Value| ticket["title"].as_str().is_some_and(|title| title.starts_with(&begins));
            found = page.iter().find(ours).and_then(|ticket| ticket["id"].as_i64());
            let first = page.first().and_then(|ticket| ticket["id"].as_i64());
            found.is_none() && first.is_some_and(|first| first > after)
        })
        .await?;
        Ok(found.map(|id| self.remote(id)))
    }

    async fn create(&self, opening: &Opening, _: &[Outbound]) -> Result<Remote, BridgeError> {
        // Without the person's address: it would send them e-mails of its own beside the desk's.
        let ticket = json!({
            "queue": self.queue,
            "title": opening.subject,
            "description": opening.text,
            "priority": 3,
        });
        let answer = self.api.json(self.api.request(Method::POST, "/api/tickets/").json(&ticket)).await?;
        answer["id"].as_i64().map(|id| self.remote(id)).ok_or_else(|| odd("a ticket's id"))
    }

    fn creates_with_files(&self) -> bool {
        false
    }

    async fn read(&self, remote: &str) -> Result<RemoteTicket, BridgeError> {
        let ticket = self.get(&format!("/api/tickets/{remote}/")).await?;
        let status = ticket["status"].as_i64().ok_or_else(|| odd("a ticket's status"))?;
        let follow_ups = ticket["followup_set"].as_array().map_or(&[][..], Vec::as_slice).iter();
        let entries = follow_ups.filter_map(|follow_up| self.entry(remote, follow_up)).collect();
        Ok(RemoteTicket { status: status.to_string(), entries })
    }

    async fn add(&self, remote: &str, note: &Note) -> Result<(), BridgeError> {
        let answer = self.follow_up(remote, note, true).await?;
        let refused = matches!(answer.status(), StatusCode::BAD_REQUEST | StatusCode::INTERNAL_SERVER_ERROR);
        if note.files.is_empty() || !refused {
            return Api::succeeded(answer).map(drop);
        }
        // It fails where one of the files is of a kind it doesn't take, by its settings after it has kept the text.
        let there = self.read(remote).await?;
        let mark = note.text.lines().next_back().unwrap_or_default();
        if there.entries.iter().any(|entry| entry.text.trim_end().ends_with(mark)) {
            return Ok(());
        }
        Api::succeeded(self.follow_up(remote, note, false).await?).map(drop)
    }

    async fn status_for(&self, ours: Status, current: &str) -> Result<Option<String>, BridgeError> {
        let current: i64 = current.parse().unwrap_or_default();
        let wanted = match ours {
            Status::New | Status::Open | Status::Waiting if current < RESOLVED => return Ok(None),
            Status::New | Status::Open | Status::Waiting => REOPENED,
            Status::Solved => RESOLVED,
            Status::Closed => CLOSED,
        };
        Ok((wanted != current).then(|| wanted.to_string()))
    }

    async fn changed(&self, since: i64) -> Result<Changed, BridgeError> {
        let mut changed = Changed::default();
        self.backwards("followups", |page| {
            let mut goes_on = !page.is_empty();
            for follow_up in page {
                let Some(at) = follow_up["date"].as_str().and_then(milliseconds) else { continue };
                if at < since {
                    goes_on = false;
                    continue;
                }
                changed.until = changed.until.max(Some(at));
                let ticket = follow_up["ticket"].as_i64().unwrap_or_default().to_string();
                if !changed.tickets.contains(&ticket) {
                    changed.tickets.push(ticket);
                }
            }
            goes_on
        })
        .await?;
        Ok(changed)
    }

    async fn file(&self, file: &RemoteFile, most: u64) -> Result<Option<Bytes>, BridgeError> {
        match self.api.request_at(&file.place) {
            Some(request) => self.api.bytes(request, most).await,
            None => Ok(None),
        }
    }
}

/// Our status for one there.
fn ours(status: i64) -> Option<Status> {
    match status {
        1 | REOPENED => Some(Status::Open),
        RESOLVED => Some(Status::Solved),
        CLOSED | 5 => Some(Status::Closed),
        _ => None,
    }
}

/// A text that stays as it is where it is taken for a template of Django's: it is, in follow-ups.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match (letter, rest.peek()) {
            ('{', Some('{' | '%' | '#')) => plain.push_str("{{ \"{\" }}"),
            ('%', Some('}')) => plain.push_str("{{ \"%\" }}"),
            (letter, _) => plain.push(letter),
        }
    }
    plain
}

fn nanoseconds(text: &str) -> Option<i128> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(OffsetDateTime::unix_timestamp_nanos)
}

fn milliseconds(text: &str) -> Option<i64> {
    i64::try_from(nanoseconds(text)? / 1_000_000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_template_is_left_in_a_text() {
        for (text, expected) in [
            ("a {b} c 100% }", "a {b} c 100% }"),
            ("{{ x }}", "{{ \"{\" }}{ x }}"),
            ("{% x %}", "{{ \"{\" }}% x {{ \"%\" }}}"),
            ("{#{{", "{{ \"{\" }}#{{ \"{\" }}{"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn a_status_is_set_only_where_it_differs() {
        let bridge = DjangoHelpdesk::new(
            "http://127.0.0.1:1".parse().expect("an address"),
            &"desk:password".parse().expect("a key"),
            1,
            vec![],
        )
        .expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        for (ours, current, expected) in [
            (Status::Open, "1", None),
            (Status::Waiting, "2", None),
            (Status::Open, "3", Some("2")),
            (Status::Solved, "1", Some("3")),
            (Status::Solved, "3", None),
            (Status::Closed, "3", Some("4")),
        ] {
            let set = runtime.block_on(bridge.status_for(ours, current)).expect("no request");
            assert_eq!(set.as_deref(), expected, "{ours:?} {current}");
        }
    }
}
