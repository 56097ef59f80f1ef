//! A surface to draw on, read back as the bytes of a picture.

use super::element::El;
use super::json::number;
use super::later;
use super::task::settled;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlCanvasElement, ImageBitmap};

/// JPEG quality, 0 to 1: above 0.85 files grow and screenshots look no better.
const QUALITY: f64 = 0.85;

/// Width and height of a canvas or a bitmap.
pub fn size(of: &JsValue) -> (u32, u32) {
    (number(of, "width") as u32, number(of, "height") as u32)
}

/// A canvas. Lengths are its own pixels.
pub struct Canvas(HtmlCanvasElement);

impl Canvas {
    /// An empty one; `None` where the browser has none to give.
    pub fn new(width: u32, height: u32) -> Option<Self> {
        later::canvas(width, height).map(Self)
    }

    /// The element, to be shown.
    pub fn el(&self) -> El {
        El::from_element(self.0.clone().into())
    }

    /// Width and height.
    pub fn size(&self) -> (u32, u32) {
        size(&self.0)
    }

    /// Draws a picture over the whole of it; what was there is gone, also behind transparent parts.
    /// Those are white where the picture is to be `opaque`.
    pub fn show(&self, picture: &ImageBitmap, opaque: bool) {
        later::show(&self.0, picture, opaque);
    }

    /// Fills a rectangle (left, top, width, height).
    pub fn fill(&self, colour: &str, place: [f64; 4]) {
        later::fill(&self.0, colour, place);
    }

    /// Draws a line through points.
    pub fn stroke(&self, points: &[(f64, f64)], colour: &str, width: f64) {
        let flat = points.iter().flat_map(|(x, y)| [*x, *y]).map(JsValue::from).collect();
        later::stroke(&self.0, &flat, colour, width);
    }

    /// The picture in a media type; `None` where it can't be encoded.
    pub async fn encode(&self, media_type: &str) -> Option<Blob> {
        let encoded = settled(later::encode(&self.0, media_type, QUALITY)).await?;
        encoded.is_object().then(|| encoded.unchecked_into())
    }
}
