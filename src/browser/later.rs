//! What only the second part asks of the browser, in JavaScript: src/browser/later/, where each function
//! is described.

use js_sys::{Array, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, Blob, Event, HtmlCanvasElement, ImageBitmap};

#[wasm_bindgen(raw_module = "./later.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = later)]
    pub fn keep(key: &str, value: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = later)]
    pub fn kept(key: &str) -> Promise;
    #[wasm_bindgen(js_namespace = later)]
    pub fn outbox(key: &str, from: &str, to: &str, place: &str, blobs: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = later)]
    pub fn lease(key: &str, owner: &str, now: u32, length: u32) -> Promise;
    #[wasm_bindgen(js_namespace = later, js_name = clearTexts)]
    pub fn clear_texts(prefix: &str);
    #[wasm_bindgen(js_namespace = later, js_name = clearDatabase)]
    pub fn clear_database() -> Promise;
    #[wasm_bindgen(js_namespace = later, js_name = randomBytes)]
    pub fn random_bytes(length: u32) -> Uint8Array;

    #[wasm_bindgen(js_namespace = later)]
    pub fn request(
        method: &str,
        url: &str,
        headers: &Object,
        body: &JsValue,
        kind: &str,
        patience: u32,
        progress: &Closure<dyn Fn(f64)>,
    ) -> Promise;
    #[wasm_bindgen(js_namespace = later)]
    pub fn stream(url: &str, headers: &Object, hear: &Closure<dyn FnMut(String)>) -> AbortController;
    #[wasm_bindgen(js_namespace = later)]
    pub fn lock(name: &str, got: &Closure<dyn FnMut()>, held: &Promise) -> Promise;

    #[wasm_bindgen(js_namespace = later)]
    pub fn picked(event: &Event) -> Array;
    #[wasm_bindgen(js_namespace = later)]
    pub fn transferred(event: &Event) -> Array;
    #[wasm_bindgen(js_namespace = later, js_name = carriesFiles)]
    pub fn carries_files(event: &Event) -> bool;
    #[wasm_bindgen(js_namespace = later)]
    pub fn head(blob: &Blob) -> Promise;
    #[wasm_bindgen(js_namespace = later)]
    pub fn sha256(blob: &Blob) -> Promise;
    #[wasm_bindgen(js_namespace = later)]
    pub fn typed(blob: &Blob, media_type: &str) -> Blob;
    #[wasm_bindgen(js_namespace = later)]
    pub fn save(blob: &Blob, name: &str);
    #[wasm_bindgen(js_namespace = later)]
    pub fn form(document: &str, blobs: &Array, names: &Array) -> JsValue;

    #[wasm_bindgen(js_namespace = later)]
    pub fn bitmap(blob: &Blob) -> Promise;
    #[wasm_bindgen(js_namespace = later)]
    pub fn canvas(width: u32, height: u32) -> Option<HtmlCanvasElement>;
    #[wasm_bindgen(js_namespace = later)]
    pub fn show(canvas: &HtmlCanvasElement, bitmap: &ImageBitmap, opaque: bool);
    #[wasm_bindgen(js_namespace = later)]
    pub fn fill(canvas: &HtmlCanvasElement, colour: &str, left: f64, top: f64, width: f64, height: f64);
    #[wasm_bindgen(js_namespace = later)]
    pub fn stroke(canvas: &HtmlCanvasElement, points: &[f64], colour: &str, width: f64);
    #[wasm_bindgen(js_namespace = later)]
    pub fn encode(canvas: &HtmlCanvasElement, media_type: &str, quality: f64) -> Promise;
    #[wasm_bindgen(js_namespace = later, js_name = offersScreen)]
    pub fn offers_screen() -> bool;
    #[wasm_bindgen(js_namespace = later, js_name = askScreen)]
    pub fn ask_screen() -> Promise;
    #[wasm_bindgen(js_namespace = later)]
    pub fn frame(shared: &Promise) -> Promise;
}

/// The texts of an array; what is no text is left out.
pub fn texts(values: &JsValue) -> Vec<String> {
    Array::from(values).iter().filter_map(|value| value.as_string()).collect()
}
