//! How the second part of the widget is fetched: what the marks of `wasm_split` call, instead of the
//! runtime in `wasm_split_helpers`, which serves any number of waiters and thereby costs 1 KB more
//! (docs/decisions/0009-diet.md). Here one waits at a time.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./later.js")]
extern "C" {
    #[wasm_bindgen(js_name = joinLater, catch)]
    fn join_later() -> Result<Promise, JsValue>;
}

/// The part could not be had.
#[derive(Debug)]
pub struct SplitLoaderError;

/// The names that the marks expect; on other targets than wasm they ask for nothing.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
pub mod rt {
    use super::{SplitLoaderError, join_later};
    use crate::browser::task::settled;
    use std::ffi::c_void;
    use std::pin::Pin;

    /// What the marks' own way of fetching tells.
    pub type LoadCallbackFn = unsafe extern "C" fn(*const c_void, bool);

    /// A function that fetches in the marks' own way; it is not called.
    type LoadFn = unsafe extern "C" fn(LoadCallbackFn, *const c_void);

    /// A part to be fetched. There is one, so nothing needs to be known of it.
    pub struct LazySplitLoader;

    impl LazySplitLoader {
        /// The part.
        pub const fn new(_: LoadFn) -> Self {
            Self
        }
    }

    /// Fetches the part and joins it to the first.
    pub async fn ensure_loaded(_: Pin<&LazySplitLoader>) -> Result<(), SplitLoaderError> {
        let joined = join_later().map_err(|_| SplitLoaderError)?;
        settled(joined).await.map(|_| ()).ok_or(SplitLoaderError)
    }
}
