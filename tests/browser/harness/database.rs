//! The desk's SQLite file, read as an operator would read it.

use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::path::Path;
use tokio::runtime::Runtime;

/// A stored ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub number: String,
    pub kind: String,
    pub description: String,
    pub fields: String,
    pub environment: String,
    pub email: String,
    pub phone: String,
    pub trail: String,
    /// The key of the request that opened it.
    pub key: String,
}

fn query<T>(database: &Path, work: impl AsyncFnOnce(&SqlitePool) -> Result<T, sqlx::Error>) -> T {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let pool =
            SqlitePool::connect_with(SqliteConnectOptions::new().filename(database)).await.expect("the database");
        let found = work(&pool).await.expect("rows");
        pool.close().await;
        found
    })
}

/// All tickets, in the order they came.
pub fn tickets(database: &Path) -> Vec<Ticket> {
    query(database, async |pool| {
        let rows =
            sqlx::query("SELECT tickets.*, key FROM tickets JOIN requests ON ticket_id = id ORDER BY tickets.rowid")
                .fetch_all(pool)
                .await?;
        let text = |row: &sqlx::sqlite::SqliteRow, name: &str| row.get::<Option<String>, _>(name).unwrap_or_default();
        let read = |row| Ticket {
            number: text(row, "number"),
            kind: text(row, "type"),
            description: text(row, "description"),
            fields: text(row, "fields"),
            environment: text(row, "environment"),
            email: text(row, "email"),
            phone: text(row, "phone"),
            trail: text(row, "trail"),
            key: text(row, "key"),
        };
        Ok(rows.iter().map(read).collect())
    })
}

/// Name, media type and bytes of all files of tickets, in order.
pub fn files(database: &Path) -> Vec<(String, String, Vec<u8>)> {
    query(database, async |pool| {
        let rows = sqlx::query("SELECT name, media_type, bytes FROM ticket_attachments JOIN files USING (sha256) ORDER BY ticket_id, position")
            .fetch_all(pool)
            .await?;
        Ok(rows.iter().map(|row| (row.get("name"), row.get("media_type"), row.get("bytes"))).collect())
    })
}
