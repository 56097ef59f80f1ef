//! Keeping things on the device: text in local storage, files and the outbox in IndexedDB.
//!
//! Both may be missing, full or forbidden; then writing returns false and reading finds nothing.

use super::element::{listen, window};
use super::first;
use super::json::text;
use super::later;
use super::task::settled;
use js_sys::Array;
use wasm_bindgen::JsValue;

/// Every key starts with this, so that nothing of the host page's is touched.
const PREFIX: &str = "helplet:";

/// Who may send, and until when, where the browser has no locks.
const LEASE: &str = "lease";

/// Reads a text.
pub fn read(key: &str) -> Option<String> {
    first::read_text(&[PREFIX, key].concat())
}

/// Writes a text; false where it could not be kept.
pub fn write(key: &str, value: &str) -> bool {
    first::write_text(&[PREFIX, key].concat(), value)
}

/// Removes a text.
pub fn remove(key: &str) {
    later::clear_text(&[PREFIX, key].concat());
}

/// Hears of each text that another tab changes or removes, by its key, until the current owner ends.
pub fn follow_others(hear: impl Fn(&str) + 'static) {
    listen(&window(), "storage", move |event| {
        if let Some(key) = text(&event, "key").strip_prefix(PREFIX) {
            hear(key);
        }
    });
}

/// Removes every text of ours from the device.
pub fn clear_texts() {
    later::clear_texts(PREFIX);
}

/// Removes the database from the device; resolves when it is gone.
pub async fn clear_database() {
    settled(later::clear_database()).await;
}

/// Keeps any structured-cloneable value under `key`; false where it could not be kept.
pub async fn keep(key: &str, value: &JsValue) -> bool {
    settled(later::keep(key, value)).await.is_some()
}

/// Reads what was kept under `key`.
pub async fn kept(key: &str) -> Option<JsValue> {
    settled(later::kept(key)).await.filter(|value| !value.is_undefined())
}

/// Forgets what was kept under `key`.
pub async fn forget(key: &str) {
    keep(key, &JsValue::UNDEFINED).await;
}

/// A change of the outbox: made only where the text that it replaces is there.
pub struct Exchange {
    /// The entry's key.
    pub key: String,
    /// The text that must be there; empty for none.
    pub from: String,
    /// The text to put there; empty to take it away.
    pub to: String,
    /// Where the entry's files are kept, and the files; undefined to forget them.
    pub files: Option<(String, JsValue)>,
}

/// Changes the outbox, if asked to, and reads its texts, all in one transaction; `None` where the
/// device refuses, and then nothing was changed.
pub async fn outbox(change: Option<Exchange>) -> Option<Vec<String>> {
    let none = JsValue::UNDEFINED;
    let done = match &change {
        Some(Exchange { key, from, to, files: Some((place, files)) }) => later::outbox(key, from, to, place, files),
        Some(Exchange { key, from, to, files: None }) => later::outbox(key, from, to, "", &none),
        None => later::outbox("", "", "", "", &none),
    };
    Some(later::texts(&settled(done).await?))
}

/// Takes the lease on sending, or prolongs it, for `length` seconds from `now`; false while another
/// tab has it, `None` where the device keeps nothing, and so nothing is shared.
pub async fn lease(owner: &str, now: u32, length: u32) -> Option<bool> {
    Some(settled(later::lease(LEASE, owner, now, length)).await?.is_truthy())
}

/// Gives the lease back, where `owner` still has it.
pub async fn end_lease(owner: &str) {
    settled(later::end_lease(LEASE, owner)).await;
}

/// A list of values as one value to keep.
pub fn list(values: impl Iterator<Item = JsValue>) -> JsValue {
    values.collect::<Array>().into()
}

/// A random id, 32 hexadecimal digits.
pub fn random_id() -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value & 15)]);
    random_bytes(16).iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

pub use super::later::random;

/// Bytes nobody can guess.
pub fn random_bytes(length: u32) -> Vec<u8> {
    later::random_bytes(length).to_vec()
}
