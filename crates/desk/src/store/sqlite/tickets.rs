//! Tickets and the requests that opened them.

use super::Sqlite;
use crate::store::{Answer, Opened, StoreError, Tickets};
use helplet_desk_api::{Created, NewTicket, list_json, normalize_phone, pairs_json, ticket_number};
use sqlx::SqliteConnection;

/// The first status of every ticket.
const NEW: &str = "new";

impl Tickets for Sqlite {
    fn opened_under<'a>(&'a self, key: &'a str) -> Answer<'a, Option<Opened>> {
        Box::pin(async move { opened_under(&mut *self.pool.acquire().await?, key).await })
    }

    fn open_ticket<'a>(&'a self, key: &'a str, content: [u8; 32], ticket: &'a NewTicket) -> Answer<'a, Opened> {
        Box::pin(async move {
            // The write lock first: of two equal requests the second then sees the first's ticket.
            let mut work = self.pool.begin_with("BEGIN IMMEDIATE").await?;
            if let Some(opened) = opened_under(&mut work, key).await? {
                return Ok(opened);
            }
            let created = loop {
                if let Some(created) = insert(&mut work, ticket, ticket_number(random_u32()?)).await? {
                    break created;
                }
            };
            for (position, file) in ticket.attachments.iter().enumerate() {
                sqlx::query(
                    "INSERT INTO ticket_attachments (ticket_id, position, sha256, name, size, media_type)
                     VALUES (?, ?, ?, ?, ?, ?)",
                )
                .bind(&created.id)
                .bind(position as i64)
                .bind(&file.sha256)
                .bind(&file.name)
                .bind(file.size as i64)
                .bind(&file.media_type)
                .execute(&mut *work)
                .await?;
            }
            sqlx::query("INSERT INTO requests (key, content, ticket_id) VALUES (?, ?, ?)")
                .bind(key)
                .bind(&content[..])
                .bind(&created.id)
                .execute(&mut *work)
                .await?;
            work.commit().await?;
            Ok(Opened { content, created })
        })
    }

    fn answers(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            sqlx::query("SELECT 1 FROM tickets LIMIT 1").fetch_optional(&self.pool).await?;
            Ok(())
        })
    }
}

async fn opened_under(connection: &mut SqliteConnection, key: &str) -> Result<Option<Opened>, StoreError> {
    let found: Option<(Vec<u8>, String, String, String)> = sqlx::query_as(
        "SELECT requests.content, tickets.id, tickets.number, tickets.created_at
         FROM requests JOIN tickets ON tickets.id = requests.ticket_id WHERE requests.key = ?",
    )
    .bind(key)
    .fetch_optional(connection)
    .await?;
    let Some((content, id, number, created_at)) = found else {
        return Ok(None);
    };
    let content = content.try_into().map_err(|_| sqlx::Error::Decode("content is not 32 bytes".into()))?;
    // The first answer is repeated, whatever became of the ticket since.
    let created = Created { id, number, status: NEW.to_owned(), created_at };
    Ok(Some(Opened { content, created }))
}

/// Writes the ticket under this number; `None` where another ticket has it.
async fn insert(
    connection: &mut SqliteConnection,
    ticket: &NewTicket,
    number: String,
) -> Result<Option<Created>, StoreError> {
    let id = random_id()?;
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let created_at: Option<String> = sqlx::query_scalar(
        "INSERT INTO tickets (id, number, type, status, description, fields, occurred, environment,
                              email, phone, locale, trail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (number) DO NOTHING
         RETURNING created_at",
    )
    .bind(&id)
    .bind(&number)
    .bind(&ticket.kind)
    .bind(NEW)
    .bind(&ticket.description)
    .bind(pairs_json(&ticket.fields))
    .bind(given(&ticket.occurred))
    .bind(pairs_json(&ticket.environment))
    .bind(given(&ticket.contact.email))
    .bind(normalize_phone(&ticket.contact.phone))
    .bind(given(&ticket.locale))
    .bind(list_json(&ticket.trail))
    .fetch_optional(connection)
    .await?;
    Ok(created_at.map(|created_at| Created { id, number, status: NEW.to_owned(), created_at }))
}

/// 128 random bits in hexadecimal: a name nobody can guess.
fn random_id() -> Result<String, StoreError> {
    let bits = [random_u32()?, random_u32()?, random_u32()?, random_u32()?];
    Ok(bits.map(|part| format!("{part:08x}")).concat())
}

fn random_u32() -> Result<u32, StoreError> {
    getrandom::u32().map_err(|error| StoreError::Failed(sqlx::Error::Io(error.into())))
}
