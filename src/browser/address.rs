//! The page's own address, and parts of others.

/// The page's path, such as `/pricing`; characters that addresses don't have are as people read them.
pub use super::first::path;

/// A text as a part of an address.
pub use super::later::encoded;
