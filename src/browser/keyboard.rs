//! Keyboard events, with the input method's own keys told apart.

use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

/// The key of a keyboard event, or `None` while an input method is composing: those keys are its own.
pub fn key(event: &Event) -> Option<String> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    // 229 is what engines send for a key the input method has taken before isComposing is set.
    (!event.is_composing() && event.key_code() != 229).then(|| event.key())
}

/// Whether Shift is held.
pub fn shift(event: &Event) -> bool {
    event.dyn_ref::<KeyboardEvent>().is_some_and(KeyboardEvent::shift_key)
}
