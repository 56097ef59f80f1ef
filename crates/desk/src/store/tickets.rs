//! Tickets as their people see them: never a note among agents, never somebody else's.

use super::access::seen_by;
use super::{Locked, Store, StoreError, Visitor, Work, clock};
use helplet_desk_api::{
    Attachment, Author, ChatState, Contact, ListedTicket, MAX_EXCERPT, Message, Rating, Status, Ticket, TicketPage,
    TicketSummary, normalize_phone, ticket_number_in,
};
use sqlx::Row;
use sqlx::any::AnyRow;

/// What a person has not read: whatever they didn't write, from the mark on.
macro_rules! unread {
    () => {
        "(SELECT COUNT(*) FROM messages WHERE messages.thread_id = threads.id
          AND messages.position >= threads.visitor_seen AND messages.internal = 0 AND messages.author <> 'visitor')"
    };
}

/// The columns of a summary.
macro_rules! summary {
    () => {
        concat!(
            "threads.id, threads.number, threads.type, threads.status, threads.created_at, threads.updated_at, ",
            unread!(),
            " AS unread,
             (SELECT body FROM messages WHERE messages.thread_id = threads.id AND messages.position = 0) AS description"
        )
    };
}

/// Where a page of tickets begins: behind the ticket of this id, last changed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    updated_at: i64,
    id: String,
}

impl Cursor {
    /// Reads what a page named as its `next`.
    pub fn parse(text: &str) -> Option<Self> {
        let (updated_at, id) = text.split_once('-')?;
        let digits = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let fits = id.len() == 32 && digits(id) && digits(updated_at);
        fits.then(|| Some(Self { updated_at: i64::from_str_radix(updated_at, 16).ok()?, id: id.to_owned() }))?
    }

    fn text(&self) -> String {
        format!("{:x}-{}", self.updated_at, self.id)
    }
}

impl Store {
    /// A page of at most `most` tickets of a visitor, from the cursor on.
    pub async fn tickets(
        &self,
        visitor: &Visitor,
        cursor: Option<&Cursor>,
        most: u32,
    ) -> Result<TicketPage, StoreError> {
        let user = visitor.user.as_ref().map(|user| &user.id);
        let rows = sqlx::query(concat!(
            "SELECT ",
            summary!(),
            ", (SELECT state FROM chats WHERE chats.thread_id = threads.id) AS chat
             FROM threads WHERE threads.id IN ",
            seen_by!(),
            " AND (threads.updated_at < $3 OR (threads.updated_at = $3 AND threads.id < $4))
             ORDER BY threads.updated_at DESC, threads.id DESC LIMIT $5"
        ))
        .bind(&visitor.id)
        .bind(user)
        .bind(cursor.map_or(i64::MAX, |cursor| cursor.updated_at))
        .bind(cursor.map_or("", |cursor| &cursor.id))
        // One more tells whether there is a next page.
        .bind(i64::from(most) + 1)
        .fetch_all(&self.inner.reader)
        .await?;
        let unread: i64 = sqlx::query_scalar(concat!(
            "SELECT CAST(COALESCE(SUM(",
            unread!(),
            "), 0) AS BIGINT) FROM threads WHERE threads.id IN ",
            seen_by!()
        ))
        .bind(&visitor.id)
        .bind(user)
        .fetch_one(&self.inner.reader)
        .await?;
        let more = rows.len() > most as usize;
        let shown = &rows[..rows.len().min(most as usize)];
        let next = shown.last().filter(|_| more).map(|row| {
            Ok::<_, StoreError>(Cursor { updated_at: row.try_get("updated_at")?, id: row.try_get("id")? }.text())
        });
        Ok(TicketPage {
            tickets: shown.iter().map(listed).collect::<Result<_, _>>()?,
            unread: unread.unsigned_abs(),
            next: next.transpose()?,
        })
    }

    /// The id of the ticket that a visitor names by id or number; `None` where there is none for them.
    pub async fn ticket_id(&self, visitor: &Visitor, name: &str) -> Result<Option<String>, StoreError> {
        let number = ticket_number_in(name);
        Ok(sqlx::query_scalar(concat!(
            "SELECT threads.id FROM threads WHERE (threads.id = $3 OR threads.number = $4) AND threads.id IN ",
            seen_by!()
        ))
        .bind(&visitor.id)
        .bind(visitor.user.as_ref().map(|user| &user.id))
        .bind(name)
        .bind(number.unwrap_or_default())
        .fetch_optional(&self.inner.reader)
        .await?)
    }

    /// A ticket with its messages, by the id of [`Store::ticket_id`].
    pub async fn ticket(&self, id: &str) -> Result<Option<Ticket>, StoreError> {
        let found = sqlx::query(concat!(
            "SELECT ",
            summary!(),
            ", threads.fields, threads.occurred, threads.environment, threads.email, threads.phone, threads.solved,
             threads.rating_comment FROM threads WHERE threads.id = $1"
        ))
        .bind(id)
        .fetch_optional(&self.inner.reader)
        .await?;
        let Some(row) = found else { return Ok(None) };
        let text = |name| Ok::<_, StoreError>(row.try_get::<Option<String>, _>(name)?.unwrap_or_default());
        let rating = row
            .try_get::<Option<i64>, _>("solved")?
            .map(|solved| Ok::<_, StoreError>(Rating { solved: solved != 0, comment: text("rating_comment")? }));
        Ok(Some(Ticket {
            summary: summary(&row)?,
            fields: pairs(&text("fields")?)?,
            occurred: text("occurred")?,
            environment: pairs(&text("environment")?)?,
            contact: Contact { email: text("email")?, phone: text("phone")? },
            messages: self.messages(id).await?,
            rating: rating.transpose()?,
            chat: self.chat(id).await?,
        }))
    }

    /// A thread's messages that its person may see, oldest first.
    pub(super) async fn messages(&self, thread: &str) -> Result<Vec<Message>, StoreError> {
        let rows = sqlx::query(
            "SELECT messages.id, messages.author, messages.body, messages.created_at, agents.shown_as
             FROM messages LEFT JOIN agents ON agents.id = messages.agent_id
             WHERE messages.thread_id = $1 AND messages.internal = 0 ORDER BY messages.position",
        )
        .bind(thread)
        .fetch_all(&self.inner.reader)
        .await?;
        let files = sqlx::query(
            "SELECT attachments.message_id, attachments.sha256, attachments.name, attachments.size,
                    attachments.media_type
             FROM attachments JOIN messages ON messages.id = attachments.message_id
             WHERE messages.thread_id = $1 AND messages.internal = 0
             ORDER BY messages.position, attachments.position",
        )
        .bind(thread)
        .fetch_all(&self.inner.reader)
        .await?;
        let mut messages = Vec::with_capacity(rows.len());
        for row in &rows {
            let author: String = row.try_get("author")?;
            messages.push(Message {
                id: row.try_get("id")?,
                author: Author::parse(&author).ok_or_else(|| unknown("author", &author))?,
                name: row.try_get("shown_as")?,
                body: row.try_get("body")?,
                attachments: Vec::new(),
                created_at: clock::shown(row.try_get("created_at")?),
            });
        }
        for row in &files {
            let message: String = row.try_get("message_id")?;
            let file = Attachment {
                sha256: row.try_get("sha256")?,
                name: row.try_get("name")?,
                size: row.try_get::<i64, _>("size")?.unsigned_abs(),
                media_type: row.try_get("media_type")?,
            };
            if let Some(message) = messages.iter_mut().find(|known| known.id == message) {
                message.attachments.push(file);
            }
        }
        Ok(messages)
    }
}

impl Work {
    /// Notes that the person has read up to this message, and never less than before; false where
    /// the thread has no such message that they could see.
    pub async fn mark_read(&mut self, thread: &Locked, message: &str) -> Result<bool, StoreError> {
        let position: Option<i64> =
            sqlx::query_scalar("SELECT position FROM messages WHERE thread_id = $1 AND id = $2 AND internal = 0")
                .bind(&thread.id)
                .bind(message)
                .fetch_optional(&mut *self.transaction)
                .await?;
        let Some(position) = position else { return Ok(false) };
        let moved = sqlx::query("UPDATE threads SET visitor_seen = $2 WHERE id = $1 AND visitor_seen < $2")
            .bind(&thread.id)
            .bind(position + 1)
            .execute(&mut *self.transaction)
            .await?;
        if moved.rows_affected() > 0 {
            self.announce_read(thread)?;
        }
        Ok(true)
    }

    /// Keeps how to reach the person, in place of what was known.
    pub async fn set_contact(&mut self, thread: &Locked, contact: &Contact) -> Result<(), StoreError> {
        let email = Some(contact.email.trim()).filter(|email| !email.is_empty());
        sqlx::query("UPDATE threads SET email = $2, phone = $3 WHERE id = $1")
            .bind(&thread.id)
            .bind(email)
            .bind(normalize_phone(&contact.phone))
            .execute(&mut *self.transaction)
            .await?;
        self.announce_update(thread)
    }

    /// Keeps what the person says about the outcome; a later word replaces an earlier one.
    pub async fn rate(&mut self, thread: &Locked, rating: &Rating) -> Result<(), StoreError> {
        sqlx::query("UPDATE threads SET solved = $2, rating_comment = $3, rated_at = $4 WHERE id = $1")
            .bind(&thread.id)
            .bind(i64::from(rating.solved))
            .bind(rating.comment.trim())
            .bind(clock::now())
            .execute(&mut *self.transaction)
            .await?;
        self.announce_update(thread)
    }
}

fn listed(row: &AnyRow) -> Result<ListedTicket, StoreError> {
    let state: Option<String> = row.try_get("chat")?;
    let chat = state.map(|state| ChatState::parse(&state).ok_or_else(|| unknown("state", &state)));
    Ok(ListedTicket { summary: summary(row)?, chat: chat.transpose()? })
}

fn summary(row: &AnyRow) -> Result<TicketSummary, StoreError> {
    let status: String = row.try_get("status")?;
    let description: Option<String> = row.try_get("description")?;
    let description = description.unwrap_or_default();
    Ok(TicketSummary {
        id: row.try_get("id")?,
        number: row.try_get("number")?,
        kind: row.try_get("type")?,
        status: Status::parse(&status).ok_or_else(|| unknown("status", &status))?,
        excerpt: description.trim().chars().take(MAX_EXCERPT as usize).collect(),
        unread: row.try_get::<i64, _>("unread")?.unsigned_abs(),
        created_at: clock::shown(row.try_get("created_at")?),
        updated_at: clock::shown(row.try_get("updated_at")?),
    })
}

/// Reads what [`helplet_desk_api::pairs_json`] wrote.
fn pairs(json: &str) -> Result<Vec<(String, String)>, StoreError> {
    let mut reader = serde_json::Deserializer::from_str(json);
    helplet_desk_api::pairs(&mut reader).map_err(|error| StoreError::Failed(error.into()))
}

fn unknown(what: &str, name: &str) -> StoreError {
    StoreError::Failed(format!("a row with the unknown {what} {name:?}").into())
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_cursor_is_read_back_and_nothing_else_is_one() {
        let cursor = Cursor { updated_at: 1_795_420_931_999, id: "0a".repeat(16) };
        assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
        for text in ["", "-", "1", "1-", "x-00", "-1-0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a", "fffffffffffffffff-"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
