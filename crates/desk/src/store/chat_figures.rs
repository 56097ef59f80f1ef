//! What became of those who asked the robot, or for a person: for the figures.

use super::{Store, StoreError};
use helplet_desk_api::ChatState;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A conversation, as far as figures need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatFigure {
    /// When a person was last asked for, in milliseconds since 1970.
    pub at: i64,
    /// Identifier of the type.
    pub kind: String,
    /// Identifier of the topic.
    pub topic: Option<String>,
    /// Where it stands.
    pub state: ChatState,
    /// Milliseconds from then until an agent's first answer.
    pub wait: Option<i64>,
    /// The person's rating.
    pub solved: Option<bool>,
}

impl Store {
    /// The conversations for which a person was asked from `from` on and before `to`, in milliseconds since 1970.
    pub async fn chat_figures(&self, from: i64, to: i64) -> Result<Vec<ChatFigure>, StoreError> {
        let rows = sqlx::query(
            "SELECT c.state, c.queued_at, t.type, t.topic, t.solved,
                    (SELECT MIN(m.created_at) FROM messages m WHERE m.thread_id = c.thread_id AND m.author = 'agent'
                     AND m.internal = 0 AND m.created_at >= c.queued_at) AS answered_at
             FROM chats c JOIN threads t ON t.id = c.thread_id
             WHERE c.queued_at >= $1 AND c.queued_at < $2",
        )
        .bind(from)
        .bind(to)
        .fetch_all(&self.inner.reader)
        .await?;
        rows.iter().map(read).collect()
    }

    /// How often the robot answered from `from` on and before `to`, in milliseconds since 1970: by day, counted from
    /// 1970 in a zone so many milliseconds east, and by topic.
    pub async fn robot_answers(&self, from: i64, to: i64, zone: i64) -> Result<Vec<(i64, String, i64)>, StoreError> {
        // The zone is a number of this program's own; as a parameter, PostgreSQL would see three and group by none.
        let sql = format!(
            "SELECT day, topic, COUNT(*) FROM (
                 SELECT (created_at + {zone}) / 86400000 AS day, COALESCE(topic, '') AS topic FROM feedback
                 WHERE kind = 'chat' AND outcome = 'answered' AND created_at >= $1 AND created_at < $2) found
             GROUP BY day, topic"
        );
        let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(from).bind(to);
        Ok(query.fetch_all(&self.inner.reader).await?)
    }
}

fn read(row: &AnyRow) -> Result<ChatFigure, StoreError> {
    let at: i64 = row.try_get("queued_at")?;
    let state: String = row.try_get("state")?;
    let unknown = || StoreError::Failed(format!("a chat of unknown state {state:?}").into());
    Ok(ChatFigure {
        at,
        kind: row.try_get("type")?,
        topic: row.try_get("topic")?,
        state: ChatState::parse(&state).ok_or_else(unknown)?,
        wait: row.try_get::<Option<i64>, _>("answered_at")?.map(|answered| answered - at),
        solved: row.try_get::<Option<i64>, _>("solved")?.map(|solved| solved != 0),
    })
}
