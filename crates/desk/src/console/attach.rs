//! Files that agents send along.

use super::Console;
use super::refusal::Refusal;
use crate::store::{FileFacts, StoreError};
use axum::body::Bytes;
use axum::extract::multipart::Field;
use helplet_desk_api::{Attachment, HEAD_BYTES, MAX_FILE_NAME, is_sha256, media_type_of, picture_type};
use sha2::{Digest, Sha256};
use std::io::SeekFrom;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

/// Bytes read at once.
const PIECE: usize = 64 << 10;

/// Keeps a file of a form; `None` where it is too large or of a kind that isn't taken, or where there
/// is no room for it. Its hash is its name, and known at its end: until then it is a temporary file.
pub async fn keep(
    console: &Console,
    agent: &str,
    name: &str,
    mut field: Field<'_>,
    room: bool,
) -> Result<Option<Attachment>, Refusal> {
    let file = tokio::task::spawn_blocking(tempfile::tempfile).await.map_err(|_| Refusal::Failed)?;
    let mut file = File::from_std(file.map_err(StoreError::from)?);
    let mut hash = Sha256::new();
    let mut facts = FileFacts { size: 0, head: Vec::new() };
    while let Some(piece) = field.chunk().await? {
        facts.size += piece.len() as u64;
        if !room || facts.size > u64::from(console.rules.max_file_bytes) {
            // Read to its end all the same: other fields may follow.
            continue;
        }
        hash.update(&piece);
        let missing = HEAD_BYTES - facts.head.len();
        facts.head.extend(piece.iter().take(missing));
        file.write_all(&piece).await.map_err(StoreError::from)?;
    }
    let fits = room && facts.size > 0 && facts.size <= u64::from(console.rules.max_file_bytes);
    let sha256 = format!("{:x}", hash.finalize());
    let Some(attachment) = attachment(name, &sha256, &facts).filter(|_| fits) else { return Ok(None) };

    file.seek(SeekFrom::Start(0)).await.map_err(StoreError::from)?;
    let mut upload = console.files.begin(&sha256).await?;
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        if (&mut file).take(PIECE as u64).read_to_end(&mut piece).await.map_err(StoreError::from)? == 0 {
            break;
        }
        upload.write(Bytes::from(piece)).await?;
    }
    console.store.expect_file(&sha256).await?;
    upload.finish().await?;
    console.store.note_file(agent, &sha256, &facts).await?;
    Ok(Some(attachment))
}

/// A file that was kept with an earlier try to send: its hash, a space, its name.
pub async fn kept(console: &Console, agent: &str, value: &str) -> Result<Option<Attachment>, Refusal> {
    let Some((sha256, name)) = value.split_once(' ').filter(|(sha256, _)| is_sha256(sha256)) else { return Ok(None) };
    let facts = console.store.uploaded(agent, sha256).await?;
    Ok(facts.and_then(|facts| attachment(name, sha256, &facts)))
}

/// What a message says of a file, where it is of a kind that is taken.
fn attachment(name: &str, sha256: &str, facts: &FileFacts) -> Option<Attachment> {
    // A browser gives the name alone; whatever stands before a slash is no part of it.
    let name: String =
        name.rsplit(['/', '\\']).next()?.chars().filter(|c| !c.is_control()).take(MAX_FILE_NAME as usize).collect();
    let kind = media_type_of(&name, &facts.head)?;
    if kind.picture && picture_type(&facts.head).is_none_or(|real| real.name != kind.name) {
        return None;
    }
    Some(Attachment { sha256: sha256.to_owned(), name, size: facts.size, media_type: kind.name.to_owned() })
}
