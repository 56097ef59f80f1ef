//! The content that comes with Helplet.

use crate::folder::TODAY;
use helplet_content::author::{self, Severity};
use std::path::Path;

#[test]
fn shipped_content_packs_smaller_than_its_own_markdown() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let loaded = author::load(&dir, TODAY);
    let errors: Vec<String> =
        loaded.faults.iter().filter(|fault| fault.severity == Severity::Error).map(ToString::to_string).collect();
    assert_eq!(errors, Vec::<String>::new());
    for library in &loaded.libraries {
        let sizes = author::sizes(&dir, library).unwrap();
        let bundle = author::encode(library);
        // Although strings, wizard, channels and tickets are in it as well.
        assert!(bundle.len() < sizes.markdown_gzip, "{}: {} of {}", library.lang, bundle.len(), sizes.markdown_gzip);
        assert_eq!(author::open(&bundle).unwrap(), *library);
    }
}

#[test]
fn every_language_comes_with_the_same_canned_answers() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let loaded = author::load(&dir, TODAY);
    let ids: Vec<Vec<&str>> = loaded
        .replies
        .iter()
        .map(|language| language.replies.iter().map(|reply| reply.id.as_str()).collect())
        .collect();
    assert_eq!(ids.len(), loaded.libraries.len());
    assert!(ids[0].len() >= 8 && ids.iter().all(|others| *others == ids[0]), "{ids:?}");
}
