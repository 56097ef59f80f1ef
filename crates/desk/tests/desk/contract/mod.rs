//! What holds on every database.

mod access;
mod attachments;
mod backup;
mod bridge;
pub mod chat;
mod console;
mod events;
mod feedback;
mod grants;
mod identity;
mod inbox;
mod limits;
mod mail;
mod mail_answers;
mod operations;
mod own_tickets;
mod problems;
mod refusals;
mod retention;
mod starts_again;
mod stop;
mod streams;
mod tickets;
mod visitors;
mod webhook;
