//! A chat as its person sees it, and as agents do.

use super::super::{Store, StoreError, clock};
use super::{line::count, millis, read_state};
use crate::routing::Route;
use helplet_desk_api::{Chat, ChatState};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A chat as agents see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveChat {
    /// The thread's id.
    pub thread: String,
    /// What people read to each other.
    pub number: String,
    /// Identifier of the type.
    pub kind: String,
    /// Identifier of the topic.
    pub topic: Option<String>,
    /// `free`, `member` or `enterprise`, where known.
    pub tier: Option<String>,
    /// Whether a signed token said so.
    pub tier_signed: bool,
    /// The language tag of the page it was begun on.
    pub locale: Option<String>,
    /// The name a signed token gave.
    pub user_name: Option<String>,
    /// The beginning of what was said first.
    pub text: String,
    /// Where it stands.
    pub state: ChatState,
    /// Whose agents take it; empty: all.
    pub team: String,
    /// The greater comes first.
    pub priority: i64,
    /// The id of the agent who talks, or talked last.
    pub agent_id: Option<String>,
    /// What people read as their name.
    pub agent: Option<String>,
    /// The id of the agent who is asked to take it.
    pub offered_to: Option<String>,
    /// What people read as their name.
    pub offered: Option<String>,
    /// Until when they are asked, in milliseconds since 1970.
    pub offer_until: Option<i64>,
    /// Since when it waits or waited, in milliseconds since 1970.
    pub queued_at: i64,
    /// Not taken by then, it is a ticket; in milliseconds since 1970.
    pub miss_at: i64,
    /// When it was last taken, in milliseconds since 1970.
    pub taken_at: Option<i64>,
    /// When it ended or was missed, in milliseconds since 1970.
    pub ended_at: Option<i64>,
    /// Messages no agent has seen.
    pub unread: bool,
    /// The last message or change of status, in milliseconds since 1970.
    pub updated_at: i64,
}

const LIVE_CHAT: &str = "SELECT c.*, t.number, t.type, t.topic, t.tier, t.tier_signed, t.locale, t.messages,
        t.agent_seen, t.updated_at, SUBSTR(first.body, 1, 300) AS text, a.shown_as AS agent, o.shown_as AS offered,
        users.name AS user_name
    FROM chats c JOIN threads t ON t.id = c.thread_id
    JOIN messages first ON first.thread_id = t.id AND first.position = 0
    LEFT JOIN agents a ON a.id = c.agent_id LEFT JOIN agents o ON o.id = c.offered_to
    LEFT JOIN users ON users.id = t.user_id";

impl Store {
    /// The live side of a thread, as its person sees it.
    pub async fn chat(&self, thread: &str) -> Result<Option<Chat>, StoreError> {
        let found = sqlx::query(
            "SELECT chats.*, agents.shown_as,
                    (SELECT id FROM messages WHERE messages.thread_id = threads.id AND messages.author = 'visitor'
                     AND messages.position < threads.agent_seen ORDER BY messages.position DESC LIMIT 1) AS seen
             FROM chats JOIN threads ON threads.id = chats.thread_id LEFT JOIN agents ON agents.id = chats.agent_id
             WHERE chats.thread_id = $1",
        )
        .bind(thread)
        .fetch_optional(&self.inner.reader)
        .await?;
        let Some(row) = found else { return Ok(None) };
        let mut chat = Chat {
            state: read_state(&row.try_get::<String, _>("state")?)?,
            ahead: None,
            wait: None,
            agent: None,
            seen: row.try_get("seen")?,
            until: None,
        };
        match chat.state {
            ChatState::Waiting => {
                let route = Route { team: row.try_get("team")?, priority: row.try_get("priority")? };
                let ahead = self.ahead(&route, row.try_get("queued_at")?, thread).await?;
                chat.ahead = Some(count(ahead));
                chat.wait = self.estimate(&route.team, ahead).await?;
                chat.until = Some(clock::shown(row.try_get("miss_at")?));
            }
            ChatState::Talking => chat.agent = row.try_get("shown_as")?,
            ChatState::Ended => {
                chat.agent = row.try_get("shown_as")?;
                let ended: Option<i64> = row.try_get("ended_at")?;
                chat.until = ended.map(|ended| clock::shown(ended + millis(self.chats().reopen)));
            }
            ChatState::Missed => {}
        }
        Ok(Some(chat))
    }

    /// All chats that wait or are talked in: those that wait first, in their order.
    pub async fn live_chats(&self) -> Result<Vec<LiveChat>, StoreError> {
        let sql = format!(
            "{LIVE_CHAT} WHERE c.state IN ('waiting', 'talking')
             ORDER BY CASE WHEN c.state = 'waiting' THEN 0 ELSE 1 END, c.priority DESC, c.queued_at, c.thread_id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&self.inner.reader).await?;
        rows.iter().map(read).collect()
    }

    /// The chat of a thread as agents see it.
    pub async fn live_chat(&self, thread: &str) -> Result<Option<LiveChat>, StoreError> {
        let sql = format!("{LIVE_CHAT} WHERE c.thread_id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(thread).fetch_optional(&self.inner.reader).await?;
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &AnyRow) -> Result<LiveChat, StoreError> {
    Ok(LiveChat {
        thread: row.try_get("thread_id")?,
        number: row.try_get("number")?,
        kind: row.try_get("type")?,
        topic: row.try_get("topic")?,
        tier: row.try_get("tier")?,
        tier_signed: row.try_get::<i64, _>("tier_signed")? != 0,
        locale: row.try_get("locale")?,
        user_name: row.try_get("user_name")?,
        text: row.try_get("text")?,
        state: read_state(&row.try_get::<String, _>("state")?)?,
        team: row.try_get("team")?,
        priority: row.try_get("priority")?,
        agent_id: row.try_get("agent_id")?,
        agent: row.try_get("agent")?,
        offered_to: row.try_get("offered_to")?,
        offered: row.try_get("offered")?,
        offer_until: row.try_get("offer_until")?,
        queued_at: row.try_get("queued_at")?,
        miss_at: row.try_get("miss_at")?,
        taken_at: row.try_get("taken_at")?,
        ended_at: row.try_get("ended_at")?,
        unread: row.try_get::<i64, _>("agent_seen")? < row.try_get::<i64, _>("messages")?,
        updated_at: row.try_get("updated_at")?,
    })
}
