//! Writing what the widget fetches: a bundle per language, pictures, `manifest.json`.

use super::encode::{encode, gzip_len};
use super::language::Loaded;
use super::picture::PictureFile;
use crate::bundle;
use crate::model::Library;
use sha2::{Digest, Sha256};
use std::panic::resume_unwind;
use std::path::Path;
use std::{fs, io, thread};

/// Hexadecimal digits of the hash in a file's name: they don't compress, and the loader pays for each.
pub const HASH: usize = 10;

/// A language as it was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Language tag.
    pub lang: String,
    /// The language's own name.
    pub name: String,
    /// File name in the output folder, with the hash of its content.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Length of the file in bytes.
    pub bytes: usize,
    /// Length of the payload inside it once inflated, in bytes.
    pub payload: usize,
}

/// How long one language's sources are, in bytes: what a bundle is to be compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sizes {
    /// The language's Markdown files, one after the other in the order of the articles.
    pub markdown: usize,
    /// The same after `gzip -9`.
    pub markdown_gzip: usize,
    /// Markdown and TOML files after `gzip -9`.
    pub sources_gzip: usize,
}

/// Measures `library`, read from the content folder `dir`.
///
/// # Errors
/// When a file that was read before can't be read again.
pub fn sizes(dir: &Path, library: &Library) -> io::Result<Sizes> {
    let folder = dir.join(&library.lang);
    let mut sources = Vec::new();
    for article in &library.articles {
        let category = &library.categories[usize::from(article.category)].id;
        sources.extend(fs::read(folder.join("faq").join(category).join(format!("{}.md", article.id)))?);
    }
    let markdown = sources.len();
    let markdown_gzip = gzip_len(&sources);
    for name in ["site", "ui", "channels", "wizard", "tickets"] {
        sources.extend(fs::read(folder.join(format!("{name}.toml")))?);
    }
    Ok(Sizes { markdown, markdown_gzip, sources_gzip: gzip_len(&sources) })
}

/// Writes bundles, pictures and manifest into `out`, which is made when it is not there. The
/// manifest is written last: until then the files of the time before are the ones it names.
///
/// # Errors
/// When a file can't be written.
pub fn pack(loaded: &Loaded, out: &Path) -> io::Result<Vec<Packed>> {
    fs::create_dir_all(out)?;
    for PictureFile { name, bytes } in &loaded.pictures {
        fs::write(out.join(name), bytes)?;
    }
    let mut packed = Vec::new();
    // Compressing takes about a second a language: all at once.
    let bundles: Vec<Vec<u8>> = thread::scope(|scope| {
        let running: Vec<_> = loaded.libraries.iter().map(|library| scope.spawn(|| encode(library))).collect();
        running.into_iter().map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    for (library, bytes) in loaded.libraries.iter().zip(bundles) {
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let file = format!("{}-{}.hlp", library.lang, &sha256[..HASH]);
        fs::write(out.join(&file), &bytes)?;
        packed.push(Packed {
            lang: library.lang.clone(),
            name: library.lang_name.clone(),
            file,
            sha256,
            bytes: bytes.len(),
            payload: bundle::header(&bytes).map_or(0, |(header, _)| header.payload_len as usize),
        });
    }
    fs::write(out.join("manifest.json"), manifest(&packed))?;
    Ok(packed)
}

fn manifest(packed: &[Packed]) -> String {
    let languages: Vec<serde_json::Value> = packed
        .iter()
        .map(|one| serde_json::json!({"lang": one.lang, "name": one.name, "file": one.file, "sha256": one.sha256, "bytes": one.bytes}))
        .collect();
    format!("{}\n", serde_json::json!({"format": 1, "languages": languages}))
}
