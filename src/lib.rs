//! The Helplet widget: a help centre in a panel, drawn into a shadow root.
//!
//! The script tag (`loader/`) draws the launcher and, at the first click, calls
//! [`host::handle::mount`] with the boot options and the bundle on its way. See ARCHITECTURE.md.

pub mod browser;
pub mod host;
pub mod library;
pub mod reactive;
pub mod screen;
pub mod state;
pub mod text;
pub mod ticket;
pub mod view;
