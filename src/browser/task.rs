//! Work that goes on by itself.

use std::pin::Pin;

/// Runs `work` beside everything else, from the next microtask on.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    // Boxed here, the scheduling is compiled once and not for every kind of work.
    #[inline(never)]
    fn boxed(work: Pin<Box<dyn Future<Output = ()>>>) {
        wasm_bindgen_futures::spawn_local(work);
    }
    boxed(Box::pin(work));
}
