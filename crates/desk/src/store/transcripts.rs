//! Conversations as e-mails, for which their persons have asked.

use super::{Delivery, Store, StoreError, clock};
use sqlx::Row;

/// Transcripts of one thread that may be asked for in an hour: a wrong address is mended, and nobody's mailbox is
/// filled.
const MOST: i64 = 3;
const HOUR_MS: i64 = 3600 * 1000;

/// What became of a request for a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requested {
    /// It will be sent.
    Done,
    /// Nobody knows where to.
    NoAddress,
    /// No agent has said anything. Otherwise anybody could let the desk send anything to anybody.
    Unanswered,
    /// It was asked for too often.
    TooOften,
    /// There is no such thread.
    Gone,
}

/// A conversation as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// The ticket's number.
    pub number: String,
    /// The ticket's language.
    pub locale: Option<String>,
    /// Where it goes.
    pub address: Option<String>,
    /// What was said, oldest first.
    pub lines: Vec<Line>,
}

/// A message of a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `visitor`, `agent`, `system` or `robot`.
    pub author: String,
    /// What an agent is called to visitors.
    pub name: Option<String>,
    /// The text, plain.
    pub body: String,
    /// Names of its files.
    pub files: Vec<String>,
    /// When: `YYYY-MM-DDTHH:MM:SSZ`, UTC.
    pub at: String,
}

impl Store {
    /// Expects an e-mail with the whole conversation.
    pub async fn request_transcript(&self, thread: &str) -> Result<Requested, StoreError> {
        let now = clock::now();
        let mut work = self.begin().await?;
        let Some(thread) = work.lock_thread(thread).await? else { return Ok(Requested::Gone) };
        let row = sqlx::query(
            "SELECT COALESCE(threads.email, users.email) AS address,
                    (SELECT COUNT(*) FROM messages WHERE messages.thread_id = threads.id
                     AND messages.author = 'agent' AND messages.internal = 0) AS answers,
                    (SELECT COUNT(*) FROM deliveries WHERE deliveries.thread_id = threads.id
                     AND deliveries.transcript = 1 AND deliveries.created_at > $2) AS requests
             FROM threads LEFT JOIN users ON users.id = threads.user_id WHERE threads.id = $1",
        )
        .bind(&thread.id)
        .bind(now - HOUR_MS)
        .fetch_one(&mut *work.transaction)
        .await?;
        if row.try_get::<Option<String>, _>("address")?.is_none() {
            return Ok(Requested::NoAddress);
        }
        if row.try_get::<i64, _>("answers")? == 0 {
            return Ok(Requested::Unanswered);
        }
        if row.try_get::<i64, _>("requests")? >= MOST {
            return Ok(Requested::TooOften);
        }
        work.insert_transcript(&thread.id, now).await?;
        work.commit().await?;
        Ok(Requested::Done)
    }

    /// What the e-mail of a taken delivery is written from. `None`: the thread is no more.
    pub async fn transcript(&self, delivery: &Delivery) -> Result<Option<Transcript>, StoreError> {
        let thread: Option<(String, Option<String>, Option<String>)> = sqlx::query_as(
            "SELECT threads.number, threads.locale, COALESCE(threads.email, users.email)
             FROM threads LEFT JOIN users ON users.id = threads.user_id WHERE threads.id = $1",
        )
        .bind(&delivery.thread)
        .fetch_optional(&self.inner.reader)
        .await?;
        let Some((number, locale, address)) = thread else { return Ok(None) };
        let messages = self.messages(&delivery.thread).await?;
        let lines = messages.into_iter().map(|message| Line {
            author: message.author.name().to_owned(),
            name: message.name,
            body: message.body,
            files: message.attachments.into_iter().map(|file| file.name).collect(),
            at: message.created_at,
        });
        Ok(Some(Transcript { number, locale, address, lines: lines.collect() }))
    }
}
