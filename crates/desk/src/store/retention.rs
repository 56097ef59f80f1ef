//! Forgetting: what is old, and what one person asked to be forgotten.

use super::{Store, StoreError, Work, clock};
use helplet_desk_api::{normalize_phone, ticket_number_in};
use std::collections::BTreeSet;
use std::time::Duration;

/// Closed threads deleted in one transaction: other writers wait for it.
const BATCH: i64 = 100;

/// How long notes stay that only repeated requests and failed deliveries need.
const NOTES: Duration = Duration::from_secs(30 * 24 * 3600);

/// Whose data is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Who left this e-mail address, or whose signed token told it; upper and lower case alike.
    Email(String),
    /// Who left this telephone number, in any spelling the contract takes.
    Phone(String),
    /// The user of this `sub` in signed tokens.
    Subject(String),
    /// Who left the ticket of this number; that one ticket alone.
    Number(String),
}

/// What is kept of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belongings {
    /// Their tickets.
    pub threads: Vec<Kept>,
    /// Ids of their users.
    users: Vec<String>,
    /// Ids of visitors who have no other ticket.
    visitors: Vec<String>,
    /// SHA-256 of the files in their tickets, and of those they put without a ticket.
    pub files: BTreeSet<String>,
}

/// A ticket, as little of it as one recognises it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    id: String,
    /// The number for people.
    pub number: String,
    /// When it was opened, RFC 3339.
    pub created_at: String,
    /// How many messages it has.
    pub messages: i64,
}

impl Belongings {
    /// Whether anything is kept.
    pub fn is_empty(&self) -> bool {
        self.threads.is_empty() && self.users.is_empty() && self.visitors.is_empty()
    }

    /// Users that signed tokens told of.
    pub fn users(&self) -> usize {
        self.users.len()
    }
}

impl Store {
    /// Deletes what was closed longer ago than `keep`, and notes that nobody needs any more; tells
    /// how many tickets. Their files are orphans then, which are swept by themselves.
    pub async fn sweep_closed(&self, keep: Duration) -> Result<u64, StoreError> {
        let before = clock::now() - keep.as_millis() as i64;
        let mut deleted = 0;
        loop {
            let mut work = self.begin().await?;
            let swept = sqlx::query(
                "DELETE FROM threads WHERE id IN (
                     SELECT id FROM threads WHERE status = 'closed' AND closed_at < $1 ORDER BY closed_at LIMIT $2)",
            )
            .bind(before)
            .bind(BATCH)
            .execute(&mut *work.transaction)
            .await?
            .rows_affected();
            work.commit().await?;
            deleted += swept;
            if swept < BATCH.unsigned_abs() {
                return Ok(deleted);
            }
        }
    }

    /// Deletes notes that only repeated requests and looks back at deliveries need.
    pub async fn sweep_notes(&self) -> Result<(), StoreError> {
        let now = clock::now();
        let old = now - NOTES.as_millis() as i64;
        let mut work = self.begin().await?;
        for (sql, before) in [
            ("DELETE FROM requests WHERE created_at < $1", old),
            ("DELETE FROM deliveries WHERE done_at < $1 OR given_up_at < $1", old),
            ("DELETE FROM used_tokens WHERE expires_at < $1", now),
            ("DELETE FROM agent_sessions WHERE expires_at < $1", now),
        ] {
            sqlx::query(sql).bind(before).execute(&mut *work.transaction).await?;
        }
        work.commit().await
    }

    /// What is kept of one person.
    pub async fn person(&self, whose: &Whose) -> Result<Belongings, StoreError> {
        let mut person = Belongings::default();
        let (users, threads, value) = match whose {
            Whose::Email(email) => ("lower(email) = $1", "lower(email) = $1", email.trim().to_lowercase()),
            Whose::Phone(phone) => ("1 = 0", "phone = $1", normalize_phone(phone).unwrap_or_default()),
            Whose::Subject(subject) => ("subject = $1", "1 = 0", subject.clone()),
            Whose::Number(number) => ("1 = 0", "number = $1", ticket_number_in(number).unwrap_or_default()),
        };
        // On SQLite, `lower` knows ASCII alone, as do nearly all addresses.
        let find = |condition: &str, sql: &str| sqlx::AssertSqlSafe(sql.replace("{}", condition));
        person.users = self.ids(find(users, "SELECT id FROM users WHERE {} AND $1 <> ''"), &value).await?;
        let sql = find(threads, "SELECT id FROM threads WHERE {} AND $1 <> ''");
        let mut ids: BTreeSet<String> = self.ids(sql, &value).await?.into_iter().collect();
        for user in &person.users {
            ids.extend(self.ids("SELECT id FROM threads WHERE user_id = $1", user).await?);
            person.visitors.extend(self.ids("SELECT id FROM visitors WHERE user_id = $1", user).await?);
        }
        for id in &ids {
            let (number, created_at, messages): (String, i64, i64) =
                sqlx::query_as("SELECT number, created_at, messages FROM threads WHERE id = $1")
                    .bind(id)
                    .fetch_one(&self.inner.reader)
                    .await?;
            let created_at = clock::shown(created_at);
            person.threads.push(Kept { id: id.clone(), number, created_at, messages });
            let sql = "SELECT DISTINCT attachments.sha256 FROM attachments
                       JOIN messages ON messages.id = attachments.message_id WHERE messages.thread_id = $1";
            person.files.extend(self.ids(sql, id).await?);
            // A device that left this ticket and others is not forgotten with it.
            for visitor in
                self.ids("SELECT visitor_id FROM threads WHERE id = $1 AND visitor_id IS NOT NULL", id).await?
            {
                let its = self.ids("SELECT id FROM threads WHERE visitor_id = $1", &visitor).await?;
                if its.iter().all(|thread| ids.contains(thread)) && !person.visitors.contains(&visitor) {
                    person.visitors.push(visitor);
                }
            }
        }
        for visitor in &person.visitors {
            person.files.extend(self.ids("SELECT sha256 FROM uploads WHERE owner = $1", visitor).await?);
        }
        Ok(person)
    }

    async fn ids(&self, sql: impl sqlx::SqlSafeStr, value: &str) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(sql).bind(value).fetch_all(&self.inner.reader).await?)
    }

    /// Forgets a person. On SQLite what was deleted is overwritten, so that the file's free pages
    /// tell nothing; backups do, until they are deleted. Their files are orphans then, see
    /// [`Work::forget_orphan`].
    pub async fn forget(&self, person: &Belongings) -> Result<(), StoreError> {
        if !self.inner.notifies {
            sqlx::query("PRAGMA secure_delete = ON").fetch_optional(&self.inner.writer).await?;
        }
        let mut work = self.begin().await?;
        for thread in &person.threads {
            work.delete("DELETE FROM threads WHERE id = $1", &thread.id).await?;
        }
        for visitor in &person.visitors {
            work.delete("DELETE FROM requests WHERE owner = $1", visitor).await?;
            work.delete("DELETE FROM uploads WHERE owner = $1", visitor).await?;
            work.delete("DELETE FROM visitors WHERE id = $1", visitor).await?;
        }
        for user in &person.users {
            work.delete("DELETE FROM users WHERE id = $1", user).await?;
        }
        work.commit().await?;
        if !self.inner.notifies {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_optional(&self.inner.writer).await?;
        }
        Ok(())
    }

    /// Whether nobody else has put this file.
    pub async fn is_unclaimed(&self, sha256: &str) -> Result<bool, StoreError> {
        let found: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM uploads WHERE sha256 = $1")
            .bind(sha256)
            .fetch_one(&self.inner.reader)
            .await?;
        Ok(found == 0)
    }
}

impl Work {
    async fn delete(&mut self, sql: &'static str, id: &str) -> Result<(), StoreError> {
        sqlx::query(sql).bind(id).execute(&mut *self.transaction).await?;
        Ok(())
    }
}
