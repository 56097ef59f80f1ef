//! Reading what people write, Markdown and TOML; checking it; packing it.
//!
//! ```no_run
//! use helplet_content::{CivilDate, author};
//!
//! let today = CivilDate::new(2026, 11, 23).unwrap();
//! let loaded = author::load(std::path::Path::new("content"), today);
//! for fault in &loaded.faults {
//!     println!("{fault}");
//! }
//! ```
//!
//! Every fault of a folder is found in one go: a fault never hides the ones after it.

mod article;
mod audience;
mod calendar;
mod channels;
mod chat;
mod compare;
mod encode;
mod fault;
mod icons;
mod ids;
pub mod keys;
mod language;
mod link;
mod markdown;
mod nearest;
mod pack;
mod picture;
mod pieces;
mod replies;
mod section;
mod site;
mod tickets;
mod times;
mod ui;
mod wizard;

pub use encode::{OpenError, encode, open};
pub use fault::{Fault, Severity};
pub use language::{Loaded, load};
pub use pack::{HASH, Packed, Sizes, pack, sizes};
pub use picture::PictureFile;
pub use replies::{CannedReply, Replies};
