//! The Helplet widget: a help centre in a panel, drawn into a shadow root.
//!
//! The script tag (`loader/`) draws the launcher and, at the first click, calls
//! `host::handle::mount` with the boot options and the bundle on its way. See ARCHITECTURE.md.

mod browser;
mod chat;
mod feedback;
mod host;
mod later;
mod library;
mod reactive;
mod screen;
mod state;
mod text;
mod ticket;
mod view;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
