//! Scaling a big picture down on the device.

use super::element::{document, window};
use super::file::Contents;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Longest side a picture keeps, in pixels: text on a 4K screenshot stays readable.
const LONGEST_SIDE: u32 = 2560;

/// JPEG quality, 0 to 1: above 0.85 files grow and screenshots look no better.
const QUALITY: f64 = 0.85;

/// Media type of what is scaled down.
pub const SCALED_TYPE: &str = "image/jpeg";

/// The picture scaled down; `None` where it is small, can't be read, or would not shrink.
pub async fn scaled(original: &Contents) -> Option<Contents> {
    let blob = shrink(original).await?;
    let stem = original.name.rsplit_once('.').map_or(original.name.as_str(), |(stem, _)| stem);
    (blob.size() < original.blob.size()).then(|| Contents { name: [stem, ".jpg"].concat(), blob })
}

async fn shrink(original: &Contents) -> Option<Blob> {
    let bitmap = window().create_image_bitmap_with_blob(&original.blob).ok()?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await.ok()?.unchecked_into();
    let (width, height) = (bitmap.width(), bitmap.height());
    let longest = width.max(height);
    if longest <= LONGEST_SIDE {
        return None;
    }
    let side = |side: u32| (u64::from(side) * u64::from(LONGEST_SIDE) / u64::from(longest)).max(1) as u32;
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(side(width));
    canvas.set_height(side(height));
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(
            &bitmap,
            0.0,
            0.0,
            f64::from(canvas.width()),
            f64::from(canvas.height()),
        )
        .ok()?;
    bitmap.close();
    let encoded = Promise::new(&mut |resolve, _| {
        _ = canvas.to_blob_with_type_and_encoder_options(&resolve, SCALED_TYPE, &QUALITY.into());
    });
    JsFuture::from(encoded).await.ok()?.dyn_into().ok()
}
