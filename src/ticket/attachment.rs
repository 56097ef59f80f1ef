//! A chosen file: its note in the draft and its contents in the browser.

use super::draft::FileNote;
use crate::browser::file::Contents;
use crate::browser::{image, storage};
use crate::text::join;
use helplet_desk_api::media_type_of;

/// A file of the draft.
#[derive(Clone)]
pub struct Attachment {
    /// What the draft keeps of it.
    pub note: FileNote,
    /// Its bytes.
    pub contents: Contents,
}

/// Where the contents of a draft's files are kept: those of a new ticket, or of a message to one.
pub fn of_draft(to: &str) -> String {
    join(["draft-files", to], ":")
}

/// Where the contents of an outbox entry's files are kept.
pub fn of_entry(key: &str) -> String {
    ["outbox:", key].concat()
}

/// Contents as one value to keep.
pub fn value(files: &[Attachment]) -> wasm_bindgen::JsValue {
    storage::list(files.iter().map(|file| file.contents.blob.clone().into()))
}

/// Takes in a file: scales a big picture down, finds its type and hash.
pub async fn take_in(original: Contents) -> Attachment {
    let kind = media_type_of(&original.name, &original.head().await);
    let scaled = if kind.is_some_and(|it| it.picture) { image::scaled(&original).await } else { None };
    let (contents, media_type) = match scaled {
        Some(smaller) => (smaller, image::SCALED_TYPE),
        None => (original, kind.map_or("", |it| it.name)),
    };
    let note = FileNote {
        name: contents.name.clone(),
        size: contents.size(),
        media_type: media_type.to_owned(),
        sha256: contents.sha256().await.unwrap_or_default(),
    };
    Attachment { note, contents }
}

impl Attachment {
    /// Whether browsers can show it as a picture; HEIC is one that most can't.
    pub fn is_shown(&self) -> bool {
        self.note.media_type.starts_with("image/") && self.note.media_type != "image/heic"
    }
}

/// Keeps a draft's contents at a place on the device; false where they can't be kept.
pub async fn keep(place: &str, files: &[Attachment]) -> bool {
    storage::keep(place, &value(files)).await
}

/// The contents kept at a place, in memory: they are still there when others have taken their place. Those that can't be
/// read are left out.
pub async fn taken_out(place: &str, notes: &[FileNote]) -> Vec<Attachment> {
    let mut files = Vec::new();
    for Attachment { note, contents } in kept(place, notes).await {
        files.extend(contents.copy().await.map(|contents| Attachment { note, contents }));
    }
    files
}

/// The contents kept at a place, to be read as long as they are kept there; none where notes and contents don't belong
/// together.
pub async fn kept(place: &str, notes: &[FileNote]) -> Vec<Attachment> {
    let Some(blobs) = storage::kept(place).await else { return Vec::new() };
    let blobs = js_sys::Array::from(&blobs).iter().collect::<Vec<_>>();
    if blobs.len() != notes.len() {
        return Vec::new();
    }
    notes
        .iter()
        .zip(blobs)
        .filter_map(|(note, blob)| {
            let contents = crate::browser::file::from_kept(blob, note.name.clone())?;
            (contents.size() == note.size).then(|| Attachment { note: note.clone(), contents })
        })
        .collect()
}

/// Forgets the contents kept at a place.
pub async fn forget(place: String) {
    storage::forget(&place).await;
}
