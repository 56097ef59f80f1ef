//! The databases under test.

use helplet_testing::postgres::{FAST, Server};
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A new empty database, as [`helplet_desk::Config`] takes it: on SQLite a file in this folder.
pub async fn new_database(folder: &Path) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    if !crate::POSTGRES {
        return folder.join("helplet.db").display().to_string();
    }
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    SERVER.new_database(&name).expect("a new name")
}

/// Started when it is first asked for.
pub static SERVER: LazyLock<Server> = LazyLock::new(|| Server::start(FAST).expect("PostgreSQL"));

/// A way into a database, as any other program has it.
pub async fn connect(database: &str) -> sqlx::AnyPool {
    sqlx::any::install_default_drivers();
    let url = if database.contains("://") { database.to_owned() } else { format!("sqlite://{database}") };
    sqlx::AnyPool::connect(&url).await.expect("a database")
}
