//! PostgreSQL, one server for all tests.

use helplet_testing::postgres::{FAST, Server};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Started when it is first asked for.
static SERVER: LazyLock<Server> = LazyLock::new(|| Server::start(FAST).expect("PostgreSQL"));

/// The URL of a new empty database.
pub fn new_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    SERVER.new_database(&format!("browser_{}", NEXT.fetch_add(1, Ordering::Relaxed))).expect("a new name")
}
