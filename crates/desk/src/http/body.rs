//! Reading a request's body within its bound.

use super::pace::TooSlow;
use super::problem::{Kind, Problem};
use axum::body::{Body, Bytes};
use http_body_util::BodyExt;
use std::time::Duration;

/// How much of a body that is refused is still read and dropped, in bytes. Closing the connection
/// while the sender still writes resets it, and the sender never sees the answer that tells why.
const DRAIN: usize = 16 << 20;
/// How long it is read.
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// The body's bytes, at most `limit` of them.
pub async fn read(body: Body, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut pieces = Pieces::new(body, limit);
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.next().await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// A body piece by piece.
pub struct Pieces {
    body: Body,
    left: usize,
    limit: usize,
}

impl Pieces {
    /// Reads at most `limit` bytes.
    pub fn new(body: Body, limit: usize) -> Self {
        Self { body, left: limit, limit }
    }

    /// The next piece, `None` at the end. A body that is too long is read to its end, see
    /// [`discard`], and refused.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        while let Some(frame) = self.body.frame().await {
            let frame = frame.map_err(|error| Problem::new(Kind::Timeout, why(error)))?;
            let Ok(piece) = frame.into_data() else {
                continue;
            };
            if piece.len() > self.left {
                discard(std::mem::take(&mut self.body)).await;
                return Err(Problem::new(Kind::TooLarge, format!("at most {} bytes are taken here", self.limit)));
            }
            self.left -= piece.len();
            return Ok(Some(piece));
        }
        Ok(None)
    }
}

/// Why a body has no next piece.
fn why(error: axum::Error) -> String {
    match error.into_inner().downcast::<TooSlow>() {
        Ok(slow) => slow.to_string(),
        // Whoever still hears this has sent all of it: a proxy on the way has broken off.
        Err(_) => "the body broke off; send the same again".to_owned(),
    }
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
