//! The bound on memory of `bundle::decode`, measured. One test only: the allocator counts all threads.

use helplet_content::bundle::{self, Header, MEMORY_PER_BYTE};
use helplet_content::*;
use peak_alloc::PeakAlloc;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::io::Read;
use std::path::Path;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What one decoding may hold beside what the payload accounts for: the library itself.
const BESIDE: usize = size_of::<Library>() + 64;

/// The most memory held while `payload` is decoded, in bytes; the result is dropped.
fn peak(payload: &[u8]) -> usize {
    let mut crc = flate2::Crc::new();
    crc.update(payload);
    let header = Header { payload_len: payload.len() as u32, crc: crc.sum() };
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let library = bundle::decode(&header, payload);
    let peak = MEMORY.peak_usage() - before;
    drop(library);
    peak
}

fn payload(library: &Library) -> Vec<u8> {
    let mut payload = Vec::new();
    let bundle = author::encode(library);
    flate2::read::GzDecoder::new(&bundle[bundle::HEADER_LEN..]).read_to_end(&mut payload).unwrap();
    payload
}

fn assert_within_bound(name: &str, payload: &[u8]) -> f64 {
    let peak = peak(payload);
    assert!(peak <= MEMORY_PER_BYTE * payload.len() + BESIDE, "{name}: {peak} bytes for {}", payload.len());
    peak as f64 / payload.len() as f64
}

#[test]
fn decoding_stays_within_its_bound() {
    let today = CivilDate { year: 2026, month: 11, day: 23 };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture");
    let library = author::load(&folder, today).libraries.remove(1);
    let real = payload(&library);
    let ratio = assert_within_bound("a real payload", &real);
    assert!(ratio < 15.0, "a real payload takes {ratio} bytes of memory a byte");

    // The values that grow most: a byte that becomes an `Inline`, a `String`, nine bytes of text.
    let with = |change: &dyn Fn(&mut Article)| {
        let mut library = library.clone();
        change(&mut library.articles[0]);
        payload(&library)
    };
    const MANY: usize = 100_000;
    for (name, least, payload) in [
        ("line breaks", 45.0, with(&|article| article.body = vec![Block::Paragraph(vec![Inline::Break; MANY])])),
        ("empty strings", 23.0, with(&|article| article.keywords = vec![String::new(); MANY])),
        ("one long word", 17.0, with(&|article| article.title = "helplets ".repeat(MANY))),
        ("empty cells", 23.0, with(&|article| article.body = vec![Block::Table(vec![vec![]; MANY], vec![])])),
        ("empty paragraphs", 20.0, with(&|article| article.body = vec![Block::Paragraph(vec![]); MANY])),
    ] {
        let ratio = assert_within_bound(name, &payload);
        // Else the case is not the hard one it is meant to be.
        assert!(ratio >= least, "{name}: {ratio} bytes a byte");
    }

    let mut runner = TestRunner::new(ProptestConfig::with_cases(2000));
    let lies = (any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 1..8));
    runner
        .run(&lies, |(at, bytes)| {
            let mut payload = real.clone();
            let at = at.index(payload.len());
            // 0xff.. and its like are lengths in the billions.
            payload.splice(at..(at + bytes.len()).min(real.len()), bytes);
            assert_within_bound("a changed payload", &payload);
            Ok(())
        })
        .unwrap();
    runner
        .run(&prop::collection::vec(any::<u8>(), 0..2000), |bytes| {
            assert_within_bound("arbitrary bytes", &bytes);
            Ok(())
        })
        .unwrap();
}
