//! Bundles that were cut, changed or made up: refused, never a panic.

use crate::folder::Folder;
use helplet_content::author::{OpenError, encode, open};
use helplet_content::bundle::{self, BundleError, HEADER_LEN, Header};
use helplet_content::*;
use proptest::prelude::*;
use std::io::Read;
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Folder::new().load().libraries.remove(1));
static BUNDLE: LazyLock<Vec<u8>> = LazyLock::new(|| encode(&LIBRARY));
static PAYLOAD: LazyLock<Vec<u8>> = LazyLock::new(|| payload(&BUNDLE));

fn payload(bundle: &[u8]) -> Vec<u8> {
    let mut payload = Vec::new();
    flate2::read::GzDecoder::new(&bundle[HEADER_LEN..]).read_to_end(&mut payload).unwrap();
    payload
}

/// Decodes a payload under a header that vouches for it.
fn decode(payload: &[u8]) -> Result<Library, BundleError> {
    let mut crc = flate2::Crc::new();
    crc.update(payload);
    bundle::decode(&Header { payload_len: payload.len() as u32, crc: crc.sum() }, payload)
}

#[test]
fn every_truncation_is_refused() {
    for len in 0..BUNDLE.len() {
        assert!(open(&BUNDLE[..len]).is_err(), "{len}");
    }
    for len in 0..PAYLOAD.len() {
        assert_eq!(decode(&PAYLOAD[..len]), Err(BundleError::Malformed), "{len}");
    }
}

#[test]
fn every_changed_bit_is_refused_or_changes_nothing() {
    for at in 0..BUNDLE.len() * 8 {
        let mut bytes = BUNDLE.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        // Some bits of the gzip header, such as its time, say nothing of the content.
        if let Ok(library) = open(&bytes) {
            assert_eq!(library, *LIBRARY, "bit {at}");
        }
    }
}

#[test]
fn a_payload_with_something_after_it_is_refused() {
    let mut long = PAYLOAD.clone();
    long.push(0);
    assert_eq!(decode(&long), Err(BundleError::Malformed));
    let mut bundle = BUNDLE[..HEADER_LEN].to_vec();
    let mut encoder = flate2::write::GzEncoder::new(&mut bundle, flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, &long).unwrap();
    encoder.finish().unwrap();
    let expected = PAYLOAD.len() as u32;
    assert_eq!(open(&bundle), Err(OpenError::Bundle(BundleError::Length { expected, got: long.len() })));
}

#[test]
fn a_library_without_wizard_is_sound() {
    let library = Library { wizard: vec![], ..LIBRARY.clone() };
    assert_eq!(open(&encode(&library)), Ok(library));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = open(&bytes);
        let _ = decode(&bytes);
    }

    /// The checksum is no defence against someone who wants to harm: here it is right.
    #[test]
    fn changed_payloads_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut payload = PAYLOAD.clone();
        for (at, byte) in changes {
            let at = at.index(payload.len());
            payload[at] = byte;
        }
        let _ = decode(&payload);
    }
}
