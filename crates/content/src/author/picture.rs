//! Pictures of articles: found beside the articles, packed beside the bundle under the hash of
//! their content, so that they cache for ever.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Above this many bytes a picture weighs more than all articles together.
const HEAVY: usize = 300 * 1024;

/// A picture as it is packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// File name beside the bundle.
    pub name: String,
    /// Its content, unchanged.
    pub bytes: Vec<u8>,
}

/// A picture found for an article.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) heavy: bool,
}

/// The pictures used so far.
#[derive(Default)]
pub(super) struct Pictures(BTreeMap<String, Vec<u8>>);

impl Pictures {
    /// Takes in `pictures/<file>` from the first of `folders` that has it; the error says what to do.
    pub(super) fn add(&mut self, reference: &str, folders: &[PathBuf]) -> Result<Found, String> {
        let file = reference
            .strip_prefix("pictures/")
            .filter(|file| !file.contains(['/', '\\']) && !file.starts_with('.'))
            .ok_or_else(|| format!("the picture \"{reference}\" is not usable: put it in a folder `pictures` and write ![what it shows](pictures/name.png)"))?;
        let bytes = folders.iter().find_map(|folder| std::fs::read(folder.join(file)).ok()).ok_or_else(|| {
            let places: Vec<String> = folders.iter().map(|folder| shown(folder)).collect();
            format!("the picture \"{file}\" is not there: put it in {}", places.join(" or "))
        })?;
        let (extension, (width, height)) = kind_and_size(&bytes).ok_or_else(|| {
            format!(
                "the picture \"{file}\" is no PNG, JPEG or WebP, or larger than 65535 pixels: save it as one of these"
            )
        })?;
        let hash: String = Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{hash}.{extension}");
        let heavy = bytes.len() > HEAVY;
        self.0.insert(name.clone(), bytes);
        Ok(Found { name, width, height, heavy })
    }

    pub(super) fn into_files(self) -> Vec<PictureFile> {
        self.0.into_iter().map(|(name, bytes)| PictureFile { name, bytes }).collect()
    }
}

/// A path with `/` between folders, as messages show it.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

type Size = (u16, u16);

fn kind_and_size(bytes: &[u8]) -> Option<(&'static str, Size)> {
    let (extension, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        ("png", png(bytes)?)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        ("jpg", jpeg(bytes)?)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        ("webp", webp(bytes)?)
    } else {
        return None;
    };
    (size.0 > 0 && size.1 > 0).then_some((extension, size))
}

/// Width and height in the IHDR chunk, which is always the first (PNG specification, 11.2.2).
fn png(bytes: &[u8]) -> Option<Size> {
    let word =
        |at: usize| bytes.get(at..at + 4).and_then(|word| u32::from_be_bytes(word.try_into().ok()?).try_into().ok());
    Some((word(16)?, word(20)?))
}

/// Width and height in the start-of-frame segment (ITU T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<Size> {
    let mut at = 2;
    loop {
        let head = bytes.get(at..at + 4)?;
        if head[0] != 0xff {
            return None;
        }
        // SOF0 to SOF15, without DHT, JPG and DAC, which share the range.
        if matches!(head[1], 0xc0..=0xcf) && !matches!(head[1], 0xc4 | 0xc8 | 0xcc) {
            let frame = bytes.get(at + 5..at + 9)?;
            return Some((u16::from_be_bytes([frame[2], frame[3]]), u16::from_be_bytes([frame[0], frame[1]])));
        }
        at += 2 + usize::from(u16::from_be_bytes([head[2], head[3]]));
    }
}

/// Width and height in the first chunk, of which there are three kinds (RFC 9649).
fn webp(bytes: &[u8]) -> Option<Size> {
    let half = |at: usize| bytes.get(at..at + 2).map(|half| u16::from_le_bytes([half[0], half[1]]));
    match bytes.get(12..16)? {
        b"VP8 " => Some((half(26)? & 0x3fff, half(28)? & 0x3fff)),
        b"VP8L" => {
            let bits = u32::from(half(21)?) | u32::from(half(23)?) << 16;
            Some(((bits & 0x3fff) as u16 + 1, (bits >> 14 & 0x3fff) as u16 + 1))
        }
        b"VP8X" => {
            let side = |at: usize| {
                (u32::from(half(at)?) | u32::from(*bytes.get(at + 2)?) << 16).checked_add(1)?.try_into().ok()
            };
            Some((side(24)?, side(27)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_and_size_are_read_from_the_header() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0";
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\x01\xe0\x02\x80\x03";
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01";
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x7f\xc2\x77\x00";
        let extended = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0";
        for (bytes, expected) in [
            (&png[..], Some(("png", (640, 480)))),
            (&jpeg[..], Some(("jpg", (640, 480)))),
            (&lossy[..], Some(("webp", (640, 480)))),
            (&lossless[..], Some(("webp", (640, 480)))),
            (&extended[..], Some(("webp", (640, 480)))),
            (&b"GIF89a"[..], None),
            (&png[..20], None),
            (&jpeg[..14], None),
        ] {
            assert_eq!(kind_and_size(bytes), expected, "{bytes:x?}");
        }
    }
}
