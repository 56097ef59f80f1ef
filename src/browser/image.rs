//! Pictures on the device: scaled down when they are big, and opened to be drawn on.

use super::canvas::{Canvas, size};
use super::file::Contents;
use super::later;
use super::task::settled;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use web_sys::ImageBitmap;

/// Longest side a picture keeps, in pixels: text on a 4K screenshot stays readable.
const LONGEST_SIDE: u32 = 2560;

/// Media type of what is scaled down.
pub const SCALED_TYPE: &str = "image/jpeg";

/// Media type of what is encoded without loss.
pub const EXACT_TYPE: &str = "image/png";

/// The picture scaled down; `None` where it is small, can't be read, or would not shrink.
pub async fn scaled(original: &Contents) -> Option<Contents> {
    let bitmap = read(original).await?;
    let (width, height) = size(&bitmap);
    if width.max(height) <= LONGEST_SIDE {
        return None;
    }
    let smaller = Picture::new(bitmap, SCALED_TYPE)?.encode(&original.name).await?;
    (smaller.size() < original.size()).then_some(smaller)
}

async fn read(contents: &Contents) -> Option<ImageBitmap> {
    bitmap(later::bitmap(&contents.blob)).await
}

/// A bitmap that the browser is making.
pub async fn bitmap(made: Promise) -> Option<ImageBitmap> {
    Some(settled(made).await?.unchecked_into())
}

/// An opened picture and a canvas that shows it, its longest side at most [`LONGEST_SIDE`].
pub struct Picture {
    bitmap: ImageBitmap,
    media_type: &'static str,
    /// What is drawn on.
    pub canvas: Canvas,
}

impl Drop for Picture {
    fn drop(&mut self) {
        // Megabytes that the browser would otherwise keep until it next looks for garbage.
        later::close(&self.bitmap);
    }
}

impl Picture {
    /// Opens a picture of a media type; `None` where the browser can't read it.
    pub async fn open(contents: &Contents, media_type: &str) -> Option<Self> {
        // What came without loss goes without loss.
        let media_type = if media_type == EXACT_TYPE { EXACT_TYPE } else { SCALED_TYPE };
        Self::new(read(contents).await?, media_type)
    }

    /// A picture that will be encoded in a media type.
    pub fn new(bitmap: ImageBitmap, media_type: &'static str) -> Option<Self> {
        let (width, height) = size(&bitmap);
        let longest = u64::from(width.max(height));
        let side = |side: u32| (u64::from(side) * longest.min(LONGEST_SIDE.into()) / longest).max(1) as u32;
        let canvas = Canvas::new(side(width), side(height))?;
        let picture = Self { bitmap, media_type, canvas };
        picture.clear();
        Some(picture)
    }

    /// Takes away what was drawn on it.
    pub fn clear(&self) {
        self.canvas.show(&self.bitmap, self.media_type == SCALED_TYPE);
    }

    /// The picture as it looks now, as a file named after `name`. Only pixels are in it: place, camera
    /// and other notes of the original are not.
    pub async fn encode(&self, name: &str) -> Option<Contents> {
        let blob = self.canvas.encode(self.media_type).await?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let name = if self.media_type == SCALED_TYPE { [stem, ".jpg"].concat() } else { name.to_owned() };
        Some(Contents { name, blob })
    }
}
