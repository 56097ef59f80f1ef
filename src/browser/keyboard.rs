//! Keyboard events, with the input method's own keys told apart.

use super::json::get;
use web_sys::Event;

pub use super::first::key;

/// Whether Shift is held.
pub fn shift(event: &Event) -> bool {
    get(event, "shiftKey").is_truthy()
}
