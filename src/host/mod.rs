//! What the page around our shadow root says to the widget and hears from it.

pub mod event;
pub mod handle;
pub mod options;
