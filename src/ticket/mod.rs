//! A ticket on the person's side: the draft, and the outbox that sends it.

pub mod attachment;
pub mod draft;
pub mod markup;
pub mod outbox;
pub mod rules;
pub mod send;
pub mod sender;
pub mod visitor;
