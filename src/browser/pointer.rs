//! Mouse, touch and pen on a canvas. Points are pixels of the canvas, however large it is shown.

use super::json::{self, number};
use super::later;
use web_sys::Event;

/// Where the main button, the first finger or the pen was put down; the pointer then stays with the
/// canvas, also outside of it.
pub fn pressed(event: &Event) -> Option<(i32, i32)> {
    let at = dragged(event)?;
    later::capture_pointer(event);
    Some(at)
}

/// Where a pressed pointer is; `None` for one that only hovers, and for further fingers.
pub fn dragged(event: &Event) -> Option<(i32, i32)> {
    /// The main button alone, as a set of bits.
    const MAIN: f64 = 1.0;
    if number(event, "buttons") != MAIN || json::get(event, "isPrimary").is_falsy() {
        return None;
    }
    let canvas = event.current_target()?;
    let along = |at: &str, pixels: &str, shown: &str| {
        (number(event, at) * number(&canvas, pixels) / number(&canvas, shown)) as i32
    };
    Some((along("offsetX", "width", "clientWidth"), along("offsetY", "height", "clientHeight")))
}

/// Whether a click was made with the keyboard: it then counts no presses.
pub fn by_keyboard(event: &Event) -> bool {
    json::get(event, "detail").is_falsy()
}
