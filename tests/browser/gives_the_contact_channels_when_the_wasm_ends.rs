use crate::harness::{Page, Setup, ZH, library, t};
use helplet_content::Ui;
use serde_json::json;

/// Notes errors as the page would hear them, and lays the wasm open.
const WATCH: &str = "window.uncaught = []; window.told = [];
    addEventListener('error', (event) => uncaught.push(event.message));
    addEventListener('unhandledrejection', (event) => uncaught.push(String(event.reason)));
    document.addEventListener('helplet:error', ({detail}) => told.push(detail.what));
    const start = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
      const started = await start(...given);
      window.wasm = started.instance;
      return started;
    };";

#[track_caller]
fn shows_the_channels(page: &Page) {
    page.reads(t(Ui::LauncherFailed));
    let channels = &library(ZH).channels;
    page.reads(&channels.hotlines[0].number);
    page.reads(&channels.emails[0].address);
    assert_eq!(page.js("return [uncaught, told]", json!([])), json!([[], ["start"]]));
}

#[test]
fn breaks_down_without_the_page_noticing_and_starts_anew() {
    let page = Setup::default().script(WATCH.into()).open();
    page.navigate("article/forgot-password");
    let damage = "window.before = wasm; new Uint8Array(wasm.exports.memory.buffer).fill(255); root.querySelector('.back').click()";
    page.js(damage, json!([]));
    shows_the_channels(&page);

    page.js("told.length = 0", json!([]));
    page.press(Ui::Retry);
    page.until_js("home", "return root.querySelector('[data-screen=home]')", json!([]));
    assert_eq!(page.js("return wasm != before", json!([])), true, "a new instance");
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    assert_eq!(page.js("return [uncaught, told]", json!([])), json!([[], []]));
}

#[test]
fn breaks_down_in_the_background() {
    let page = Setup::default().script(WATCH.into()).open();
    page.command("close", "");
    page.js("new Uint8Array(wasm.exports.memory.buffer).fill(255); document.dispatchEvent(new Event('visibilitychange')); dispatchEvent(new Event('offline'))", json!([]));
    page.until_js("the event", "return told.length > 0", json!([]));
    assert_eq!(page.js("return [uncaught, root.querySelector('.panel').hidden]", json!([])), json!([[], true]));
    page.open_widget();
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
}

fn never_starts(script: &str) {
    let page = Setup::default().script([WATCH, script].concat()).load();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.js("root.querySelector('.launcher').click()", json!([]));
    shows_the_channels(&page);
}

#[test]
fn starts_without_memory() {
    never_starts(
        "WebAssembly.instantiateStreaming = async () => { throw new RangeError('could not allocate memory') };",
    );
}

#[test]
fn starts_in_an_old_engine() {
    never_starts("delete window.WebAssembly; delete window.CSSStyleSheet;");
}
