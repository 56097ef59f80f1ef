use crate::harness::{Page, Setup, ZH, library, t};
use helplet_content::Ui;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Takes the widget's files with an ending out of the site; gives back how to put them in again.
fn take_away(page: &Page, ending: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fs::read_dir(page.site()).expect("a folder").map(|entry| entry.expect("an entry").path());
    // The compressed ones beside them go too.
    let taken: Vec<_> = files.filter(|path| is_widgets(path, ending)).collect();
    assert!(!taken.is_empty());
    taken
        .into_iter()
        .map(|path| {
            let bytes = fs::read(&path).expect("read");
            fs::remove_file(&path).expect("removed");
            (path, bytes)
        })
        .collect()
}

/// The loader itself, `helplet.js`, has no hash in its name.
fn is_widgets(path: &Path, ending: &str) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.contains('-') && name.contains(ending))
}

fn without(ending: &str) {
    let page = Setup::default().tolerate("404 (Not Found)").load();
    let taken = take_away(&page, ending);
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.run(page.element("return root.querySelector('.launcher')", json!([])).expect("a launcher").click());

    let channels = &library(ZH).channels;
    page.reads(t(Ui::LauncherFailed));
    page.reads(&channels.hotlines[0].number);
    page.reads(&channels.wechat[0].name);
    page.reads(&channels.emails[0].address);

    for (path, bytes) in taken {
        fs::write(path, bytes).expect("written");
    }
    page.press(Ui::Retry);
    page.until_js("home", "return root.querySelector('[data-screen=home]')", json!([]));
}

#[test]
fn gives_the_contact_channels_when_the_wasm_is_missing() {
    without(".wasm");
}

#[test]
fn gives_the_contact_channels_when_the_script_is_missing() {
    without(".js");
}

#[test]
fn gives_the_contact_channels_when_the_bundle_is_missing() {
    without(".hlp");
}
