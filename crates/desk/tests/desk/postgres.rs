//! The desk over real HTTP, on PostgreSQL: one server for all tests, a database for each.

mod app;
mod backend;
mod contract;
mod hook;
mod letterbox;
mod notebook;
mod postgres_server;

/// Which database these tests run on.
const POSTGRES: bool = true;
