//! Fetching files of our own.

use super::first;
use super::task::settled;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Starts to fetch; the promise is for [`received`]. The global function, because the build in one file
    /// puts its own in that place.
    pub fn fetch(url: &str) -> Promise;
}

/// The bytes of a response on its way; `None` where it fails or isn't a success.
pub async fn received(response: Promise) -> Option<Vec<u8>> {
    Some(Uint8Array::from(settled(first::received(&response).ok()?).await?).to_vec())
}
