//! Reading a request's body within its bound.

use super::problem::{Kind, Problem};
use axum::body::Body;
use http_body_util::BodyExt;
use std::time::Duration;

/// How much of a body that is refused is still read and dropped, in bytes. Closing the connection
/// while the sender still writes resets it, and the sender never sees the answer that tells why.
const DRAIN: usize = 16 << 20;
/// How long it is read.
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// The body's bytes, at most `limit` of them; `seen` is shown every piece as it comes.
pub async fn read(mut body: Body, limit: usize, mut seen: impl FnMut(&[u8])) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::new(Kind::Malformed, "the body ended before its time"))?;
        let Ok(piece) = frame.into_data() else {
            continue;
        };
        if bytes.len() + piece.len() > limit {
            drop(bytes);
            discard(body).await;
            return Err(Problem::new(Kind::TooLarge, format!("at most {limit} bytes are taken here")));
        }
        seen(&piece);
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// Reads and drops what is still coming, up to [`DRAIN`] bytes and [`DRAIN_TIME`].
pub async fn discard(mut body: Body) {
    let drain = async {
        let mut dropped = 0;
        while dropped < DRAIN
            && let Some(Ok(frame)) = body.frame().await
        {
            dropped += frame.data_ref().map_or(0, |piece| piece.len());
        }
    };
    // Running out of time is one more way to be done.
    let _ = tokio::time::timeout(DRAIN_TIME, drain).await;
}
