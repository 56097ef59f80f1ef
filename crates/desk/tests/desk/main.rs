//! The desk over real HTTP: every test starts its own on a free port with its own database.

mod api_docs;
mod app;
mod attachments;
mod cors;
mod database;
mod limits;
mod problems;
mod site;
mod stop;
mod tickets;
