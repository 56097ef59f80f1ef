//! The content model: what a support lead writes, as the widget reads it.
//!
//! A [`Library`] is everything Helplet shows in one language: articles, the guided wizard, contact
//! channels, ticket types and every string of the interface. It travels as one *bundle* file per
//! language ([`bundle`]); reading Markdown and TOML, checking and packing are the `author` feature.
//!
//! No browser and no I/O here: callers bring bytes and the clock.

#![deny(missing_docs)]

pub mod audience;
pub mod bundle;
pub mod date;
pub mod hours;
pub mod model;
mod page;
mod plain;
mod text;
pub mod ui;
mod validate;
mod wire;

#[cfg(feature = "author")]
pub mod author;

pub use audience::{Audience, Person};
pub use date::{CivilDate, CivilTime};
pub use model::*;
pub use ui::Ui;
