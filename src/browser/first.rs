//! What the first part asks of the browser in JavaScript: src/browser/first.js, where each function is
//! described.
//!
//! Where nothing of a call is to be converted, wasm-bindgen imports the whole script once more, under a name
//! for each function: those calls are marked `catch`, which prevents it.

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget};

#[wasm_bindgen(module = "/src/browser/first.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    pub fn received(response: &Promise) -> Result<Promise, JsValue>;
    pub fn gunzip(compressed: &[u8], limit: u32) -> Promise;
    pub fn leave(url: &str, body: &JsValue);
    pub fn copy(text: &str) -> Promise;
    #[wasm_bindgen(catch)]
    pub fn sleep(delay: i32) -> Result<Promise, JsValue>;
    pub fn listen(target: &EventTarget, event: &str, work: &JsValue);
    #[wasm_bindgen(catch)]
    pub fn focus(element: &Element) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = scrollTo)]
    pub fn scroll_to(element: &Element, block: &str);
    pub fn dispatch(name: &str, detail: &Object);
    #[wasm_bindgen(catch)]
    pub fn words(moment: f64, style: &str, locale: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = dayWords)]
    pub fn day_words(year: u16, month: u8, day: u8, style: &str, locale: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(js_name = wallClock)]
    pub fn wall_clock(zone: &str) -> String;
    pub fn zone() -> String;
}
