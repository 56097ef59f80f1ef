//! The author's half: reading, checking, packing.

mod bundle;
mod check;
mod docs;
mod folder;
mod library;
mod shipped;
