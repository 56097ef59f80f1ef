//! What holds on every database.

mod access;
mod attachments;
mod console;
mod events;
mod feedback;
mod grants;
mod identity;
mod limits;
mod own_tickets;
mod problems;
mod starts_again;
mod stop;
mod streams;
mod tickets;
mod visitors;
