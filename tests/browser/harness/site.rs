//! The built site with the pages a test needs, in a folder of the test's own.

use std::fs;
use std::path::Path;

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
