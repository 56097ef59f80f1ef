//! From a library to a bundle's bytes and back.

use super::pieces;
use crate::bundle::{self, BundleError};
use crate::model::Library;
use crate::wire::{Wire, Writer};
use std::fmt;
use std::io::{Read, Write};
use std::num::NonZeroU64;

/// Rounds of zopfli. On the shipped content 30 rounds save 20 bytes more, and 1 round wastes 300.
const ROUNDS: NonZeroU64 = NonZeroU64::new(5).unwrap();

/// Encodes a library as a bundle. The same library always gives the same bytes.
///
/// # Panics
/// When the payload is longer than [`bundle::MAX_PAYLOAD`]; [`super::load`] names that as a fault.
pub fn encode(library: &Library) -> Vec<u8> {
    let payload = pieces::payload(&streams(library));
    assert!(payload.len() <= bundle::MAX_PAYLOAD, "the payload has {} bytes", payload.len());
    let mut out = bundle::header_for(&payload).to_vec();
    let options = zopfli::Options { iteration_count: ROUNDS, ..Default::default() };
    // Writing to memory does not fail, and zopfli puts no time into the gzip header.
    zopfli::compress(options, zopfli::Format::Gzip, payload.as_slice(), &mut out).expect("writing to memory");
    out
}

fn streams(library: &Library) -> Writer {
    let mut streams = Writer::default();
    library.put(&mut streams);
    streams
}

/// The length of the library before its text is written in pieces, which makes it about half.
pub(super) fn plain_len(library: &Library) -> usize {
    let streams = streams(library);
    streams.structure.len() + streams.text.len()
}

/// Reads a whole bundle file: header, inflating, decoding.
///
/// # Errors
/// [`OpenError`].
pub fn open(bytes: &[u8]) -> Result<Library, OpenError> {
    let (header, stream) = bundle::header(bytes).map_err(OpenError::Bundle)?;
    let mut payload = Vec::with_capacity(header.payload_len as usize);
    // One byte more than announced shows that there is more, without inflating all of it.
    let limit = u64::from(header.payload_len) + 1;
    flate2::read::GzDecoder::new(stream).take(limit).read_to_end(&mut payload).map_err(|_| OpenError::Gzip)?;
    bundle::decode(&header, &payload).map_err(OpenError::Bundle)
}

/// Why a bundle file can't be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenError {
    /// The gzip stream is broken.
    Gzip,
    /// The header or the payload is.
    Bundle(BundleError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gzip => {
                out.write_str("the bundle's gzip stream is broken: it was cut off or changed, fetch it again")
            }
            Self::Bundle(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for OpenError {}

/// The length of `bytes` after `gzip -9`: what a web server would send.
pub(super) fn gzip_len(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to memory does not fail.
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(0, |out| out.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::CivilDate;
    use proptest::prelude::*;
    use std::path::Path;
    use std::sync::LazyLock;

    static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture");
        crate::author::load(&folder, CivilDate { year: 2026, month: 11, day: 23 }).libraries.remove(1)
    });

    proptest! {
        #[test]
        fn any_text_comes_back(words in prop::collection::vec("\\PC{0,12}", 0..20), long in "[a-c 文字。]{0,300}") {
            let mut library = LIBRARY.clone();
            library.articles[0].keywords = words;
            library.articles[0].title = long;
            let payload = pieces::payload(&streams(&library));
            let header = bundle::header(&bundle::header_for(&payload)).map(|(header, _)| header).unwrap();
            prop_assert_eq!(bundle::decode(&header, &payload), Ok(library));
        }
    }
}
