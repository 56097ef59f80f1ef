//! Bytes of the deployable folder, and whether they keep to their goals.

use crate::Error;
use crate::table::{Table, grouped};
use brotli::enc::BrotliEncoderParams;
use helplet_content::{CivilDate, author};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The code that the first opening waits for, loader included, in bytes of brotli.
const FIRST_OPEN: usize = 80 * 1024;

/// The loader, in bytes of brotli: what every page pays, whether anybody needs help or not.
const LOADER: usize = 2 * 1024;

/// One part of the code in its three forms, in bytes.
#[derive(Clone, Copy, Default)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Size {
    /// The sizes of a file and of the compressed ones that `helplet dist` put beside it (gzip -9 and
    /// brotli 11), which are what a server sends.
    fn of(path: &Path) -> Result<Self, Error> {
        let name = path.display();
        let beside = |ending: &str| {
            let path = PathBuf::from(format!("{name}{ending}"));
            let bytes =
                fs::metadata(&path).map_err(|error| format!("{}: {error}; ./x dist makes it", path.display()))?.len();
            Ok::<usize, Error>(usize::try_from(bytes)?)
        };
        Ok(Self { raw: beside("")?, gzip: beside(".gz")?, brotli: beside(".br")? })
    }

    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }

    fn cells(self) -> [String; 3] {
        [self.raw, self.gzip, self.brotli].map(grouped)
    }
}

/// The bytes as `helplet dist` would compress them for servers.
pub fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams { quality: 11, ..BrotliEncoderParams::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out)
}

/// Prints the tables of `dist`, made from `content`.
pub fn print(dist: &Path, content: &Path) -> Result<(), Error> {
    let mut goals = Table::new("Goals", &["goal", "is", ""]);
    let (loader, first) = code(dist)?;
    goal(&mut goals, "code of the first open, brotli", FIRST_OPEN, first.brotli);
    goal(&mut goals, "loader, brotli", LOADER, loader.brotli);
    bundles(dist, content, &mut goals)?;
    goals.print();
    Ok(())
}

/// The sizes of the loader and of all that the first open fetches.
fn code(dist: &Path) -> Result<(Size, Size), Error> {
    let loader = Size::of(&dist.join("helplet.js"))?;
    let mut table = Table::new("Code, bytes", &["raw", "gzip -9", "brotli 11"]);
    table.row("loader (helplet.js)", loader.cells());
    let mut first = loader;
    for (name, ending) in [("glue", "js"), ("wasm", "wasm"), ("style sheet", "css")] {
        let size = Size::of(&hashed(dist, ending)?)?;
        table.row(name, size.cells());
        first = first.plus(size);
    }
    table.row("first open", first.cells());
    let mut later = Size::default();
    for ending in ["later.wasm", "later.js", "later.css"] {
        later = later.plus(Size::of(&hashed(dist, ending)?)?);
    }
    table.row("later, when idle: tickets", later.cells());
    table.row("all code", first.plus(later).cells());
    table.print();
    Ok((loader, first))
}

/// The file of the build whose name is `helplet-`, a hash, a dot and `ending`.
fn hashed(dist: &Path, ending: &str) -> Result<PathBuf, Error> {
    let files = fs::read_dir(dist).map_err(|error| format!("{}: {error}; ./x dist makes it", dist.display()))?;
    let mut paths = files.filter_map(|file| Some(file.ok()?.path()));
    let wanted = |path: &PathBuf| {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        name.starts_with("helplet-") && name.split_once('.').is_some_and(|(_, after)| after == ending)
    };
    paths
        .find(wanted)
        .ok_or_else(|| format!("{}: no helplet-*.{ending} in it; ./x dist makes it", dist.display()).into())
}

fn bundles(dist: &Path, content: &Path, goals: &mut Table) -> Result<(), Error> {
    // The day matters to what is said of announcements alone, and nothing is said here.
    let loaded = author::load(content, CivilDate { year: 2026, month: 1, day: 1 });
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(dist.join("manifest.json"))?)?;
    let mut table = Table::new(
        "Bundles, bytes",
        &["bundle", "its Markdown", "that in gzip -9", "bundle to gzip", "with TOML, gzip -9"],
    );
    for library in &loaded.libraries {
        let sizes = author::sizes(content, library)?;
        let languages = manifest["languages"].as_array().into_iter().flatten();
        let bytes = languages.filter(|it| it["lang"] == library.lang.as_str()).find_map(|it| it["bytes"].as_u64());
        let bytes =
            bytes.ok_or_else(|| format!("{}: the manifest has no bundle for {}", dist.display(), library.lang))?;
        let bundle = usize::try_from(bytes)?;
        let ratio = bundle as f64 / sizes.markdown_gzip as f64;
        let [markdown, gzip, sources] = [sizes.markdown, sizes.markdown_gzip, sizes.sources_gzip].map(grouped);
        table.row(&library.lang, [grouped(bundle), markdown, gzip, format!("{ratio:.2}"), sources]);
        // Smaller than the gzip, so at most one byte less.
        goal(
            goals,
            &format!("bundle {} below the gzip of its Markdown", library.lang),
            sizes.markdown_gzip - 1,
            bundle,
        );
    }
    table.print();
    Ok(())
}

fn goal(goals: &mut Table, name: &str, most: usize, is: usize) {
    goals.row(name, [grouped(most), grouped(is), verdict(most, is)]);
}

fn verdict(most: usize, is: usize) -> String {
    if is <= most { String::from("holds") } else { format!("misses by {}", grouped(is - most)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_holds_up_to_its_last_byte() {
        assert_eq!(verdict(2048, 2048), "holds");
        assert_eq!(verdict(2048, 2049), "misses by 1");
        assert_eq!(verdict(102_400, 139_800), "misses by 37,400");
    }
}
