//! A ticket on the person's side: the draft, the outbox that sends it, and what the desk tells of it.

pub mod attachment;
pub mod chat;
pub mod copies;
pub mod desk;
pub mod draft;
pub mod live;
pub mod markup;
pub mod mine;
pub mod outbox;
pub mod prefill;
pub mod rules;
pub mod send;
pub mod sender;
pub mod session;
pub mod sse;
pub mod visitor;
