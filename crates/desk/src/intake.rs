//! Files that come another way than from a visitor's device or an agent's form: checked like those.

use crate::files::Files;
use crate::store::{FileFacts, Store, StoreError};
use axum::body::Bytes;
use helplet_desk_api::{Attachment, HEAD_BYTES, MAX_FILE_NAME, Rules, media_type_of};
use sha2::{Digest, Sha256};

/// Keeps what comes, for one sender.
#[derive(Clone, Copy)]
pub struct Intake<'a> {
    pub store: &'a Store,
    pub files: &'a dyn Files,
    pub rules: &'a Rules,
    /// In whose name files are put, such as `mail`; no visitor's and no agent's id.
    pub owner: &'a str,
}

impl Intake<'_> {
    /// Keeps a file; `None` where it is empty, too large, or of a kind that isn't taken.
    pub async fn keep(&self, name: &str, bytes: Bytes) -> Result<Option<Attachment>, StoreError> {
        let size = bytes.len() as u64;
        let head = bytes[..bytes.len().min(HEAD_BYTES)].to_vec();
        let name = plain_name(name);
        let fits = size > 0 && size <= u64::from(self.rules.max_file_bytes);
        let Some(kind) = media_type_of(&name, &head).filter(|_| fits) else { return Ok(None) };
        let sha256 = format!("{:x}", Sha256::digest(&bytes));
        let mut upload = self.files.begin(&sha256).await?;
        upload.write(bytes).await?;
        self.store.expect_file(&sha256).await?;
        upload.finish().await?;
        self.store.note_file(self.owner, &sha256, &FileFacts { size, head }).await?;
        Ok(Some(Attachment { sha256, name, size, media_type: kind.name.to_owned() }))
    }
}

/// A file's name alone, without folders and control characters.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(MAX_FILE_NAME as usize).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_name_has_no_folders_and_is_never_empty() {
        for (name, expected) in
            [("图.png", "图.png"), ("../../a.txt", "a.txt"), ("C:\\x\\b.log", "b.log"), ("a\r\nb", "ab"), ("", "file")]
        {
            assert_eq!(plain_name(name), expected);
        }
        assert_eq!(plain_name(&"长".repeat(999)).chars().count(), helplet_desk_api::MAX_FILE_NAME as usize);
    }
}
