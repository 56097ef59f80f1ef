//! Doing something later.

use super::element::window;
use crate::reactive::Shared;
use std::time::Duration;
use wasm_bindgen::prelude::*;

/// A time-out that ends with its owner.
struct Timer {
    id: i32,
    _work: Closure<dyn FnMut()>,
}

impl Drop for Timer {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}

/// Runs `work` once after `delay`, unless the current owner ends before.
pub fn after(delay: Duration, work: impl FnOnce() + 'static) {
    let work = Closure::once(work);
    let callback = work.as_ref().unchecked_ref();
    let id = window().set_timeout_with_callback_and_timeout_and_arguments_0(callback, delay.as_millis() as i32);
    if let Ok(id) = id {
        Shared::new(Timer { id, _work: work });
    }
}
