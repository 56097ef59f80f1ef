//! `/v1/attachments`

use super::body::{Pieces, discard};
use super::problem::{Kind, Problem};
use super::visitor::{Caller, Named, nothing, unblocked};
use super::{Desk, headers};
use crate::files::Upload;
use crate::store::{FileFacts, SharedFile, Visitor};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use helplet_desk_api::{Fault, FaultCode, HEAD_BYTES, MEDIA_TYPES, MediaType, is_sha256, picture_type};
use sha2::{Digest, Sha256};

/// The answer to a kept file.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Kept {
    /// Its name: 64 lower-case hexadecimal digits.
    sha256: String,
    /// Length in bytes.
    size: u64,
}

/// Keeps a file under the SHA-256 of its bytes.
///
/// The body is read before anything is refused, so that the sender sees the answer, and never held
/// in memory.
#[utoipa::path(put, path = "/v1/attachments/{sha256}", params(("sha256" = String, Path, description = "64 lower-case hexadecimal digits")), request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the bytes, under the file's own media type"), responses((status = 201, description = "this visitor has put it for the first time", body = Kept), (status = 200, description = "they had before", body = Kept)))]
pub async fn keep(
    State(desk): State<Desk>,
    visitor: Result<Visitor, Problem>,
    Named(sha256): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    let begun = async {
        let visitor = unblocked(visitor?)?;
        if !is_sha256(&sha256) {
            return Err(fault("sha256", FaultCode::Sha256));
        }
        let media_type = headers::media_type(&headers);
        let kind = MEDIA_TYPES.iter().find(|kind| kind.name == media_type).ok_or_else(wrong_kind)?;
        Ok((visitor, kind, desk.files.begin(&sha256).await?))
    };
    let (visitor, kind, mut upload) = match begun.await {
        Ok(begun) => begun,
        Err(problem) => {
            discard(body).await;
            return Err(problem);
        }
    };
    let pieces = Pieces::new(body, desk.rules.max_file_bytes as usize);
    let facts = match take(pieces, upload.as_mut(), &sha256, kind).await {
        Ok(facts) => facts,
        Err(problem) => {
            upload.abandon().await?;
            return Err(problem);
        }
    };
    desk.store.expect_file(&sha256).await?;
    upload.finish().await?;
    desk.metrics.uploaded(facts.size);
    let is_new = desk.store.note_file(&visitor.id, &sha256, &facts).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Kept { sha256, size: facts.size })))
}

/// Answers a file to whoever put it or sees a ticket with it.
#[utoipa::path(get, path = "/v1/attachments/{sha256}", params(("sha256" = String, Path, description = "64 lower-case hexadecimal digits")), responses((status = 200, description = "the bytes, under the file's own media type", body = Vec<u8>, content_type = "application/octet-stream", headers(("Content-Disposition" = String, description = "`attachment` and the file's name in the ticket")))))]
pub async fn get(State(desk): State<Desk>, caller: Caller, Named(sha256): Named) -> Result<(HeaderMap, Body), Problem> {
    let file = shared(&desk, caller, &sha256).await?;
    let reading = desk.files.read(&sha256).await?.ok_or_else(nothing)?;
    Ok((file_headers(&file.name, &file.media_type, reading.size), Body::from_stream(reading.bytes)))
}

/// Tells whether a file is there, and need not be put again.
#[utoipa::path(head, path = "/v1/attachments/{sha256}", params(("sha256" = String, Path, description = "64 lower-case hexadecimal digits")), responses((status = 200, description = "it is")))]
pub async fn head(State(desk): State<Desk>, caller: Caller, Named(sha256): Named) -> Result<HeaderMap, Problem> {
    let file = shared(&desk, caller, &sha256).await?;
    Ok(file_headers(&file.name, &file.media_type, file.size))
}

async fn shared(desk: &Desk, caller: Caller, sha256: &str) -> Result<SharedFile, Problem> {
    let visitor = caller.known()?;
    if !is_sha256(sha256) {
        return Err(nothing());
    }
    desk.store.shared_file(&visitor, sha256).await?.ok_or_else(nothing)
}

/// A file is something to be saved, never a page of the desk's own: what a stranger has sent must not
/// run here, whatever a browser takes it for.
pub fn file_headers(name: &str, media_type: &str, size: u64) -> HeaderMap {
    let text = |value: &str| HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("attachment"));
    HeaderMap::from_iter([
        (CONTENT_TYPE, text(media_type)),
        (CONTENT_LENGTH, size.into()),
        (CONTENT_DISPOSITION, text(&format!("attachment; filename*=UTF-8''{}", percent(name)))),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ])
}

/// A file name as RFC 8187 writes it.
fn percent(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Writes the body as it comes, and looks whether it is what it was called.
async fn take(
    mut pieces: Pieces,
    upload: &mut dyn Upload,
    sha256: &str,
    kind: &MediaType,
) -> Result<FileFacts, Problem> {
    let mut hash = Sha256::new();
    let mut facts = FileFacts { size: 0, head: Vec::new() };
    while let Some(piece) = pieces.next().await? {
        hash.update(&piece);
        facts.size += piece.len() as u64;
        let missing = HEAD_BYTES - facts.head.len();
        facts.head.extend(piece.iter().take(missing));
        upload.write(piece).await?;
    }
    if facts.size == 0 {
        return Err(fault("size", FaultCode::FileEmpty));
    }
    if kind.picture && picture_type(&facts.head).is_none_or(|real| real.name != kind.name) {
        return Err(wrong_kind());
    }
    let found = format!("{:x}", hash.finalize());
    if found != sha256 {
        let detail = format!("the bytes that arrived hash to {found}; send the file again");
        return Err(Problem::new(Kind::HashMismatch, detail));
    }
    Ok(facts)
}

fn fault(path: &str, code: FaultCode) -> Problem {
    Problem::faults(&[Fault { path: path.to_owned(), code }])
}

fn wrong_kind() -> Problem {
    let detail = "send the file's media type as Content-Type: one of those in docs/API.md, and for a picture the one \
                  its bytes say";
    Problem::new(Kind::MediaType, detail)
}
