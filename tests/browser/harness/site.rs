//! The built site with the pages a test needs, in a folder of the test's own.

use super::desk::program;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Copies `dist/` to `to` and adds pages (name, content).
pub fn copy(to: &Path, pages: &[(String, String)]) {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    assert!(dist.join("manifest.json").is_file(), "dist/ is not built: run ./x test, or ./x dist");
    copy_folder(&dist, to);
    for (name, content) in pages {
        fs::write(to.join(name), content).expect("written");
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let copy = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, copy).expect("copied");
        }
    }
}

/// A host page: `lang` of the page, attributes of the script tag, what stands in head and body.
pub fn host_page(lang: &str, attributes: &str, head: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>Host page</title>\
         <meta name=\"viewport\" content=\"width=device-width\">{head}\
         <script async src=\"helplet.js\" {attributes}></script></head><body>{body}</body></html>\n"
    )
}

/// The shipped content.
pub fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

/// Writes the content to `to`, each TOML file of a language changed by `reword`, and packs it in place of a
/// site's bundles.
pub fn reword(to: &Path, site: &Path, reword: fn(&str) -> String) {
    copy_folder(&content(), to);
    for file in files(to).iter().flat_map(|language| files(language)) {
        if file.extension().is_some_and(|it| it == "toml") {
            fs::write(&file, reword(&fs::read_to_string(&file).expect("UTF-8"))).expect("written");
        }
    }
    let packed = to.with_extension("packed");
    let run = Command::new(program()).arg("pack").arg(to).arg("--out").arg(&packed).output().expect("helplet starts");
    assert!(run.status.success(), "helplet pack: {}", String::from_utf8_lossy(&run.stderr));
    let bundles = |folder| files(folder).into_iter().filter(|path| path.extension().is_some_and(|it| it == "hlp"));
    // The loader knows them by the names they had; what stands before the hash is the language, in both.
    for (new, old) in bundles(&packed).zip(bundles(site)) {
        fs::copy(new, old).expect("copied");
    }
}

/// What is in a folder, by name; nothing where it is none.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// What every page runs first in an engine that can't be told so: it notes what the page complains of.
const COMPLAINTS: &str = "window.complaints = [];
console.error = (...told) => complaints.push(told.join(' '));
addEventListener('error', (event) => complaints.push(String(event.message)));
addEventListener('unhandledrejection', (event) => complaints.push(String(event.reason)));
document.addEventListener('securitypolicyviolation', (event) => complaints.push(event.violatedDirective + ' ' + event.blockedURI));
";

/// Has every page of the site run scripts before anything of its own.
pub fn run_before(site: &Path, scripts: &[String]) {
    fs::write(site.join("before.js"), [COMPLAINTS, &scripts.join(";\n")].concat()).expect("written");
    for entry in fs::read_dir(site).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "html") {
            let page = fs::read_to_string(&path).expect("read");
            fs::write(&path, page.replacen("<head>", "<head><script src=\"/before.js\"></script>", 1))
                .expect("written");
            for packed in ["html.br", "html.gz"] {
                _ = fs::remove_file(path.with_extension(packed));
            }
        }
    }
}
