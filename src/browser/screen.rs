//! One picture of the screen, a window or a tab, whichever the person chooses.

use super::file::Contents;
use super::image::{EXACT_TYPE, Picture, bitmap};
use super::later;
use js_sys::Promise;

/// Whether one can be had.
pub fn offered() -> bool {
    later::offers_screen()
}

/// Asks the person what to share. To be called while a click is handled, or browsers refuse.
pub fn ask() -> Promise {
    later::ask_screen()
}

/// One frame of what is shared, as a PNG without a name. The sharing ends with it, whatever comes of it.
/// `None` where it was refused or gives no picture.
pub async fn frame(shared: Promise) -> Option<Contents> {
    Picture::new(bitmap(later::frame(&shared)).await?, EXACT_TYPE)?.encode("").await
}
