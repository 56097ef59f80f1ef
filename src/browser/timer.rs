//! Doing something later.

use super::element::window;
use crate::reactive::Shared;
use js_sys::Promise;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Work to come that is called off when its owner ends.
struct Timer {
    call_off: Box<dyn Fn()>,
    _work: Closure<dyn FnMut()>,
}

impl Drop for Timer {
    fn drop(&mut self) {
        (self.call_off)();
    }
}

/// Runs `work` once after `delay`, unless the current owner ends before.
pub fn after(delay: Duration, work: impl FnOnce() + 'static) {
    begin(delay, Closure::once(work));
}

fn begin(delay: Duration, work: Closure<dyn FnMut()>) {
    let callback = work.as_ref().unchecked_ref();
    let id = window().set_timeout_with_callback_and_timeout_and_arguments_0(callback, delay.as_millis() as i32);
    if let Ok(id) = id {
        Shared::new(Timer { call_off: Box::new(move || window().clear_timeout_with_handle(id)), _work: work });
    }
}

/// Runs `work` once when the browser has nothing better to do, unless the current owner ends before.
pub fn when_idle(work: impl FnOnce() + 'static) {
    /// Where the browser doesn't tell, as Safari: time enough for a first screen.
    const A_MOMENT: Duration = Duration::from_secs(2);
    let work = Closure::once(work);
    match window().request_idle_callback(work.as_ref().unchecked_ref()) {
        Ok(id) => {
            Shared::new(Timer { call_off: Box::new(move || window().cancel_idle_callback(id)), _work: work });
        }
        Err(_) => begin(A_MOMENT, work),
    }
}

/// Lets the page draw and answer what it was asked, then goes on.
pub async fn turn() {
    let later = Promise::new(&mut |go_on, _| _ = window().set_timeout_with_callback(&go_on));
    // A time-out never fails.
    _ = JsFuture::from(later).await;
}
