//! Opening a database, and what an operator can do where that fails.

use super::error::{postgres_code, sqlite_code};
use super::feed::Feed;
use super::signals::Pauses;
use super::{Inner, Place, Store, events};
use crate::error::{DatabaseFault, Error};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgPoolOptions;
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Connection, Executor};
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, RwLock};
use std::time::Duration;
use url::Url;

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// How long a request waits for a connection, and an SQLite connection for the file's lock. A
/// ticket is written in milliseconds, so only a stuck disk or a foreign program makes it pass.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that read an SQLite file, and all connections to PostgreSQL: more only cost memory.
const CONNECTIONS: u32 = 8;

/// FULL: with a write-ahead log, NORMAL may lose the last commits when the power fails, and a
/// ticket that was answered must not be lost.
const WRITER: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                      PRAGMA foreign_keys = ON";
const READER: &str = "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON";

/// SQLite's primary result code for a file of another kind.
const NOT_A_DATABASE: i32 = 26;

impl Store {
    /// Opens the database, making an SQLite file where there is none, and brings its schema up to
    /// date.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn open(place: &Place) -> Result<Self, Error> {
        install_default_drivers();
        let opened = match place {
            Place::Sqlite(path) => open_sqlite(path).await,
            Place::Postgres(url) => open_postgres(url).await,
        };
        opened.map_err(|fault| Error::Database { name: place.to_string(), fault })
    }
}

async fn open_sqlite(path: &Path) -> Result<Store, DatabaseFault> {
    if path.is_dir() {
        return Err(DatabaseFault::IsFolder);
    }
    if path.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(DatabaseFault::NoFolder);
    }
    let unusable = |error: Box<dyn std::error::Error + Send + Sync>| DatabaseFault::Unusable(error);
    let absolute = std::path::absolute(path).map_err(|error| unusable(error.into()))?;
    // A file's URL escapes what a path may hold and a URL may not.
    let url = Url::from_file_path(&absolute).map_err(|()| unusable("not a path".into()))?;
    let url = format!("sqlite://{}?mode=rwc", url.path());
    try_once(&AnyConnectOptions::from_str(&url).map_err(fault)?, Some(WRITER)).await?;
    let writer = sqlite_pool(&url, 1, WRITER).await?;
    migrate(&writer).await?;
    // SQLite opens a file it may not write all the same, so a write is tried now, not when the
    // first ticket comes.
    let tried = async { writer.begin_with("BEGIN IMMEDIATE").await?.rollback().await };
    tried.await.map_err(fault)?;
    let reader = sqlite_pool(&url, CONNECTIONS, READER).await?;
    let last = events::last(&reader).await.map_err(fault)?;
    let feed = Feed::start(reader.clone(), None, last);
    Ok(Store {
        inner: Arc::new(Inner {
            begin: "BEGIN IMMEDIATE",
            notifies: false,
            reader,
            writer,
            feed,
            outgoing: RwLock::default(),
            chats: RwLock::default(),
            pauses: Pauses::default(),
        }),
    })
}

async fn sqlite_pool(url: &str, connections: u32, settings: &'static str) -> Result<AnyPool, DatabaseFault> {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute(settings).await?;
                Ok(())
            })
        })
        .connect(url)
        .await
        .map_err(fault)
}

async fn open_postgres(url: &Url) -> Result<Store, DatabaseFault> {
    let options = AnyConnectOptions::from_url(url).map_err(fault)?;
    let tried = tokio::time::timeout(PATIENCE, try_once(&options, None)).await;
    tried.map_err(|_| DatabaseFault::Unreachable("no answer within 10 seconds".to_owned()))??;
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
        .map_err(fault)?;
    migrate(&pool).await?;
    let last = events::last(&pool).await.map_err(fault)?;
    let listening = PgPoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
    let listening = listening.connect_lazy(url.as_str()).map_err(fault)?;
    let feed = Feed::start(pool.clone(), Some(listening), last);
    Ok(Store {
        inner: Arc::new(Inner {
            begin: "BEGIN",
            notifies: true,
            reader: pool.clone(),
            writer: pool,
            feed,
            outgoing: RwLock::default(),
            chats: RwLock::default(),
            pauses: Pauses::default(),
        }),
    })
}

/// Connects once to say what is wrong: a pool tries again and again, and then only tells that it
/// took too long.
async fn try_once(options: &AnyConnectOptions, settings: Option<&'static str>) -> Result<(), DatabaseFault> {
    let mut connection = AnyConnection::connect_with(options).await.map_err(fault)?;
    if let Some(settings) = settings {
        connection.execute(settings).await.map_err(fault)?;
    }
    connection.close().await.map_err(fault)
}

async fn migrate(pool: &AnyPool) -> Result<(), DatabaseFault> {
    let known = MIGRATIONS.iter().map(|step| step.version).max().unwrap_or_default();
    MIGRATIONS.run(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(found) => DatabaseFault::Newer { found, known },
        MigrateError::VersionMismatch(version) => DatabaseFault::Altered { version },
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => fault(error),
        other => DatabaseFault::Unusable(other.into()),
    })
}

fn fault(error: sqlx::Error) -> DatabaseFault {
    if let Some(code) = postgres_code(&error) {
        return match code {
            "28000" | "28P01" => DatabaseFault::Denied,
            "3D000" => DatabaseFault::Missing,
            "42501" => DatabaseFault::NotAllowed,
            _ => DatabaseFault::Server(error.to_string()),
        };
    }
    match error {
        sqlx::Error::Io(error) => DatabaseFault::Unreachable(error.to_string()),
        sqlx::Error::Tls(error) => DatabaseFault::Unreachable(error.to_string()),
        sqlx::Error::Configuration(error) => DatabaseFault::BadUrl(error.to_string()),
        error if sqlite_code(&error) == Some(NOT_A_DATABASE) => DatabaseFault::NotADatabase,
        error => DatabaseFault::Unusable(error.into()),
    }
}
