//! The desk's SQLite file and its files, read as an operator would read it.

use helplet_desk::Grants;
use helplet_desk::store::{Actor, Addition, Place, Store, clock, random_id};
use helplet_desk_api::Status;
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
    /// What the person pays for, and whether a signed token said so.
    pub tier: (String, bool),
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
        let rows = sqlx::query(
            "SELECT threads.*, body, key FROM threads
             JOIN messages ON messages.thread_id = threads.id AND position = 0
             JOIN requests ON requests.owner = visitor_id AND answer LIKE '%' || threads.id || '%'
             ORDER BY threads.rowid",
        )
        .fetch_all(pool)
        .await?;
        let text = |row: &sqlx::sqlite::SqliteRow, name: &str| row.get::<Option<String>, _>(name).unwrap_or_default();
        let read = |row| Ticket {
            number: text(row, "number"),
            kind: text(row, "type"),
            description: text(row, "body"),
            fields: text(row, "fields"),
            environment: text(row, "environment"),
            email: text(row, "email"),
            phone: text(row, "phone"),
            trail: text(row, "trail"),
            tier: (text(row, "tier"), row.get::<i64, _>("tier_signed") != 0),
            key: text(row, "key"),
        };
        Ok(rows.iter().map(read).collect())
    })
}

const AGENT: &str = "INSERT INTO agents (id, name, shown_as, password_hash, created_at)
    VALUES ('lin', 'lin', '小林', '', 0) ON CONFLICT DO NOTHING";

/// An agent's answer to the ticket of a number, written as another process of the desk writes it.
pub fn answer(database: &Path, number: &str, body: &str, status: Option<Status>) {
    let thread: String = query(database, async |pool| {
        sqlx::query(AGENT).execute(pool).await?;
        sqlx::query_scalar("SELECT id FROM threads WHERE number = $1").bind(number).fetch_one(pool).await
    });
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let place = Place::Sqlite(database.into());
        let store = Store::open(&place).await.expect("the database");
        let (id, actor, at) = (random_id().expect("random bits"), Actor::Agent("lin"), clock::now());
        let addition = Addition { id: &id, thread: &thread, actor, internal: false, body, files: &[], status, at };
        let mut work = store.begin().await.expect("a transaction");
        work.add_message(&addition).await.expect("written").expect("a thread");
        work.commit().await.expect("committed");
        store.close().await;
    });
}

/// Has the agent of [`answer`] be there to chat, as a console of another process says.
pub fn be_there(database: &Path) {
    query(database, async |pool| sqlx::query(AGENT).execute(pool).await);
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&Place::Sqlite(database.into())).await.expect("the database");
        store.set_presence("lin", true, 4).await.expect("written");
        store.close().await;
    });
}

/// Has that agent take the waiting chat of a ticket's number.
pub fn take(database: &Path, number: &str) {
    let thread: String = query(database, async |pool| {
        sqlx::query_scalar("SELECT id FROM threads WHERE number = $1").bind(number).fetch_one(pool).await
    });
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&Place::Sqlite(database.into())).await.expect("the database");
        store.take_chat(&thread, "lin").await.expect("taken");
        store.close().await;
    });
}

/// Lets time go by at the desk: everything that tickets and chats remember happened so many hours earlier.
pub fn hours_pass(database: &Path, hours: i64) {
    const TIMES: [(&str, &[&str]); 3] = [
        ("threads", &["created_at", "updated_at"]),
        ("messages", &["created_at"]),
        ("chats", &["queued_at", "miss_at", "taken_at", "ended_at", "offer_until"]),
    ];
    for (table, columns) in TIMES {
        let sets: Vec<String> =
            columns.iter().map(|column| format!("{column} = {column} - {}", hours * 3_600_000)).collect();
        let statement = format!("UPDATE {table} SET {}", sets.join(", "));
        query(database, async |pool| sqlx::query(sqlx::AssertSqlSafe(statement)).execute(pool).await);
    }
}

/// The token of a link to a ticket, signed with the desk's own key as for an e-mail.
pub fn grant(database: &Path, number: &str) -> String {
    let (thread, secret): (String, String) = query(database, async |pool| {
        let both = "SELECT threads.id, secret FROM threads, keys WHERE number = $1 AND name = 'grants'";
        sqlx::query_as(both).bind(number).fetch_one(pool).await
    });
    let digits = |at: usize| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).expect("hexadecimal");
    Grants::new(std::array::from_fn(digits)).sign(&thread, clock::now()).expect("an id")
}

/// The bodies of a ticket's messages, by its number.
pub fn messages(database: &Path, number: &str) -> Vec<String> {
    query(database, async |pool| {
        let all =
            "SELECT body FROM messages JOIN threads ON threads.id = thread_id WHERE number = $1 ORDER BY position";
        sqlx::query_scalar(all).bind(number).fetch_all(pool).await
    })
}

/// A ticket's unread mark, its status, and whether the person said that it was solved.
pub fn standing(database: &Path, number: &str) -> (i64, String, Option<i64>) {
    query(database, async |pool| {
        let row = "SELECT visitor_seen, status, solved FROM threads WHERE number = $1";
        sqlx::query_as(row).bind(number).fetch_one(pool).await
    })
}

/// Name, media type and bytes of all files of tickets, in order; the bytes are in a folder beside the
/// database.
pub fn files(database: &Path) -> Vec<(String, String, Vec<u8>)> {
    let folder = database.with_file_name("helplet-files");
    query(database, async |pool| {
        let rows = sqlx::query(
            "SELECT attachments.* FROM attachments JOIN messages ON messages.id = message_id
             ORDER BY messages.rowid, attachments.position",
        )
        .fetch_all(pool)
        .await?;
        let read = |row: &sqlx::sqlite::SqliteRow| {
            let sha256: String = row.get("sha256");
            let bytes = std::fs::read(folder.join(&sha256[..2]).join(&sha256)).expect("the file");
            (row.get("name"), row.get("media_type"), bytes)
        };
        Ok(rows.iter().map(read).collect())
    })
}
