//! Copying text.

use super::first;
use super::task::settled;

/// Copies `text`; false where the browser refuses.
pub async fn copy(text: &str) -> bool {
    settled(first::copy(text)).await.is_some()
}
