//! The desk over real HTTP, on SQLite: every test starts its own on a free port with its own
//! database. What does not differ between databases is tested here alone.

mod api_docs;
mod app;
mod backend;
mod contract;
mod cors;
mod hook;
mod letterbox;
mod notebook;
mod site;
mod sqlite_file;

/// Which database these tests run on.
const POSTGRES: bool = false;
