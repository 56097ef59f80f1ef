//! A bundle from a stranger: `header`, inflating, `decode`. Whatever the bytes, no panic.
//!
//! A fuzzer can't guess a checksum, so the input is decoded a second time under a header that
//! vouches for it; what comes out is then used as the widget uses it.

#![no_main]

use helplet_content::bundle::{self, Header, MAX_PAYLOAD};
use helplet_content::{CivilDate, CivilTime, Goal, Library, hours};
use libfuzzer_sys::fuzz_target;
use std::io::Read;

fuzz_target!(|bytes: &[u8]| {
    if let Ok((header, stream)) = bundle::header(bytes) {
        let mut payload = Vec::new();
        let limit = u64::from(header.payload_len) + 1;
        if flate2::read::GzDecoder::new(stream)
            .take(limit)
            .read_to_end(&mut payload)
            .is_ok()
        {
            let _ = bundle::decode(&header, &payload);
        }
    }
    if bytes.len() <= MAX_PAYLOAD {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let header = Header {
            payload_len: bytes.len() as u32,
            crc: crc.sum(),
        };
        if let Ok(library) = bundle::decode(&header, bytes) {
            walk(&library);
        }
    }
});

/// Follows every reference without looking, as the widget does.
fn walk(library: &Library) {
    for article in &library.articles {
        let _ = &library.categories[usize::from(article.category)];
        for &related in &article.related {
            let _ = &library.articles[usize::from(related)];
        }
    }
    for choice in library.wizard.iter().flat_map(|node| &node.choices) {
        match choice.to {
            Goal::Node(index) => _ = &library.wizard[usize::from(index)],
            Goal::Article(index) => _ = &library.articles[usize::from(index)],
            Goal::Ticket(index) => _ = &library.tickets.types[usize::from(index)],
            Goal::Contact(_) => {}
        }
    }
    let now = CivilTime {
        date: CivilDate {
            year: 2026,
            month: 11,
            day: 23,
        },
        minute: 600,
    };
    for hotline in &library.channels.hotlines {
        hours::status(
            &library.channels.calendars[usize::from(hotline.calendar)],
            now,
        );
    }
}
