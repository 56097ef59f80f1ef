//! Mouse, touch and pen on a canvas. Points are pixels of the canvas, however large it is shown.

use super::json;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlCanvasElement};

fn number(event: &Event, name: &str) -> f64 {
    json::get(event, name).as_f64().unwrap_or_default()
}

/// Where the main button, the first finger or the pen was put down; the pointer then stays with the
/// canvas, also outside of it.
pub fn pressed(event: &Event) -> Option<(i32, i32)> {
    let canvas = canvas(event)?;
    let at = dragged(event)?;
    _ = canvas.set_pointer_capture(number(event, "pointerId") as i32);
    Some(at)
}

/// Where a pressed pointer is; `None` for one that only hovers, and for further fingers.
pub fn dragged(event: &Event) -> Option<(i32, i32)> {
    /// The main button alone, as a set of bits.
    const MAIN: f64 = 1.0;
    if number(event, "buttons") != MAIN || json::get(event, "isPrimary").is_falsy() {
        return None;
    }
    let canvas = canvas(event)?;
    let along = |at: &str, pixels: u32, shown: i32| (number(event, at) * f64::from(pixels) / f64::from(shown)) as i32;
    Some((
        along("offsetX", canvas.width(), canvas.client_width()),
        along("offsetY", canvas.height(), canvas.client_height()),
    ))
}

fn canvas(event: &Event) -> Option<HtmlCanvasElement> {
    Some(event.current_target()?.unchecked_into())
}

/// Whether a click was made with the keyboard: it then counts no presses.
pub fn by_keyboard(event: &Event) -> bool {
    json::get(event, "detail").is_falsy()
}
