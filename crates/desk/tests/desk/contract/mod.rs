//! What holds on every database.

mod attachments;
mod events;
mod limits;
mod own_tickets;
mod problems;
mod starts_again;
mod stop;
mod streams;
mod tickets;
mod visitors;
