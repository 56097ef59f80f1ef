//! A ticket as agents see it: whole, notes and history included.

use super::{LiveChat, Store, StoreError};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::HashMap;

/// A ticket with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct Case {
    /// 32 hexadecimal digits.
    pub id: String,
    /// What people read to each other.
    pub number: String,
    /// Identifier of the type.
    pub kind: String,
    /// Identifier of the topic.
    pub topic: Option<String>,
    /// Where it stands.
    pub status: String,
    /// The type's fields: an object of texts.
    pub fields: String,
    /// The person's machine: an object of texts.
    pub environment: String,
    /// What the person did before: a list of texts, oldest first.
    pub trail: String,
    /// When it happened, on the person's own clock: `YYYY-MM-DDTHH:MM`.
    pub occurred: Option<String>,
    /// Where to write.
    pub email: Option<String>,
    /// Where to call, in E.164.
    pub phone: Option<String>,
    /// The language tag of the page it was written on.
    pub locale: Option<String>,
    /// `free`, `member` or `enterprise`, where known.
    pub tier: Option<String>,
    /// Whether a signed token said so.
    pub tier_signed: bool,
    /// The name a signed token gave.
    pub user_name: Option<String>,
    /// Whether the device it was written on may write no more.
    pub blocked: bool,
    /// The id of the agent in charge.
    pub assignee_id: Option<String>,
    /// What people read as their name.
    pub assignee: Option<String>,
    /// How many messages there are, notes too.
    pub count: i64,
    /// Messages before this position were read by the person.
    pub visitor_seen: i64,
    /// Messages before this position were read by an agent.
    pub agent_seen: i64,
    /// The person's rating, if any: solved or not, and their words.
    pub rating: Option<(bool, Option<String>)>,
    /// When it was opened, in milliseconds since 1970.
    pub created_at: i64,
    /// The live side of it, if it ever had one.
    pub chat: Option<LiveChat>,
    /// Where it is in other systems.
    pub elsewhere: Vec<Elsewhere>,
    /// Oldest first; the first is the description.
    pub messages: Vec<CaseMessage>,
    /// Changes of the status, oldest first.
    pub history: Vec<StatusChange>,
}

/// A message as agents see it.
#[derive(Debug, Clone)]
pub struct CaseMessage {
    /// 32 hexadecimal digits.
    pub id: String,
    /// 0 is the description.
    pub position: i64,
    /// `visitor`, `agent`, `system` or `robot`.
    pub author: String,
    /// What people read as the agent's name.
    pub agent: Option<String>,
    /// A note among agents.
    pub internal: bool,
    /// The text, plain.
    pub body: String,
    /// When it came, in milliseconds since 1970.
    pub created_at: i64,
    /// In their order.
    pub files: Vec<CaseFile>,
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// What its sender called it.
    pub name: String,
    /// Length in bytes.
    pub size: u64,
    /// What its first bytes and its name say it is.
    pub media_type: String,
}

/// A ticket's place in another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Which, such as `redmine`.
    pub bridge: String,
    /// What the other system calls the ticket.
    pub remote: String,
    /// Its page there, by the other system's word.
    pub link: String,
}

/// One step in a ticket's life.
#[derive(Debug, Clone)]
pub struct StatusChange {
    /// `visitor`, `agent` or `system`.
    pub actor: String,
    /// What people read as the agent's name.
    pub agent: Option<String>,
    /// The status afterwards.
    pub to: String,
    /// When, in milliseconds since 1970.
    pub changed_at: i64,
}

impl Store {
    /// The ticket of this number.
    pub async fn case(&self, number: &str) -> Result<Option<Case>, StoreError> {
        let found = sqlx::query(
            "SELECT threads.*, agents.shown_as AS assignee, users.name AS user_name,
                    visitors.blocked_at FROM threads
             LEFT JOIN agents ON agents.id = threads.assignee_id
             LEFT JOIN users ON users.id = threads.user_id
             LEFT JOIN visitors ON visitors.id = threads.visitor_id
             WHERE threads.number = $1",
        )
        .bind(number)
        .fetch_optional(&self.inner.reader)
        .await?;
        let Some(row) = found else { return Ok(None) };
        let mut case = read(&row)?;
        case.messages = self.case_messages(&case.id).await?;
        // What has come between the two statements is not shown, and so not taken for seen.
        case.messages.truncate(usize::try_from(case.count).unwrap_or_default());
        case.history = self.case_history(&case.id).await?;
        case.chat = self.live_chat(&case.id).await?;
        case.elsewhere = self.elsewhere(&case.id).await?;
        Ok(Some(case))
    }

    async fn elsewhere(&self, thread: &str) -> Result<Vec<Elsewhere>, StoreError> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT bridge, remote_id, link FROM bridge_threads WHERE thread_id = $1 ORDER BY created_at, bridge",
        )
        .bind(thread)
        .fetch_all(&self.inner.reader)
        .await?;
        Ok(rows.into_iter().map(|(bridge, remote, link)| Elsewhere { bridge, remote, link }).collect())
    }

    async fn case_messages(&self, thread: &str) -> Result<Vec<CaseMessage>, StoreError> {
        let rows = sqlx::query(
            "SELECT messages.*, agents.shown_as AS agent FROM messages LEFT JOIN agents ON agents.id = agent_id
             WHERE thread_id = $1 ORDER BY position",
        )
        .bind(thread)
        .fetch_all(&self.inner.reader)
        .await?;
        let files = sqlx::query(
            "SELECT attachments.* FROM attachments JOIN messages ON messages.id = message_id
             WHERE thread_id = $1 ORDER BY attachments.position",
        )
        .bind(thread)
        .fetch_all(&self.inner.reader)
        .await?;
        let mut by_message: HashMap<String, Vec<CaseFile>> = HashMap::new();
        for row in &files {
            by_message.entry(row.try_get("message_id")?).or_default().push(read_file(row)?);
        }
        let read = |row: &AnyRow| {
            let id: String = row.try_get("id")?;
            let files = by_message.remove(&id).unwrap_or_default();
            Ok(CaseMessage {
                id,
                position: row.try_get("position")?,
                author: row.try_get("author")?,
                agent: row.try_get("agent")?,
                internal: row.try_get::<i64, _>("internal")? != 0,
                body: row.try_get("body")?,
                created_at: row.try_get("created_at")?,
                files,
            })
        };
        let messages: Result<Vec<CaseMessage>, sqlx::Error> = rows.iter().map(read).collect();
        Ok(messages?)
    }

    async fn case_history(&self, thread: &str) -> Result<Vec<StatusChange>, StoreError> {
        let rows: Vec<(String, Option<String>, String, i64)> = sqlx::query_as(
            "SELECT actor, agents.shown_as, to_status, changed_at FROM status_changes
             LEFT JOIN agents ON agents.id = agent_id WHERE thread_id = $1 ORDER BY position",
        )
        .bind(thread)
        .fetch_all(&self.inner.reader)
        .await?;
        let read = |(actor, agent, to, changed_at)| StatusChange { actor, agent, to, changed_at };
        Ok(rows.into_iter().map(read).collect())
    }

    /// The file at a place of a message.
    pub async fn case_file(&self, message: &str, position: i64) -> Result<Option<CaseFile>, StoreError> {
        let found = sqlx::query("SELECT * FROM attachments WHERE message_id = $1 AND position = $2")
            .bind(message)
            .bind(position)
            .fetch_optional(&self.inner.reader)
            .await?;
        Ok(found.as_ref().map(read_file).transpose()?)
    }
}

fn read(row: &AnyRow) -> Result<Case, sqlx::Error> {
    let solved: Option<i64> = row.try_get("solved")?;
    let comment: Option<String> = row.try_get("rating_comment")?;
    Ok(Case {
        id: row.try_get("id")?,
        number: row.try_get("number")?,
        kind: row.try_get("type")?,
        topic: row.try_get("topic")?,
        status: row.try_get("status")?,
        fields: row.try_get("fields")?,
        environment: row.try_get("environment")?,
        trail: row.try_get("trail")?,
        occurred: row.try_get("occurred")?,
        email: row.try_get("email")?,
        phone: row.try_get("phone")?,
        locale: row.try_get("locale")?,
        tier: row.try_get("tier")?,
        tier_signed: row.try_get::<i64, _>("tier_signed")? != 0,
        user_name: row.try_get("user_name")?,
        blocked: row.try_get::<Option<i64>, _>("blocked_at")?.is_some(),
        assignee_id: row.try_get("assignee_id")?,
        assignee: row.try_get("assignee")?,
        count: row.try_get("messages")?,
        visitor_seen: row.try_get("visitor_seen")?,
        agent_seen: row.try_get("agent_seen")?,
        rating: solved.map(|solved| (solved != 0, comment)),
        created_at: row.try_get("created_at")?,
        chat: None,
        elsewhere: Vec::new(),
        messages: Vec::new(),
        history: Vec::new(),
    })
}

fn read_file(row: &AnyRow) -> Result<CaseFile, sqlx::Error> {
    Ok(CaseFile {
        sha256: row.try_get("sha256")?,
        name: row.try_get("name")?,
        size: row.try_get::<i64, _>("size")?.unsigned_abs(),
        media_type: row.try_get("media_type")?,
    })
}
