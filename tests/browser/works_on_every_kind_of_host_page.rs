//! The host pages of `pages/`. On each the widget finds an answer, or shows the contact channels where
//! docs/EMBED.md says so; the page's own checks still pass, nothing is thrown into it, and with the panel closed
//! it looks as it does without the widget, but for the launcher.

use crate::harness::{Page, Setup, ZH, library, pixels, t};
use helplet_content::Ui;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A page, served with everything that one of these pages may need.
fn host(name: &str) -> Setup {
    let read = |path: PathBuf| fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let folder = fs::read_dir(Path::new(ROOT).join("tests/browser/pages")).expect("the pages");
    let own = folder.map(|entry| entry.expect("an entry").path());
    let setup = own.fold(Setup::default(), |setup, path| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
        setup.file(&name, &read(path))
    });
    let package = |path: &str| read(Path::new(ROOT).join("node_modules").join(path));
    // What Tailwind makes of its own functions, where no theme is set.
    let tailwind = package("tailwindcss/preflight.css").replace("--theme(", "var(");
    setup.file("bootstrap.css", &package("bootstrap/dist/css/bootstrap.css")).file("tailwind.css", &tailwind).at(name)
}

/// A picture of the page, and where the launcher stands in it.
fn picture(page: &Page) -> (u32, u32, Vec<u8>) {
    page.until_js("the whole page", "return document.readyState == 'complete'", json!([]));
    pixels(&page.run(page.driver().screenshot_as_png()))
}

/// Goes into the page's frame, where it has one.
fn enter(page: &Page) {
    if page.js("return frames.length > 0", json!([])) == json!(true) {
        page.run(page.driver().clone().enter_frame(0));
    }
}

fn leave(page: &Page) {
    page.run(page.driver().enter_default_frame());
}

#[track_caller]
fn is_itself(page: &Page, when: &str) {
    let told = page.js("return [hostPage.errors, hostPage.failures()]", json!([]));
    assert_eq!(told, json!([[], []]), "{when}: what was thrown into the page, and its own checks that fail");
}

/// Left, top, right and bottom of the launcher with its shadow, in the page's pixels.
fn launcher(page: &Page) -> [i64; 4] {
    /// How far the shadow reaches (style/launcher.css).
    const SHADOW: f64 = 20.0;
    let frame = page.js("const it = document.querySelector('iframe'), box = it && it.getBoundingClientRect(); return box ? [box.x + it.clientLeft, box.y + it.clientTop] : [0, 0]", json!([]));
    enter(page);
    let place = page.until_js("the launcher", "const it = root && root.querySelector('.launcher'), box = it && it.getBoundingClientRect(); return box && box.width ? [box.left, box.top, box.right, box.bottom] : false", json!([]));
    leave(page);
    let at = |side: usize| place[side].as_f64().expect("a number") + frame[side % 2].as_f64().expect("a number");
    [at(0) - SHADOW, at(1) - SHADOW, at(2) + SHADOW, at(3) + SHADOW].map(|side| side.round() as i64)
}

/// Takes the script tag's file away, which is to have no script tag.
fn take_away(page: &Page) {
    for name in ["helplet.js", "helplet.js.br", "helplet.js.gz"] {
        fs::remove_file(page.site().join(name)).expect("removed");
    }
}

#[track_caller]
fn looks_as_without_the_widget(page: &Page) {
    let [left, top, right, bottom] = launcher(page);
    let with = picture(page);
    take_away(page);
    page.reload();
    let without = picture(page);
    // The script is missed, as it should be here.
    let missed = page.complaints();
    assert!(missed.iter().all(|it| it.contains("helplet.js")), "without the widget: {missed:#?}");
    assert_eq!((with.0, with.1), (without.0, without.1), "the size of the page's picture");
    let (width, bytes) = (with.0 as usize, with.2.len() / (with.0 * with.1) as usize);
    let different: Vec<_> = (with.2.chunks(bytes).zip(without.2.chunks(bytes)).enumerate())
        .filter(|(_, (with, without))| with != without)
        .map(|(at, _)| ((at % width) as i64, (at / width) as i64))
        .collect();
    let outside: Vec<_> =
        different.iter().filter(|(x, y)| !(left..right).contains(x) || !(top..bottom).contains(y)).collect();
    assert!(!different.is_empty(), "the pictures show no launcher");
    assert!(
        outside.is_empty(),
        "{} pixels differ outside of the launcher {left},{top} to {right},{bottom}, such as {:?}",
        outside.len(),
        &outside[..outside.len().min(10)]
    );
}

#[track_caller]
fn finds_an_answer(page: &Page) {
    page.open_widget();
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
}

#[track_caller]
fn shows_the_contact_channels(page: &Page) {
    let launcher = "return root && root.querySelector('.launcher')";
    page.until_js("the launcher", launcher, json!([]));
    page.run(page.element(launcher, json!([])).expect("a launcher").click());
    page.reads(t(Ui::LauncherFailed));
    page.reads(&library(ZH).channels.hotlines[0].number);
}

/// Everything that holds of a page; `use_it` is what a person does there.
#[track_caller]
fn holds(page: &Page, use_it: impl Fn(&Page)) {
    enter(page);
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    is_itself(page, "before the widget is used");
    use_it(page);
    is_itself(page, "with the panel open");
    page.command("close", "");
    is_itself(page, "with the panel closed again");
    page.command("destroy", "");
    is_itself(page, "after the widget was taken out");
    leave(page);
    is_itself(page, "the outermost page");
    page.reload();
    looks_as_without_the_widget(page);
}

#[track_caller]
fn finds_an_answer_on(name: &str) {
    holds(&host(name).load(), finds_an_answer);
}

#[test]
fn under_a_strict_policy_with_trusted_types() {
    finds_an_answer_on("strict_policy.html");
}

#[test]
fn under_a_policy_of_nonces() {
    finds_an_answer_on("nonce_policy.html");
}

#[test]
fn among_hostile_styles() {
    finds_an_answer_on("hostile_styles.html");
}

#[test]
fn with_bootstrap() {
    finds_an_answer_on("bootstrap.html");
}

#[test]
fn with_the_reset_of_tailwind() {
    finds_an_answer_on("tailwind.html");
}

#[test]
fn where_lists_and_fetch_are_changed() {
    finds_an_answer_on("changed_built_ins.html");
}

#[test]
fn where_storage_is_denied() {
    finds_an_answer_on("storage_denied.html");
}

#[test]
fn from_right_to_left() {
    finds_an_answer_on("right_to_left.html");
}

#[test]
fn among_fifty_thousand_elements() {
    finds_an_answer_on("many_elements.html");
}

#[test]
fn in_a_sandbox() {
    // A sandbox without its own origin has the origin `null`.
    holds(&host("sandbox.html").setting("--allow-origin", "null").load(), finds_an_answer);
}

#[test]
fn in_a_sandbox_that_the_widgets_host_does_not_serve() {
    holds(&host("sandbox.html").tolerate("CORS policy").tolerate("net::ERR_FAILED").load(), shows_the_contact_channels);
}

#[test]
fn where_wasm_is_blocked_by_policy() {
    holds(&host("wasm_blocked.html").tolerate("WebAssembly").load(), shows_the_contact_channels);
}

#[test]
fn without_a_network() {
    let mut page = host("no_network.html").unreachable().load();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.desk.stop();
    shows_the_contact_channels(&page);
    is_itself(&page, "with the network gone");
    page.desk.start_again();
    page.press(Ui::Retry);
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    is_itself(&page, "with the network back");
    page.reload();
    looks_as_without_the_widget(&page);
}
