//! Fetching files of our own.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

#[wasm_bindgen]
extern "C" {
    /// Starts to fetch; the promise is for [`received`]. The global function, because the build in one file
    /// puts its own in that place.
    pub fn fetch(url: &str) -> Promise;
}

/// The bytes of a response on its way; `None` where it fails or isn't a success.
pub async fn received(response: Promise) -> Option<Vec<u8>> {
    let response: Response = JsFuture::from(response).await.ok()?.unchecked_into();
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
