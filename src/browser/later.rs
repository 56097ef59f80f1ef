//! What only the second part asks of the browser, in JavaScript: src/browser/later/, where each function
//! is described.
//!
//! They are asked for by their names: bound one by one, each is a line of glue, an import and a stub in the first part.

use js_sys::{Array, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, Blob, Event, HtmlCanvasElement, ImageBitmap};

#[wasm_bindgen(raw_module = "./later.js")]
extern "C" {
    #[wasm_bindgen(js_name = askLater)]
    fn ask_later(name: &str, given: &Array) -> JsValue;
}

#[inline(never)]
fn ask(name: &str, given: &[&JsValue]) -> JsValue {
    let list = Array::new();
    for value in given {
        list.push(value);
    }
    ask_later(name, &list)
}

fn promise(name: &str, given: &[&JsValue]) -> Promise {
    ask(name, given).unchecked_into()
}

pub fn keep(key: &str, value: &JsValue) -> Promise {
    promise("keep", &[&key.into(), value])
}

pub fn kept(key: &str) -> Promise {
    promise("kept", &[&key.into()])
}

pub fn outbox(key: &str, from: &str, to: &str, place: &str, blobs: &JsValue) -> Promise {
    promise("outbox", &[&key.into(), &from.into(), &to.into(), &place.into(), blobs])
}

pub fn lease(key: &str, owner: &str, now: u32, length: u32) -> Promise {
    promise("lease", &[&key.into(), &owner.into(), &now.into(), &length.into()])
}

pub fn end_lease(key: &str, owner: &str) -> Promise {
    promise("endLease", &[&key.into(), &owner.into()])
}

pub fn clear_texts(prefix: &str) {
    ask("clearTexts", &[&prefix.into()]);
}

pub fn clear_text(name: &str) {
    ask("clearText", &[&name.into()]);
}

pub fn clear_database() -> Promise {
    promise("clearDatabase", &[])
}

pub fn random_bytes(length: u32) -> Uint8Array {
    ask("randomBytes", &[&length.into()]).unchecked_into()
}

/// A number from 0 to below 1.
pub fn random() -> f64 {
    ask("random", &[]).as_f64().unwrap_or_default()
}

pub fn request(
    (method, url): (&str, &str),
    headers: &Object,
    body: &JsValue,
    kind: &str,
    patience: u32,
    progress: &Closure<dyn Fn(f64)>,
) -> Promise {
    let given =
        [&method.into(), &url.into(), headers.as_ref(), body, &kind.into(), &patience.into(), progress.as_ref()];
    promise("request", &given)
}

pub fn stream(url: &str, headers: &Object, hear: &Closure<dyn FnMut(String)>) -> AbortController {
    ask("stream", &[&url.into(), headers, hear.as_ref()]).unchecked_into()
}

pub fn abort(way: &AbortController) {
    ask("abort", &[way]);
}

pub fn hold() -> JsValue {
    ask("hold", &[])
}

pub fn lock(name: &str, got: &Closure<dyn FnMut()>, held: &JsValue) -> Promise {
    promise("lock", &[&name.into(), got.as_ref(), held])
}

pub fn channel(name: &str) -> JsValue {
    ask("channel", &[&name.into()])
}

pub fn say(channel: &JsValue, text: &str) {
    ask("say", &[channel, &text.into()]);
}

/// Closes a channel or a bitmap.
pub fn close(what: &JsValue) {
    ask("close", &[what]);
}

pub fn picked(event: &Event) -> Array {
    ask("picked", &[event]).unchecked_into()
}

pub fn transferred(event: &Event) -> Array {
    ask("transferred", &[event]).unchecked_into()
}

pub fn carries_files(event: &Event) -> bool {
    ask("carriesFiles", &[event]).is_truthy()
}

pub fn head(blob: &Blob) -> Promise {
    promise("head", &[blob])
}

pub fn copy(blob: &Blob) -> Promise {
    promise("copy", &[blob])
}

pub fn sha256(blob: &Blob) -> Promise {
    promise("sha256", &[blob])
}

pub fn typed(blob: &Blob, media_type: &str) -> Blob {
    ask("typed", &[blob, &media_type.into()]).unchecked_into()
}

pub fn text_file(text: &str) -> Blob {
    ask("textFile", &[&text.into()]).unchecked_into()
}

pub fn address(blob: &Blob) -> String {
    ask("address", &[blob]).as_string().unwrap_or_default()
}

pub fn release(address: &str) {
    ask("release", &[&address.into()]);
}

pub fn save(blob: &Blob, name: &str) {
    ask("save", &[blob, &name.into()]);
}

pub fn form(document: &str, blobs: &Array, names: &Array) -> JsValue {
    ask("form", &[&document.into(), blobs, names])
}

pub fn bitmap(blob: &Blob) -> Promise {
    promise("bitmap", &[blob])
}

pub fn canvas(width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let made = ask("canvas", &[&width.into(), &height.into()]);
    made.is_truthy().then(|| made.unchecked_into())
}

pub fn show(canvas: &HtmlCanvasElement, bitmap: &ImageBitmap, opaque: bool) {
    ask("show", &[canvas, bitmap, &opaque.into()]);
}

pub fn fill(canvas: &HtmlCanvasElement, colour: &str, [left, top, width, height]: [f64; 4]) {
    ask("fill", &[canvas, &colour.into(), &left.into(), &top.into(), &width.into(), &height.into()]);
}

pub fn stroke(canvas: &HtmlCanvasElement, points: &Array, colour: &str, width: f64) {
    ask("stroke", &[canvas, points, &colour.into(), &width.into()]);
}

pub fn encode(canvas: &HtmlCanvasElement, media_type: &str, quality: f64) -> Promise {
    promise("encode", &[canvas, &media_type.into(), &quality.into()])
}

pub fn capture_pointer(event: &Event) {
    ask("capturePointer", &[event]);
}

pub fn offers_screen() -> bool {
    ask("offersScreen", &[]).is_truthy()
}

pub fn ask_screen() -> Promise {
    promise("askScreen", &[])
}

pub fn frame(shared: &Promise) -> Promise {
    promise("frame", &[shared])
}

pub fn launcher(selector: &str) -> JsValue {
    ask("launcher", &[&selector.into()])
}

pub fn encoded(text: &str) -> String {
    ask("encoded", &[&text.into()]).as_string().unwrap_or_default()
}

/// Milliseconds since 1970; NaN where the text is no date.
pub fn moment(text: &str) -> f64 {
    ask("moment", &[&text.into()]).as_f64().unwrap_or(f64::NAN)
}

pub fn ago(count: u32, unit: &str, locale: &str) -> String {
    ask("ago", &[&count.into(), &unit.into(), &locale.into()]).as_string().unwrap_or_default()
}

pub fn words(moment: f64, style: &str, locale: &str) -> String {
    ask("words", &[&moment.into(), &style.into(), &locale.into()]).as_string().unwrap_or_default()
}

/// The texts of an array; what is no text is left out.
pub fn texts(values: &JsValue) -> Vec<String> {
    Array::from(values).iter().filter_map(|value| value.as_string()).collect()
}
