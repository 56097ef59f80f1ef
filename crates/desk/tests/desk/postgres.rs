//! The desk over real HTTP, on PostgreSQL: one server for all tests, a database for each.

mod app;
mod backend;
mod contract;
mod hook;
mod postgres_server;
mod smtp_sink;

/// Which database these tests run on.
const POSTGRES: bool = true;
