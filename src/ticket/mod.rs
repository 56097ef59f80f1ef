//! A ticket on the person's side: the draft and what came of sending it.

pub mod attachment;
pub mod draft;
pub mod markup;
pub mod rules;
pub mod send;
pub mod sent;
pub mod visitor;
