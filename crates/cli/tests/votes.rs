//! `helplet pack --votes` as an operator runs it.

use helplet_content::author::open;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Packs the shipped content with this file of votes into a new folder.
fn pack(name: &str, votes: &str) -> (Output, PathBuf) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("votes.toml");
    fs::write(&file, votes).expect("a file");
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content");
    let output = Command::new(env!("CARGO_BIN_EXE_helplet"))
        .args(["pack", content, "--out"])
        .arg(folder.join("out"))
        .arg("--votes")
        .arg(&file)
        .output()
        .expect("runs");
    (output, folder.join("out"))
}

#[test]
fn votes_travel_in_every_language() {
    let (output, out) = pack("votes", "[articles]\nprint-basics = 0.5\n\"file-wont-open\" = -1\nlong-gone = 1.0\n");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("articles.long-gone: there is no such article"), "{said}");
    let bundles = fs::read_dir(out).expect("a folder").flatten().map(|entry| entry.path());
    let mut languages = 0;
    for bundle in bundles.filter(|path| path.extension().is_some_and(|it| it == "hlp")) {
        let library = open(&fs::read(bundle).expect("a bundle")).expect("it can be read");
        languages += 1;
        for (article, vote) in library.articles.iter().zip(library.votes()) {
            let expected = match article.id.as_str() {
                "print-basics" => 0.5,
                "file-wont-open" => -1.0,
                _ => 0.0,
            };
            assert!((vote - expected).abs() < 0.005, "{} {vote}", article.id);
        }
        assert_eq!(library.votes().count(), library.articles.len());
    }
    assert_eq!(languages, 2);
}

#[test]
fn a_file_that_holds_no_votes_is_refused_and_says_why() {
    for (name, votes, why) in [
        ("votes-range", "[articles]\nprint-basics = 3\n", "articles.print-basics: 3 is no vote"),
        ("votes-text", "[articles]\nprint-basics = \"good\"\n", "articles.print-basics: \"good\" is no vote"),
        ("votes-nan", "[articles]\nprint-basics = nan\n", "articles.print-basics: nan is no vote"),
        ("votes-table", "print-basics = 0.5\n", "there is no table [articles]"),
        ("votes-toml", "[articles\n", "votes.toml: TOML parse error at line 1"),
    ] {
        let (output, out) = pack(name, votes);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(why), "{name}: {said}");
        assert!(!out.exists(), "{name}: nothing is packed");
    }
}
