//! Redmine, by its REST API (<https://www.redmine.org/projects/redmine/wiki/Rest_api>): a ticket is an issue of
//! one project, a message a note in its history.

use super::client::{Api, escaped, odd};
use super::settings::{BridgeKey, BridgeStatus, BridgeUrl};
use super::{Bridge, BridgeError, Changed, Entry, Note, Opening, Outbound, Remote, RemoteFile, RemoteTicket};
use async_trait::async_trait;
use axum::body::Bytes;
use helplet_desk_api::Status;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Issues on a page, the most that Redmine gives.
const PAGE: usize = 100;

/// Names of statuses in a Redmine that was set up in English.
const STATUSES: [(Status, &str); 5] = [
    (Status::New, "New"),
    (Status::Open, "In Progress"),
    (Status::Waiting, "Feedback"),
    (Status::Solved, "Resolved"),
    (Status::Closed, "Closed"),
];

/// A project of a Redmine.
#[derive(Debug)]
pub struct Redmine {
    api: Api,
    project: String,
    tracker: Option<String>,
    statuses: Vec<BridgeStatus>,
}

/// A status of a Redmine.
struct Known {
    id: String,
    name: String,
    closed: bool,
}

impl Redmine {
    /// `project` is its identifier, `tracker` the name of the tracker for new issues; without it, the project's
    /// first. `statuses` take the place of the English names.
    ///
    /// # Errors
    /// Where this machine can't make requests at all.
    pub fn new(
        url: BridgeUrl,
        key: &BridgeKey,
        project: String,
        tracker: Option<String>,
        statuses: Vec<BridgeStatus>,
    ) -> Result<Self, reqwest::Error> {
        let header = ("X-Redmine-API-Key", BridgeKey::header(key.text()));
        Ok(Self { api: Api::new(url, header)?, project, tracker, statuses })
    }

    async fn get(&self, path: &str) -> Result<Value, BridgeError> {
        self.api.json(self.api.request(Method::GET, path)).await
    }

    async fn known(&self) -> Result<Vec<Known>, BridgeError> {
        let answer = self.get("/issue_statuses.json").await?;
        let read = |status: &Value| {
            Some(Known {
                id: status["id"].as_i64()?.to_string(),
                name: status["name"].as_str()?.to_owned(),
                closed: status["is_closed"].as_bool().unwrap_or_default(),
            })
        };
        Ok(list(&answer["issue_statuses"]).iter().filter_map(read).collect())
    }

    /// The name there for a status of ours.
    fn named(&self, ours: Status) -> &str {
        let own = self.statuses.iter().find(|status| status.ours == ours).map(|status| status.theirs.as_str());
        own.unwrap_or_else(|| STATUSES.iter().find(|(status, _)| *status == ours).map_or("", |(_, name)| name))
    }

    /// Our status for one there: the one of its name, else for whatever counts as closed there.
    fn ours(&self, known: &[Known], id: &str) -> Option<Status> {
        let theirs = known.iter().find(|status| status.id == id)?;
        let same = Status::ALL.into_iter().find(|ours| self.named(*ours) == theirs.name);
        same.or(theirs.closed.then_some(Status::Closed))
    }

    /// Puts the files; gives what names them in an issue.
    async fn upload(&self, files: &[Outbound]) -> Result<Vec<Value>, BridgeError> {
        let mut uploads = Vec::new();
        for file in files {
            let path = format!("/uploads.json?filename={}", escaped(&file.name));
            let request = self.api.request(Method::POST, &path).header(CONTENT_TYPE, "application/octet-stream");
            let answer = self.api.json(request.body(file.bytes.clone())).await;
            let answer = match answer {
                // Larger than it takes, or of a kind it doesn't: the rest goes without.
                Err(BridgeError::Never(reason)) => {
                    tracing::warn!(bridge = self.name(), reason, "a file was not taken there");
                    continue;
                }
                answer => answer?,
            };
            let token = answer["upload"]["token"].as_str().ok_or_else(|| odd("a token for a file"))?;
            uploads.push(json!({ "token": token, "filename": file.name, "content_type": file.media_type }));
        }
        Ok(uploads)
    }

    fn remote(&self, issue: &Value) -> Option<Remote> {
        let id = issue["id"].as_i64()?.to_string();
        Some(Remote { link: self.api.address(&format!("/issues/{id}")), id })
    }

    async fn tracker_id(&self) -> Result<Option<i64>, BridgeError> {
        let Some(wanted) = &self.tracker else { return Ok(None) };
        let answer = self.get(&format!("/projects/{}.json?include=trackers", escaped(&self.project))).await?;
        let trackers = list(&answer["project"]["trackers"]);
        let found = trackers.iter().find(|tracker| tracker["name"].as_str() == Some(wanted));
        let missing = || {
            BridgeError::Settings(format!(
                "its project {:?} has no tracker {wanted:?} (--bridge-tracker)",
                self.project
            ))
        };
        found.and_then(|tracker| tracker["id"].as_i64()).map(Some).ok_or_else(missing)
    }

    /// An entry of an issue's history.
    fn entry(&self, journal: &Value, issue: &Value, known: &[Known]) -> Option<Entry> {
        // Of a note among agents, what it does to the status alone.
        let public = journal["private_notes"].as_bool() != Some(true);
        let details = list(&journal["details"]);
        let status = details.iter().rev().find(|detail| detail["name"] == "status_id" && detail["property"] == "attr");
        let status = status.and_then(|detail| self.ours(known, detail["new_value"].as_str()?));
        let attached = details.iter().filter(|detail| public && detail["property"] == "attachment");
        let files = attached.filter_map(|detail| {
            let (id, name) = (detail["name"].as_str()?, detail["new_value"].as_str()?);
            // A file that was deleted again has an entry of its own, without a new value.
            let there = list(&issue["attachments"])
                .iter()
                .any(|file| file["id"].as_i64().is_some_and(|it| it.to_string() == id));
            there.then(|| RemoteFile {
                place: format!("/attachments/download/{id}/{}", escaped(name)),
                name: name.into(),
            })
        });
        Some(Entry {
            id: journal["id"].as_i64()?.to_string(),
            author: journal["user"]["id"].as_i64().unwrap_or_default().to_string(),
            shown_as: journal["user"]["name"].as_str().unwrap_or("Redmine").to_owned(),
            text: journal["notes"].as_str().filter(|_| public).unwrap_or_default().to_owned(),
            files: files.collect(),
            status,
        })
    }
}

#[async_trait]
impl Bridge for Redmine {
    fn name(&self) -> &'static str {
        "redmine"
    }

    async fn check(&self) -> Result<(), BridgeError> {
        // Without a key it may answer strangers, so the user is asked for first.
        self.get("/my/account.json").await?;
        match self.get(&format!("/projects/{}.json", escaped(&self.project))).await {
            Err(BridgeError::Never(_)) => Err(BridgeError::Settings(format!(
                "it has no project {:?} that the key's user sees: name its identifier, the last part of its page's \
                 address (--bridge-project)",
                self.project
            ))),
            found => found.map(drop),
        }?;
        self.tracker_id().await?;
        let known = self.known().await?;
        match self.statuses.iter().find(|status| known.iter().all(|known| known.name != status.theirs)) {
            Some(status) => {
                Err(BridgeError::Settings(format!("it has no status {:?} (--bridge-status)", status.theirs)))
            }
            None => Ok(()),
        }
    }

    async fn find(&self, number: &str, _: Option<&str>) -> Result<Option<Remote>, BridgeError> {
        // `~` asks for subjects that contain this, `*` for issues of every status.
        // In every project: somebody may have moved it.
        let query = format!("status_id=*&subject=~{}&sort=id", escaped(number));
        let answer = self.get(&format!("/issues.json?{query}")).await?;
        let begins = format!("[{number}]");
        let ours = |issue: &&Value| issue["subject"].as_str().is_some_and(|subject| subject.starts_with(&begins));
        Ok(list(&answer["issues"]).iter().find(ours).and_then(|issue| self.remote(issue)))
    }

    async fn create(&self, opening: &Opening, files: &[Outbound]) -> Result<Remote, BridgeError> {
        let mut issue = json!({
            "project_id": self.project,
            "subject": opening.subject,
            "description": opening.text,
            "uploads": self.upload(files).await?,
        });
        if let Some(tracker) = self.tracker_id().await? {
            issue["tracker_id"] = tracker.into();
        }
        let request = self.api.request(Method::POST, "/issues.json").json(&json!({ "issue": issue }));
        let answer = self.api.json(request).await?;
        self.remote(&answer["issue"]).ok_or_else(|| odd("an issue's id"))
    }

    fn creates_with_files(&self) -> bool {
        true
    }

    async fn read(&self, remote: &str) -> Result<RemoteTicket, BridgeError> {
        let answer = self.get(&format!("/issues/{remote}.json?include=journals,attachments")).await?;
        let issue = &answer["issue"];
        let known = self.known().await?;
        let journals = list(&issue["journals"]);
        let status = issue["status"]["id"].as_i64().ok_or_else(|| odd("an issue's status"))?;
        let entries = journals.iter().filter_map(|journal| self.entry(journal, issue, &known)).collect();
        Ok(RemoteTicket { status: status.to_string(), entries })
    }

    async fn add(&self, remote: &str, note: &Note) -> Result<(), BridgeError> {
        let mut issue = json!({ "notes": note.text, "uploads": self.upload(&note.files).await? });
        if let Some(status) = &note.status {
            issue["status_id"] = status.as_str().into();
        }
        let request = self.api.request(Method::PUT, &format!("/issues/{remote}.json"));
        self.api.send(request.json(&json!({ "issue": issue }))).await.map(drop)
    }

    async fn status_for(&self, ours: Status, current: &str) -> Result<Option<String>, BridgeError> {
        let known = self.known().await?;
        if self.ours(&known, current) == Some(ours) {
            return Ok(None);
        }
        let name = self.named(ours);
        Ok(known.into_iter().find(|status| status.name == name).map(|status| status.id))
    }

    async fn changed(&self, since: i64) -> Result<Changed, BridgeError> {
        let mut changed = Changed::default();
        loop {
            let query = format!(
                "status_id=*&updated_on={}&sort=updated_on,id&limit={PAGE}&offset={}",
                escaped(&format!(">={}", shown(since))),
                changed.tickets.len()
            );
            let answer = self.get(&format!("/issues.json?{query}")).await?;
            let issues = list(&answer["issues"]);
            for issue in issues {
                changed.tickets.extend(issue["id"].as_i64().map(|id| id.to_string()));
                changed.until = changed.until.max(issue["updated_on"].as_str().and_then(milliseconds));
            }
            if issues.len() < PAGE {
                return Ok(changed);
            }
        }
    }

    async fn file(&self, file: &RemoteFile, most: u64) -> Result<Option<Bytes>, BridgeError> {
        self.api.bytes(self.api.request(Method::GET, &file.place), most).await
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A time as Redmine's filters take it: to the second.
fn shown(milliseconds: i64) -> String {
    crate::store::clock::shown(milliseconds)
}

/// A time as it writes it.
fn milliseconds(text: &str) -> Option<i64> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(|time| time.unix_timestamp() * 1000)
}
