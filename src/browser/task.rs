//! Work that goes on by itself.

use js_sys::Promise;
use std::pin::Pin;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Runs `work` beside everything else, from the next microtask on.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    // Boxed here, the scheduling is compiled once and not for every kind of work.
    #[inline(never)]
    fn boxed(work: Pin<Box<dyn Future<Output = ()>>>) {
        wasm_bindgen_futures::spawn_local(work);
    }
    boxed(Box::pin(work));
}

/// What a promise comes to; `None` where it is rejected.
pub async fn settled(promise: Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok()
}
