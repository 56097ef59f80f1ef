//! Doing something later.

use super::element::window;
use super::first;
use super::task::settled;
use crate::reactive::Shared;
use std::time::Duration;
use wasm_bindgen::prelude::*;

/// Work to come; it is called off when this is dropped.
pub struct Timer {
    call_off: Box<dyn Fn()>,
    _work: Closure<dyn FnMut()>,
}

impl Drop for Timer {
    fn drop(&mut self) {
        (self.call_off)();
    }
}

/// Runs `work` once after `delay`, unless the timer is dropped before.
pub fn start(delay: Duration, work: impl FnOnce() + 'static) -> Option<Timer> {
    begin(delay, Closure::once(work))
}

/// Runs `work` once after `delay`, unless the current owner ends before.
pub fn after(delay: Duration, work: impl FnOnce() + 'static) {
    if let Some(timer) = start(delay, work) {
        Shared::new(timer);
    }
}

fn begin(delay: Duration, work: Closure<dyn FnMut()>) -> Option<Timer> {
    let callback = work.as_ref().unchecked_ref();
    let id = window().set_timeout_with_callback_and_timeout_and_arguments_0(callback, delay.as_millis() as i32).ok()?;
    Some(Timer { call_off: Box::new(move || window().clear_timeout_with_handle(id)), _work: work })
}

/// Runs `work` once when the browser has nothing better to do, unless the current owner ends before.
pub fn when_idle(work: impl FnOnce() + 'static) {
    /// Where the browser doesn't tell, as Safari: time enough for a first screen.
    const A_MOMENT: Duration = Duration::from_secs(2);
    let work = Closure::once(work);
    let timer = match window().request_idle_callback(work.as_ref().unchecked_ref()) {
        Ok(id) => Some(Timer { call_off: Box::new(move || window().cancel_idle_callback(id)), _work: work }),
        Err(_) => begin(A_MOMENT, work),
    };
    if let Some(timer) = timer {
        Shared::new(timer);
    }
}

/// Waits; no time at all still lets the page draw and answer what it was asked.
pub async fn sleep(delay: Duration) {
    if let Ok(passed) = first::sleep(delay.as_millis() as i32) {
        settled(passed).await;
    }
}
