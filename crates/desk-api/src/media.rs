//! The kinds of file a ticket may carry.

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaType {
    /// File name extension, lower case, without the dot.
    pub extension: &'static str,
    /// What it is sent as.
    pub name: &'static str,
    /// It is a picture; most browsers can show it (HEIC only some).
    pub picture: bool,
}

/// Every kind of file that is taken. Several extensions may share a type.
pub const MEDIA_TYPES: &[MediaType] = &[
    picture("png", "image/png"),
    picture("jpg", "image/jpeg"),
    picture("jpeg", "image/jpeg"),
    picture("gif", "image/gif"),
    picture("webp", "image/webp"),
    picture("heic", "image/heic"),
    picture("heif", "image/heic"),
    file("pdf", "application/pdf"),
    file("txt", "text/plain"),
    file("log", "text/plain"),
    file("csv", "text/csv"),
    file("zip", "application/zip"),
    file("doc", "application/msword"),
    file("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    file("xls", "application/vnd.ms-excel"),
    file("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    file("ppt", "application/vnd.ms-powerpoint"),
    file("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    // As WPS Office registers its own formats on Linux; they have no registered names.
    file("wps", "application/wps-office.wps"),
    file("et", "application/wps-office.et"),
    file("dps", "application/wps-office.dps"),
];

/// How many first bytes of a file [`media_type_of`] and [`picture_type`] look at.
pub const HEAD_BYTES: usize = 16;

const fn picture(extension: &'static str, name: &'static str) -> MediaType {
    MediaType { extension, name, picture: true }
}

const fn file(extension: &'static str, name: &'static str) -> MediaType {
    MediaType { extension, name, picture: false }
}

/// The kind of a file by its name and its first [`HEAD_BYTES`] bytes (fewer where it is shorter);
/// `None` is not taken.
///
/// What shows as a picture must be one: pictures are known by their bytes, whatever the name says
/// (a pasted screenshot has none). Documents are known by their name alone: a document that no
/// longer opens, because its first bytes are damaged, is what people most need to send.
pub fn media_type_of(name: &str, head: &[u8]) -> Option<&'static MediaType> {
    let by_name = name
        .rsplit_once('.')
        .and_then(|(_, extension)| MEDIA_TYPES.iter().find(|known| known.extension.eq_ignore_ascii_case(extension)));
    match by_name {
        Some(known) if !known.picture => Some(known),
        _ => picture_type(head),
    }
}

/// The picture type that a file's first bytes say, if any.
pub fn picture_type(head: &[u8]) -> Option<&'static MediaType> {
    let name = if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if head.starts_with(b"\xff\xd8\xff") {
        "image/jpeg"
    } else if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") {
        "image/gif"
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        "image/webp"
    } else if head.get(4..8) == Some(b"ftyp") && is_heic_brand(head.get(8..12)) {
        "image/heic"
    } else {
        return None;
    };
    MEDIA_TYPES.iter().find(|known| known.name == name)
}

/// The brands ISO/IEC 23008-12 gives to HEVC-coded still pictures, and the general ones that
/// cameras write for the same.
fn is_heic_brand(brand: Option<&[u8]>) -> bool {
    let brands: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"];
    brand.is_some_and(|brand| brands.contains(&brand))
}

/// Whether a file of this name may be of this type, as far as can be told without its bytes.
pub(crate) fn may_be(name: &str, media_type: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let named = |known: &MediaType| known.extension.eq_ignore_ascii_case(extension);
    let is_document = MEDIA_TYPES.iter().any(|known| !known.picture && named(known));
    MEDIA_TYPES.iter().any(|known| known.name == media_type && if known.picture { !is_document } else { named(known) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[test]
    fn a_file_is_known_by_name_and_bytes() {
        for (name, head, expected) in [
            ("shot.png", PNG, Some("image/png")),
            ("SHOT.PNG", PNG, Some("image/png")),
            ("image", PNG, Some("image/png")),
            ("wrongly-named.jpg", PNG, Some("image/png")),
            ("photo.jpeg", b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            ("move.gif", b"GIF89a..", Some("image/gif")),
            ("pic.webp", b"RIFF\x10\0\0\0WEBPVP8 ", Some("image/webp")),
            ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0", Some("image/heic")),
            ("IMG_2.heif", b"\0\0\0\x18ftypmif1\0\0\0\0", Some("image/heic")),
            ("film.mp4", b"\0\0\0\x18ftypisom\0\0\0\0", None),
            ("not-a-picture.png", b"<html>", None),
            ("empty.png", b"", None),
            ("合同.docx", b"PK\x03\x04", Some(MEDIA_TYPES[13].name)),
            ("damaged.docx", b"\0\0\0\0", Some(MEDIA_TYPES[13].name)),
            ("报表.et", b"\xd0\xcf\x11\xe0", Some("application/wps-office.et")),
            ("paper.pdf", b"%PDF-1.7", Some("application/pdf")),
            ("app.log", b"2026-11-23 start", Some("text/plain")),
            ("setup.exe", b"MZ\x90\0", None),
            ("page.html", b"<html>", None),
            ("drawing.svg", b"<svg ", None),
            ("no extension", b"text", None),
            ("", b"", None),
        ] as [(&str, &[u8], Option<&str>); 22]
        {
            let found = media_type_of(name, head).map(|known| known.name);
            assert_eq!(found, expected, "{name}");
            if let Some(media_type) = found {
                assert!(may_be(name, media_type), "{name} may be {media_type}");
            }
        }
    }

    #[test]
    fn a_document_cannot_pass_as_another_kind() {
        for (name, media_type) in [
            ("a.docx", "image/png"),
            ("a.png", "application/pdf"),
            ("a.pdf", "application/zip"),
            ("a", "text/plain"),
            ("a.html", "text/html"),
            ("a.png", ""),
        ] {
            assert!(!may_be(name, media_type), "{name} {media_type}");
        }
    }
}
