//! Keeping things on the device: text in local storage, files in IndexedDB.
//!
//! Both may be missing, full or forbidden; then writing returns false and reading finds nothing.

use super::element::window;
use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

/// Every key starts with this, so that nothing of the host page's is touched.
const PREFIX: &str = "helplet:";
const DATABASE: &str = "helplet";
const FILES: &str = "files";

fn local() -> Option<web_sys::Storage> {
    // Reading the property itself throws where storage is denied.
    window().local_storage().ok().flatten()
}

/// Reads a text.
pub fn read(key: &str) -> Option<String> {
    local()?.get_item(&[PREFIX, key].concat()).ok().flatten()
}

/// Writes a text; false where it could not be kept.
pub fn write(key: &str, value: &str) -> bool {
    local().is_some_and(|storage| storage.set_item(&[PREFIX, key].concat(), value).is_ok())
}

/// Removes a text.
pub fn remove(key: &str) {
    if let Some(storage) = local() {
        _ = storage.remove_item(&[PREFIX, key].concat());
    }
}

/// Resolves when an IndexedDB request has ended, to its result.
async fn done(request: &IdbRequest) -> Option<JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await.ok()?;
    request.result().ok()
}

/// What is asked of the store of files.
type Work = Box<dyn FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>>;

/// Does `work` with the store of files; the result of its request, `None` where anything refuses.
async fn in_files(mode: IdbTransactionMode, work: Work) -> Option<JsValue> {
    // The getter throws in some private modes.
    let factory = window().indexed_db().ok().flatten()?;
    let request = factory.open_with_u32(DATABASE, 1).ok()?;
    let upgrade = Closure::once_into_js({
        let request = request.clone();
        move || {
            if let Ok(database) = request.result() {
                _ = database.unchecked_into::<IdbDatabase>().create_object_store(FILES);
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let database: IdbDatabase = done(&request).await?.unchecked_into();
    let store = database.transaction_with_str_and_mode(FILES, mode).ok()?.object_store(FILES).ok()?;
    done(&work(&store).ok()?).await
}

/// Keeps any structured-cloneable value under `key`; false where it could not be kept.
pub async fn keep(key: &'static str, value: JsValue) -> bool {
    let work: Work = Box::new(move |store| store.put_with_key(&value, &key.into()));
    in_files(IdbTransactionMode::Readwrite, work).await.is_some()
}

/// Reads what was kept under `key`.
pub async fn kept(key: &'static str) -> Option<JsValue> {
    let work: Work = Box::new(move |store| store.get(&key.into()));
    in_files(IdbTransactionMode::Readonly, work).await.filter(|value| !value.is_undefined())
}

/// Forgets what was kept under `key`.
pub async fn forget(key: &'static str) {
    let work: Work = Box::new(move |store| store.delete(&key.into()));
    in_files(IdbTransactionMode::Readwrite, work).await;
}

/// A list of values as one value to keep.
pub fn list(values: impl Iterator<Item = JsValue>) -> JsValue {
    values.collect::<Array>().into()
}

/// A random id, 32 hexadecimal digits.
pub fn random_id() -> String {
    hex(&random_bytes::<16>())
}

/// Bytes nobody can guess.
pub fn random_bytes<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0u8; LENGTH];
    let filled = window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        bytes.iter_mut().for_each(|byte| *byte = (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// SHA-256 of bytes, as hexadecimal; `None` outside secure contexts, where browsers withhold it.
pub async fn sha256(buffer: &js_sys::ArrayBuffer) -> Option<String> {
    let crypto = Reflect::get(&window(), &"crypto".into()).ok()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok().filter(JsValue::is_object)?;
    let subtle: web_sys::SubtleCrypto = subtle.unchecked_into();
    let digest = JsFuture::from(subtle.digest_with_str_and_buffer_source("SHA-256", buffer).ok()?).await.ok()?;
    Some(hex(&js_sys::Uint8Array::new(&digest).to_vec()))
}
