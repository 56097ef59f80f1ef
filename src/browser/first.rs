//! What the first part asks of the browser in JavaScript: src/browser/first.js, where each function is
//! described.
//!
//! Where nothing of a call is to be converted, wasm-bindgen imports the whole script once more, under a name
//! for each function: those calls are marked `catch`, which prevents it.

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget};

#[wasm_bindgen(module = "/src/browser/first.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    pub fn received(response: &Promise) -> Result<Promise, JsValue>;
    pub fn gunzip(compressed: &[u8], limit: u32) -> Promise;
    pub fn leave(url: &str, body: &JsValue);
    pub fn copy(text: &str) -> Promise;
    #[wasm_bindgen(catch)]
    pub fn sleep(delay: i32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch)]
    pub fn soon(work: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(catch)]
    pub fn settle(promise: &Promise, hear: &Closure<dyn FnMut(bool, JsValue)>) -> Result<(), JsValue>;
    pub fn listen(target: &EventTarget, event: &str, work: &JsValue);
    #[wasm_bindgen(catch)]
    pub fn focus(element: &Element) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = scrollTo)]
    pub fn scroll_to(element: &Element, block: &str);
    pub fn dispatch(name: &str, detail: &Object);
    #[wasm_bindgen(catch, js_name = dayWords)]
    pub fn day_words(year: u16, month: u8, day: u8, style: &str, locale: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(js_name = wallClock)]
    pub fn wall_clock(zone: &str) -> String;
    pub fn zone() -> String;
    pub fn path() -> String;
    #[wasm_bindgen(catch)]
    pub fn ticks() -> Result<f64, JsValue>;
    pub fn mark(name: &str);
    pub fn measure(name: &str);
    #[wasm_bindgen(js_name = readText)]
    pub fn read_text(name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = writeText)]
    pub fn write_text(name: &str, text: &str) -> bool;
    pub fn key(event: &Event) -> Option<String>;
    #[wasm_bindgen(catch)]
    pub fn touch() -> Result<bool, JsValue>;
    #[wasm_bindgen(catch)]
    pub fn gbk(bytes: &[u8]) -> Result<String, JsValue>;
}
