//! `/v1/attachments`

use super::problem::{Kind, Problem};
use super::{Desk, body, headers};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use helplet_desk_api::{Fault, FaultCode, MEDIA_TYPES, is_sha256, picture_type};
use sha2::{Digest, Sha256};

/// The answer to a kept file.
#[derive(serde::Serialize)]
pub struct Kept {
    sha256: String,
    size: usize,
}

/// `PUT /v1/attachments/{sha256}`
///
/// The body is read before anything is refused, so that the sender sees the answer.
pub async fn keep(
    State(desk): State<Desk>,
    Path(sha256): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    let mut hash = Sha256::new();
    let bytes = body::read(body, desk.rules.max_file_bytes as usize, |piece| hash.update(piece)).await?;
    if !is_sha256(&sha256) {
        return Err(Problem::faults(&[Fault { path: "sha256".to_owned(), code: FaultCode::Sha256 }]));
    }
    if bytes.is_empty() {
        return Err(Problem::faults(&[Fault { path: "size".to_owned(), code: FaultCode::FileEmpty }]));
    }
    let media_type = headers::media_type(&headers);
    let taken = MEDIA_TYPES.iter().find(|kind| kind.name == media_type);
    if taken.is_none_or(|kind| kind.picture && picture_type(&bytes).is_none_or(|real| real.name != kind.name)) {
        let detail = "send the file's media type as Content-Type: one of those in docs/API.md, and for a \
                      picture the one its bytes say";
        return Err(Problem::new(Kind::MediaType, detail));
    }
    let found = format!("{:x}", hash.finalize());
    if found != sha256 {
        let detail = format!("the bytes that arrived hash to {found}; send the file again");
        return Err(Problem::new(Kind::HashMismatch, detail));
    }
    let size = bytes.len();
    let is_new = desk.files.keep(&sha256, &bytes).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Kept { sha256, size })))
}
