//! Documents and a query from a stranger, through everything the index can be asked. Whatever the text, no panic.
//!
//! The first line is the query; every other one is the title and the running text of a document.

#![no_main]

use helplet_search::{Builder, Document, Field, Pinyin};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static PINYIN: LazyLock<Option<Pinyin>> = LazyLock::new(Pinyin::native);

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let query = lines.next().unwrap_or_default();
    let titles: Vec<&str> = lines.collect();
    let mut builder = Builder::new(PINYIN.clone());
    for title in &titles {
        builder.add(&Document { fields: &[(Field::Title, title), (Field::Alias, query), (Field::Body, title)] });
    }
    let index = builder.finish();
    let hits = index.search(query, 10);
    assert!((0.0..=1.0).contains(&index.confidence(query, &hits)));
    for hit in hits {
        assert!(hit.score > 0.0 && (hit.document as usize) < titles.len());
    }
    for title in &titles {
        for span in index.highlight(title, query) {
            assert!(title.get(span.start as usize..span.end as usize).is_some_and(|marked| !marked.is_empty()));
        }
        let snippet = index.snippet(title, query, 40);
        assert!(title.get(snippet.range.start as usize..snippet.range.end as usize).is_some());
    }
    let _ = index.suggest(query, 5);
    let _ = index.did_you_mean(query);
});
