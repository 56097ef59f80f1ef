//! A content folder in a temporary place: the fixture, to be damaged.

use helplet_content::author::{Loaded, load};
use helplet_content::{CivilDate, Ui};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

/// The day the fixture is checked for.
pub const TODAY: CivilDate = CivilDate { year: 2026, month: 11, day: 23 };

/// The signature and IHDR chunk of a PNG of 3 by 2 pixels.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x06\0\0\0";

/// A copy of the fixture with all interface strings, taken away when dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("helplet-content-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = Self(env::temp_dir().join(name));
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture"), &folder.0);
        folder.write("en/ui.toml", &ui("Text"));
        folder.write("zh-CN/ui.toml", &ui("文字"));
        folder.write_bytes("en/faq/account/pictures/sign-in.png", PNG);
        folder
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, file: &str, text: &str) {
        self.write_bytes(file, text.as_bytes());
    }

    pub fn write_bytes(&self, file: &str, bytes: &[u8]) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Replaces a text that must be in the file.
    pub fn replace(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.0.join(file)).unwrap();
        assert!(text.contains(old), "{file} has no {old:?}");
        self.write(file, &text.replacen(old, new, 1));
    }

    pub fn load(&self) -> Loaded {
        load(&self.0, TODAY)
    }

    /// The faults as they are printed, with paths below the folder.
    pub fn faults(&self) -> Vec<String> {
        let prefix = format!("{}/", self.0.display());
        self.load().faults.iter().map(|fault| fault.to_string().replace(&prefix, "")).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be taken away now, the system takes away later.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::write(&target, fs::read(&path).unwrap()).unwrap() }
    }
}

/// Every interface string, each with its own text.
fn ui(word: &str) -> String {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in Ui::KEYS {
        let (group, name) = key.split_once('.').unwrap();
        groups.entry(group).or_default().push(name);
    }
    let lines = groups.iter().map(|(group, names)| {
        let lines: String =
            names.iter().map(|name| format!("{name} = \"{word} {group} {name} {{count}}\"\n")).collect();
        format!("[{group}]\n{lines}")
    });
    lines.collect()
}
