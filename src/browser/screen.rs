//! One picture of the screen, a window or a tab, whichever the person chooses.

use super::element::{document, window};
use super::file::Contents;
use super::image::{EXACT_TYPE, Picture, bitmap};
use super::json;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamTrack};

/// Whether the browser can be asked: it can't on phones and outside secure contexts.
pub fn offered() -> bool {
    json::get(&json::get(&window().navigator(), "mediaDevices"), "getDisplayMedia").is_function()
}

/// Asks the person what to share. To be called while a click is handled, or browsers refuse.
pub fn ask() -> Option<Promise> {
    window().navigator().media_devices().ok()?.get_display_media().ok()
}

/// One frame of what is shared, as a PNG without a name. The sharing ends with it, whatever comes of it.
/// `None` where it was refused or gives no picture.
pub async fn frame(shared: Promise) -> Option<Contents> {
    let stream: MediaStream = JsFuture::from(shared).await.ok()?.unchecked_into();
    let picture = first_frame(&stream).await;
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
    picture?.encode("").await
}

async fn first_frame(stream: &MediaStream) -> Option<Picture> {
    let video: HtmlVideoElement = document().create_element("video").ok()?.unchecked_into();
    video.set_muted(true);
    video.set_src_object(Some(stream));
    JsFuture::from(video.play().ok()?).await.ok()?;
    let made = window().create_image_bitmap_with_html_video_element(&video).ok()?;
    Picture::new(bitmap(made).await?, EXACT_TYPE)
}
