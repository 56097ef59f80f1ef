//! Inflating a bundle with the browser's own DecompressionStream.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, ReadableWritablePair, Response};

/// Inflates a gzip stream of at most `limit` bytes; `None` when it is corrupt or longer.
pub async fn gunzip(compressed: &[u8], limit: usize) -> Option<Vec<u8>> {
    let source = Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(compressed))).ok()?.body()?;
    // web-sys keeps this class behind its unstable flag, so it is made by name.
    let class = Reflect::get(&js_sys::global(), &"DecompressionStream".into()).ok()?.dyn_into::<Function>().ok()?;
    let pair: ReadableWritablePair = Reflect::construct(&class, &Array::of1(&"gzip".into())).ok()?.unchecked_into();
    let reader = source.pipe_through(&pair).get_reader().unchecked_into::<ReadableStreamDefaultReader>();
    let mut out = Vec::new();
    loop {
        let step = JsFuture::from(reader.read()).await.ok()?;
        if Reflect::get(&step, &"done".into()).ok()?.is_truthy() {
            return Some(out);
        }
        let chunk = Reflect::get(&step, &"value".into()).ok()?.unchecked_into::<Uint8Array>();
        if out.len() + chunk.length() as usize > limit {
            _ = JsFuture::from(reader.cancel()).await;
            return None;
        }
        let start = out.len();
        out.resize(start + chunk.length() as usize, 0);
        chunk.copy_to(&mut out[start..]);
    }
}
