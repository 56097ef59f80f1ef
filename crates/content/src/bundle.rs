//! The bundle file: a fixed header, then a gzip stream of the encoded [`Library`].
//!
//! | bytes | what |
//! |---|---|
//! | 0..4 | magic `HLPB` |
//! | 4..6 | format version, little-endian |
//! | 6..10 | schema: hash of the names of the interface strings, little-endian |
//! | 10..14 | length of the payload once inflated, little-endian, at most [`MAX_PAYLOAD`] |
//! | 14..18 | CRC-32 of the inflated payload, little-endian |
//! | 18.. | gzip stream |
//!
//! Inflating is the caller's: the browser has `DecompressionStream`, native code has its own. Stop
//! inflating as soon as more than [`Header::payload_len`] bytes have come.
//!
//! # Memory
//!
//! [`decode`] never panics, and at no time holds more than [`MEMORY_PER_BYTE`] bytes for each byte of
//! the payload, whatever the bytes: 168 MiB in wasm for a hostile payload of the greatest length.
//! A real one takes about an eighth of that. `tests/memory.rs` measures both.

mod error;

pub use error::BundleError;

use crate::model::{Inline, Library};
use crate::text::{self, LONGEST};
use crate::ui::SCHEMA;
use crate::wire::{Reader, Wire};

/// The first bytes of a bundle.
pub const MAGIC: [u8; 4] = *b"HLPB";

/// The version of the encoding; raised whenever a type of the model changes.
pub const VERSION: u16 = 4;

/// The longest payload, in bytes. A thousand long articles are about one million; beyond four
/// times that a file is not a help centre but an attack or a mistake.
pub const MAX_PAYLOAD: usize = 4 << 20;

/// How many bytes [`decode`] may hold for each byte of payload: the largest value that one byte of
/// structure can stand for, and the longest piece that one byte of text can, once in the whole text
/// and once in its string (42 in wasm, 66 on 64-bit machines).
pub const MEMORY_PER_BYTE: usize = size_of::<Inline>() + 2 * LONGEST;

/// Bytes before the gzip stream.
pub const HEADER_LEN: usize = 18;

/// What a bundle says of its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Length of the payload once inflated, in bytes, at most [`MAX_PAYLOAD`].
    pub payload_len: u32,
    /// CRC-32 (ISO 3309, as in gzip and PNG) of the inflated payload.
    pub crc: u32,
}

/// Reads the header; gives it with the gzip stream that follows.
///
/// # Errors
/// Every [`BundleError`] up to and including [`BundleError::TooLong`].
pub fn header(bytes: &[u8]) -> Result<(Header, &[u8]), BundleError> {
    let Some((head, stream)) = bytes.split_first_chunk::<HEADER_LEN>() else {
        return Err(BundleError::Short { got: bytes.len() });
    };
    if head[..4] != MAGIC {
        return Err(BundleError::Magic);
    }
    let word = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let version = u16::from_le_bytes([head[4], head[5]]);
    if version != VERSION {
        return Err(BundleError::Version { expected: VERSION, got: version });
    }
    if word(6) != SCHEMA {
        return Err(BundleError::Schema { expected: SCHEMA, got: word(6) });
    }
    let payload_len = word(10);
    if payload_len as usize > MAX_PAYLOAD {
        return Err(BundleError::TooLong { got: payload_len });
    }
    Ok((Header { payload_len, crc: word(14) }, stream))
}

/// Decodes an inflated payload. Every index in the result is in range, every date is a day of the
/// calendar and every link is safe to follow.
///
/// # Errors
/// [`BundleError::Length`], [`BundleError::Checksum`], [`BundleError::Malformed`] or
/// [`BundleError::Invalid`].
pub fn decode(header: &Header, payload: &[u8]) -> Result<Library, BundleError> {
    if payload.len() != header.payload_len as usize {
        return Err(BundleError::Length { expected: header.payload_len, got: payload.len() });
    }
    let crc = crc32(payload);
    if crc != header.crc {
        return Err(BundleError::Checksum { expected: header.crc, got: crc });
    }
    let library = library(payload).ok_or(BundleError::Malformed)?;
    crate::validate::library(&library).map_err(BundleError::Invalid)?;
    Ok(library)
}

fn library(payload: &[u8]) -> Option<Library> {
    let streams = text::streams(payload)?;
    let mut reader = Reader::new(streams.structure, &streams.text, streams.strings);
    let library = Library::get(&mut reader);
    // What is left over was written by something else.
    reader.is_done().then_some(library)
}

/// CRC-32 with a table of 16 entries: half a byte at a time is fast enough (a millisecond or two
/// for a real payload), and the table of 256 would cost a kilobyte of wasm.
fn crc32(bytes: &[u8]) -> u32 {
    const NIBBLES: [u32; 16] = {
        let mut table = [0; 16];
        let mut nibble = 0;
        while nibble < 16 {
            let mut crc = nibble as u32;
            let mut bit = 0;
            while bit < 4 {
                // The polynomial of ISO 3309, lowest bit first.
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
                bit += 1;
            }
            table[nibble] = crc;
            nibble += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc, &byte| {
        let crc = crc ^ u32::from(byte);
        let crc = (crc >> 4) ^ NIBBLES[crc as usize & 15];
        (crc >> 4) ^ NIBBLES[crc as usize & 15]
    })
}

/// The header of a bundle with this payload.
#[cfg(feature = "author")]
pub(crate) fn header_for(payload: &[u8]) -> [u8; HEADER_LEN] {
    let mut head = [0; HEADER_LEN];
    head[..4].copy_from_slice(&MAGIC);
    head[4..6].copy_from_slice(&VERSION.to_le_bytes());
    head[6..10].copy_from_slice(&SCHEMA.to_le_bytes());
    head[10..14].copy_from_slice(&(payload.len() as u32).to_le_bytes());
    head[14..18].copy_from_slice(&crc32(payload).to_le_bytes());
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_is_the_one_of_gzip() {
        // The check value of CRC-32/ISO-HDLC, and the empty string's.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn header_faults_are_told_apart() {
        let good = header_for(b"payload");
        assert_eq!(header(&good).unwrap().0, Header { payload_len: 7, crc: crc32(b"payload") });
        let with = |at: usize, byte: u8| {
            let mut bytes = good;
            bytes[at] = byte;
            header(&bytes).unwrap_err()
        };
        assert_eq!(header(&good[..17]).unwrap_err(), BundleError::Short { got: 17 });
        assert_eq!(with(0, b'X'), BundleError::Magic);
        assert_eq!(with(4, 9), BundleError::Version { expected: VERSION, got: 9 });
        assert!(matches!(with(6, !good[6]), BundleError::Schema { expected: SCHEMA, .. }));
        assert_eq!(with(13, 1), BundleError::TooLong { got: 0x0100_0007 });
    }

    #[test]
    fn payload_of_other_length_or_content_is_refused() {
        let (head, _) = header(&header_for(b"payload")).map(|(head, rest)| (head, rest.len())).unwrap();
        assert_eq!(decode(&head, b"payloa").unwrap_err(), BundleError::Length { expected: 7, got: 6 });
        assert!(matches!(decode(&head, b"Payload").unwrap_err(), BundleError::Checksum { .. }));
        assert_eq!(decode(&head, b"payload").unwrap_err(), BundleError::Malformed);
    }
}
