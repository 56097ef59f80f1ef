//! Tickets as JSON, whole: for archives and other systems.

use super::{Store, StoreError, clock};
use serde_json::{Map, Value, json};
use sqlx::Row;
use sqlx::any::AnyRow;

/// Documents within a thread's row, and texts.
const DOCUMENTS: [&str; 3] = ["fields", "environment", "trail"];
const TEXTS: [&str; 11] =
    ["id", "number", "type", "status", "topic", "occurred", "email", "phone", "locale", "tier", "rating_comment"];
const TIMES: [&str; 4] = ["created_at", "updated_at", "closed_at", "rated_at"];

impl Store {
    /// Up to `most` threads by their ids, from behind this one (at first ``), each an object with
    /// messages, notes among agents too, attachments, and changes of status. The last one's `id` is
    /// where to go on.
    pub async fn export(&self, behind: &str, most: i64) -> Result<Vec<Value>, StoreError> {
        let threads = sqlx::query(
            "SELECT threads.*, users.subject, agents.name AS assignee,
                    (SELECT state FROM chats WHERE chats.thread_id = threads.id) AS chat FROM threads
             LEFT JOIN users ON users.id = threads.user_id LEFT JOIN agents ON agents.id = threads.assignee_id
             WHERE threads.id > $1 ORDER BY threads.id LIMIT $2",
        )
        .bind(behind)
        .bind(most)
        .fetch_all(&self.inner.reader)
        .await?;
        let mut exported = Vec::new();
        for row in &threads {
            let mut thread = thread(row)?;
            let id: String = row.try_get("id")?;
            thread.insert("messages".into(), self.exported_messages(&id).await?.into());
            thread.insert("status_changes".into(), self.exported_changes(&id).await?.into());
            exported.push(thread.into());
        }
        Ok(exported)
    }

    async fn exported_messages(&self, thread: &str) -> Result<Vec<Value>, StoreError> {
        let messages = sqlx::query(
            "SELECT messages.id, messages.author, messages.internal, messages.body, messages.created_at,
                    agents.name AS agent FROM messages LEFT JOIN agents ON agents.id = messages.agent_id
             WHERE messages.thread_id = $1 ORDER BY messages.position",
        )
        .bind(thread)
        .fetch_all(&self.inner.reader)
        .await?;
        let mut exported = Vec::new();
        for row in messages {
            let id: String = row.try_get("id")?;
            let files: Vec<(String, String, i64, String)> = sqlx::query_as(
                "SELECT sha256, name, size, media_type FROM attachments WHERE message_id = $1 ORDER BY position",
            )
            .bind(&id)
            .fetch_all(&self.inner.reader)
            .await?;
            let files = files.into_iter().map(|(sha256, name, size, media_type)| {
                json!({ "sha256": sha256, "name": name, "size": size, "media_type": media_type })
            });
            exported.push(json!({
                "id": id,
                "author": text(&row, "author")?,
                "agent": text(&row, "agent")?,
                "internal": row.try_get::<i64, _>("internal")? != 0,
                "body": text(&row, "body")?,
                "created_at": time(&row, "created_at")?,
                "attachments": files.collect::<Vec<_>>(),
            }));
        }
        Ok(exported)
    }

    async fn exported_changes(&self, thread: &str) -> Result<Vec<Value>, StoreError> {
        let changes = sqlx::query(
            "SELECT status_changes.actor, status_changes.from_status, status_changes.to_status,
                    status_changes.changed_at, agents.name AS agent
             FROM status_changes LEFT JOIN agents ON agents.id = status_changes.agent_id
             WHERE status_changes.thread_id = $1 ORDER BY status_changes.position",
        )
        .bind(thread)
        .fetch_all(&self.inner.reader)
        .await?;
        let shown = changes.iter().map(|row| {
            Ok(json!({
                "actor": text(row, "actor")?,
                "agent": text(row, "agent")?,
                "from": text(row, "from_status")?,
                "to": text(row, "to_status")?,
                "changed_at": time(row, "changed_at")?,
            }))
        });
        shown.collect()
    }
}

fn thread(row: &AnyRow) -> Result<Map<String, Value>, StoreError> {
    let mut thread = Map::new();
    for name in TEXTS.into_iter().chain(["subject", "assignee", "chat"]) {
        thread.insert(name.into(), text(row, name)?);
    }
    for name in DOCUMENTS {
        let document: String = row.try_get(name)?;
        let document = serde_json::from_str(&document).map_err(|error| StoreError::Failed(error.into()))?;
        thread.insert(name.into(), document);
    }
    for name in TIMES {
        thread.insert(name.into(), time(row, name)?);
    }
    thread.insert("tier_signed".into(), (row.try_get::<i64, _>("tier_signed")? != 0).into());
    thread.insert("solved".into(), row.try_get::<Option<i64>, _>("solved")?.map(|solved| solved != 0).into());
    Ok(thread)
}

fn text(row: &AnyRow, name: &str) -> Result<Value, StoreError> {
    Ok(row.try_get::<Option<String>, _>(name)?.into())
}

fn time(row: &AnyRow, name: &str) -> Result<Value, StoreError> {
    Ok(row.try_get::<Option<i64>, _>(name)?.map(clock::shown).into())
}
