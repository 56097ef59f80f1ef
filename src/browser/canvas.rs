//! A surface to draw on, read back as the bytes of a picture.

use super::element::{El, document};
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// JPEG quality, 0 to 1: above 0.85 files grow and screenshots look no better.
const QUALITY: f64 = 0.85;

/// A canvas. Lengths are its own pixels.
pub struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Canvas {
    /// An empty one; `None` where the browser has none to give.
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let element: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
        element.set_width(width);
        element.set_height(height);
        let context = element.get_context("2d").ok()??.unchecked_into();
        Some(Self { element, context })
    }

    /// The element, to be shown.
    pub fn el(&self) -> El {
        El::from_element(self.element.clone().into())
    }

    /// Width and height.
    pub fn size(&self) -> (u32, u32) {
        (self.element.width(), self.element.height())
    }

    /// Draws a picture over the whole of it; what was there is gone, also behind transparent parts.
    /// Those are white where the picture is to be `opaque`: JPEG would make them black.
    pub fn show(&self, picture: &ImageBitmap, opaque: bool) {
        let (width, height) = self.size();
        let (width, height) = (f64::from(width), f64::from(height));
        if opaque {
            self.fill("#fff", [0.0, 0.0, width, height]);
        } else {
            self.context.clear_rect(0.0, 0.0, width, height);
        }
        _ = self.context.draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, width, height);
    }

    fn set(&self, name: &str, value: impl Into<JsValue>) {
        _ = Reflect::set(&self.context, &name.into(), &value.into());
    }

    /// Fills a rectangle (left, top, width, height).
    pub fn fill(&self, colour: &str, [left, top, width, height]: [f64; 4]) {
        self.set("fillStyle", colour);
        self.context.fill_rect(left, top, width, height);
    }

    /// Draws a line through points.
    pub fn stroke(&self, points: &[(f64, f64)], colour: &str, width: f64) {
        self.set("strokeStyle", colour);
        self.set("lineWidth", width);
        self.set("lineCap", "round");
        self.set("lineJoin", "round");
        self.context.begin_path();
        // The first one starts the path.
        points.iter().for_each(|(x, y)| self.context.line_to(*x, *y));
        self.context.stroke();
    }

    /// The picture in a media type; `None` where it can't be encoded.
    pub async fn encode(&self, media_type: &str) -> Option<Blob> {
        let encoded = Promise::new(&mut |resolve, _| {
            _ = self.element.to_blob_with_type_and_encoder_options(&resolve, media_type, &QUALITY.into());
        });
        JsFuture::from(encoded).await.ok()?.dyn_into().ok()
    }
}
