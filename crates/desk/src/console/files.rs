//! Files of tickets, for agents.

use super::Console;
use super::refusal::Refusal;
use super::visit::Visit;
use crate::http::attachments::file_headers;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;

/// `GET /desk/files/{message}/{position}`
pub async fn get(
    State(console): State<Console>,
    _visit: Visit,
    Path((message, position)): Path<(String, i64)>,
) -> Result<(HeaderMap, Body), Refusal> {
    let file = console.store.case_file(&message, position).await?.ok_or(Refusal::NotFound)?;
    let reading = console.files.read(&file.sha256).await?.ok_or(Refusal::NotFound)?;
    Ok((file_headers(&file.name, &file.media_type, reading.size), Body::from_stream(reading.bytes)))
}
