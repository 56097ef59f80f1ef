//! Files from a picker, a drop or the clipboard.

use super::element::document;
use super::json;
use super::storage::sha256;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DataTransfer, Event, File, FileList, FormData, HtmlAnchorElement, Url};

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
        self.blob.size() as u32
    }

    /// The first bytes, for recognising the type.
    pub async fn head(&self) -> Vec<u8> {
        let Ok(slice) = self.blob.slice_with_i32_and_i32(0, 512) else { return Vec::new() };
        match JsFuture::from(slice.array_buffer()).await {
            Ok(buffer) => Uint8Array::new(&buffer).to_vec(),
            Err(_) => Vec::new(),
        }
    }

    /// SHA-256 of the contents; `None` where it can't be read or the browser withholds hashing.
    pub async fn sha256(&self) -> Option<String> {
        let buffer: ArrayBuffer = JsFuture::from(self.blob.array_buffer()).await.ok()?.unchecked_into();
        sha256(&buffer).await
    }

    /// An address for showing the contents, until [`release`]d.
    pub fn url(&self) -> String {
        Url::create_object_url_with_blob(&self.blob).unwrap_or_default()
    }
}

/// Has the browser save contents under their name.
pub fn save(contents: &Contents) {
    let url = contents.url();
    if let Ok(link) = document().create_element("a").map(JsCast::unchecked_into::<HtmlAnchorElement>) {
        link.set_href(&url);
        link.set_download(&contents.name);
        link.click();
    }
    // The download has the bytes already: browsers take them when it starts.
    release(&url);
}

/// Frees an address made by [`Contents::url`].
pub fn release(url: &str) {
    _ = Url::revoke_object_url(url);
}

fn from_list(list: Option<FileList>) -> Vec<Contents> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)).map(from_file).collect()
}

fn from_file(file: File) -> Contents {
    let name = file.name();
    Contents { blob: file.into(), name }
}

/// A kept value as contents again.
pub fn from_kept(blob: JsValue, name: String) -> Option<Contents> {
    Some(Contents { blob: blob.dyn_into().ok()?, name })
}

/// The files chosen in a picker; the picker is emptied, so that the same file can be chosen again.
pub fn picked(event: &Event) -> Vec<Contents> {
    let Some(input) = event.current_target().map(JsCast::unchecked_into::<web_sys::HtmlInputElement>) else {
        return Vec::new();
    };
    let files = from_list(input.files());
    input.set_value("");
    files
}

fn transfer(event: &Event) -> Option<DataTransfer> {
    // A drag event has the one, a clipboard event the other.
    let held = ["dataTransfer", "clipboardData"].map(|name| json::get(event, name));
    held.into_iter().find(JsValue::is_object).map(JsCast::unchecked_into)
}

/// The files dropped or pasted with an event.
pub fn transferred(event: &Event) -> Vec<Contents> {
    from_list(transfer(event).and_then(|data| data.files()))
}

/// Whether an event carries files, known before they are dropped.
pub fn carries_files(event: &Event) -> bool {
    transfer(event).is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// A multipart form.
pub struct Form(FormData);

impl Form {
    /// An empty form; `None` where the browser has none.
    pub fn new() -> Option<Self> {
        FormData::new().ok().map(Self)
    }

    /// Adds a text part.
    pub fn text(&self, name: &str, value: &str) {
        _ = self.0.append_with_str(name, value);
    }

    /// Adds a file part.
    pub fn file(&self, name: &str, contents: &Contents) {
        _ = self.0.append_with_blob_and_filename(name, &contents.blob, &contents.name);
    }

    /// The form as a request body.
    pub fn body(&self) -> &JsValue {
        &self.0
    }
}
