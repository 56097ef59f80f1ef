//! Inflating a bundle with the browser's own DecompressionStream.

use super::first;
use super::task::settled;
use js_sys::Uint8Array;

/// Inflates a gzip stream of at most `limit` bytes; `None` when it is corrupt or longer.
pub async fn gunzip(compressed: &[u8], limit: u32) -> Option<Vec<u8>> {
    Some(Uint8Array::from(settled(first::gunzip(compressed, limit)).await?).to_vec())
}
