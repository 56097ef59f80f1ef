//! Reading JSON with the browser's own parser: a tenth of serde_json's bytes.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// Parses a document; `None` when it isn't JSON.
pub fn parse(text: &str) -> Option<JsValue> {
    js_sys::JSON::parse(text).ok()
}

/// A property of an object; undefined when there is none.
pub fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A text property; empty when there is none.
pub fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_default()
}

/// The elements of an array property; none when it isn't an array.
pub fn items(value: &JsValue, name: &str) -> Vec<JsValue> {
    let list = get(value, name);
    if js_sys::Array::is_array(&list) { js_sys::Array::from(&list).to_vec() } else { Vec::new() }
}
