//! Files from a picker, a drop or the clipboard.

use super::json;
use super::later;
use super::task::settled;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, Event};

/// A file's contents and what is known of it.
#[derive(Clone)]
pub struct Contents {
    /// The bytes, kept by the browser.
    pub blob: Blob,
    /// File name, as given by the device.
    pub name: String,
}

impl Contents {
    /// Length in bytes.
    pub fn size(&self) -> u32 {
        json::number(&self.blob, "size") as u32
    }

    /// The first bytes, for recognising the type.
    pub async fn head(&self) -> Vec<u8> {
        settled(later::head(&self.blob)).await.map(|bytes| Uint8Array::from(bytes).to_vec()).unwrap_or_default()
    }

    /// The same contents in memory, which no change of what the device keeps can end; `None` where they can't be read.
    pub async fn copy(self) -> Option<Self> {
        let blob = settled(later::copy(&self.blob)).await?.unchecked_into();
        Some(Self { blob, ..self })
    }

    /// SHA-256 of the contents, in hexadecimal; `None` where it can't be read or the browser withholds
    /// hashing, as outside secure contexts.
    pub async fn sha256(&self) -> Option<String> {
        settled(later::sha256(&self.blob)).await?.as_string()
    }

    /// An address for showing the contents, until [`release`]d.
    pub fn url(&self) -> String {
        later::address(&self.blob)
    }
}

/// Has the browser save contents under their name.
pub fn save(contents: &Contents) {
    later::save(&contents.blob, &contents.name);
}

/// Frees an address made by [`Contents::url`].
pub fn release(url: &str) {
    later::release(url);
}

fn contents(files: &Array) -> Vec<Contents> {
    let contents = |file: JsValue| Contents { name: json::text(&file, "name"), blob: file.unchecked_into() };
    files.iter().map(contents).collect()
}

/// A kept value as contents again.
pub fn from_kept(blob: JsValue, name: String) -> Option<Contents> {
    blob.is_object().then(|| Contents { blob: blob.unchecked_into(), name })
}

/// A text as a file.
pub fn from_text(text: &str, name: String) -> Contents {
    Contents { blob: later::text_file(text), name }
}

/// Bytes that were received, as contents of a media type.
pub fn from_received(blob: &Blob, media_type: &str, name: String) -> Contents {
    Contents { blob: later::typed(blob, media_type), name }
}

/// The files chosen in a picker; the picker is emptied, so that the same file can be chosen again.
pub fn picked(event: &Event) -> Vec<Contents> {
    contents(&later::picked(event))
}

/// The files dropped or pasted with an event.
pub fn transferred(event: &Event) -> Vec<Contents> {
    contents(&later::transferred(event))
}

/// Whether an event carries files, known before they are dropped.
pub fn carries_files(event: &Event) -> bool {
    later::carries_files(event)
}

/// A multipart form of a document and its files.
pub fn form(document: &str, files: &[&Contents]) -> JsValue {
    let blobs = files.iter().map(|file| JsValue::from(file.blob.clone())).collect();
    let names = files.iter().map(|file| JsValue::from(file.name.as_str())).collect();
    later::form(document, &blobs, &names)
}
