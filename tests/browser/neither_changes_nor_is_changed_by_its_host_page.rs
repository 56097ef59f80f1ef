use crate::harness::{Page, Setup, ZH, host_page, pixels};
use serde_json::{Value, json};

const BODY: &str = "<main><h1>Host page</h1><p>Text with <a href=\"#x\">a link</a>.</p>\
    <form><input value=\"x\"><button>Button</button></form><table><tr><td>cell</td></tr></table></main>";

/// Everything a careless or hostile page throws at what stands in it. What shows at the panel's round
/// corners is alike on both pages.
const HOSTILE: &str = "* { all: unset !important }
    :root { font-size: 60px !important; letter-spacing: 9px !important; direction: rtl !important; color: lime !important; writing-mode: vertical-rl }
    *, *::before, *::after { box-sizing: content-box !important; line-height: 4 !important; text-transform: uppercase !important; word-spacing: 2em; text-indent: 5em; }
    div, section, helplet-root { display: none !important; visibility: hidden !important; opacity: .2 !important; filter: blur(9px) !important; transform: scale(.3) !important; }
    button, input, select, textarea, ul, li, h2, h3, p { display: none !important; font: 90px/1 fantasy !important; padding: 40px !important; }
    svg { width: 300px !important; fill: red !important } [hidden] { display: block !important }
    html, body { background: white !important } head { display: none !important } main { visibility: hidden !important }";
const PLAIN: &str = "html, body { background: white } main { visibility: hidden }";

/// Screens that between them show every kind of part.
const SCREENS: [&str; 5] = ["home", "article/sheet-vlookup", "contact", "ticket/bug", "wizard"];

fn opened(style: &str) -> Page {
    Setup::default()
        .page(host_page(ZH, "data-helplet-endpoint=\".\"", "<link rel=\"stylesheet\" href=\"style.css\">", BODY))
        .file("style.css", style)
        .clock("2026-11-24T10:00:00+08:00")
        .open()
}

fn pictures(page: &Page) -> Vec<(u32, u32, Vec<u8>)> {
    // A caret blinks, and a focus ring depends on how the focus came.
    page.js("root.activeElement && root.activeElement.blur()", json!([]));
    let shots = SCREENS.iter().map(|screen| {
        page.navigate(screen);
        page.until_js("the focus has come", "return root.querySelector('[data-screen=home]') || (root.activeElement && root.activeElement.className == 'screen-title')", json!([]));
        page.js("root.activeElement && root.activeElement.blur()", json!([]));
        pixels(&page.picture_of(".panel"))
    });
    let mut all: Vec<_> = shots.collect();
    page.command("close", "");
    all.push(pixels(&page.picture_of(".launcher")));
    all
}

#[test]
fn a_hostile_page_does_not_change_the_widget() {
    let plain = pictures(&opened(PLAIN));
    let hostile = pictures(&opened(HOSTILE));
    for (at, (plain, hostile)) in plain.iter().zip(&hostile).enumerate() {
        let screen = SCREENS.get(at).unwrap_or(&"launcher");
        assert_eq!((plain.0, plain.1), (hostile.0, hostile.1), "{screen} has another size");
        let width = plain.0 as usize;
        let different: Vec<_> = (0..plain.2.len() / 3)
            .filter(|at| plain.2[at * 3..at * 3 + 3] != hostile.2[at * 3..at * 3 + 3])
            .map(|at| (at % width, at / width))
            .collect();
        assert!(
            different.is_empty(),
            "{screen} differs in {} pixels, such as {:?}",
            different.len(),
            &different[..different.len().min(10)]
        );
        let colours: std::collections::HashSet<_> = plain.2.chunks(3).collect();
        assert!(colours.len() > 8, "the picture of {screen} shows something");
    }
}

/// Place and every computed style of every element of the host page, then what hangs on the window.
/// The names that are left out there are WebDriver's own.
const STATE: &str = "return [...document.querySelectorAll('html, body, body *:not(helplet-root)')].map((it) => {
  const box = it.getBoundingClientRect(), style = getComputedStyle(it);
  return [it.localName, box.x, box.y, box.width, box.height, ...[...style].map((name) => name + ': ' + style.getPropertyValue(name))];
}).concat([[...Object.keys(window).filter((name) => name != 'Helplet' && name != 'ret_nodes' && !name.startsWith('se_')),
  document.title, document.adoptedStyleSheets.length, document.fonts.size, scrollX, scrollY]])";

fn state(page: &Page) -> Vec<Vec<Value>> {
    serde_json::from_value(page.js(STATE, json!([]))).expect("lists")
}

#[track_caller]
fn is_as_before(page: &Page, before: &[Vec<Value>], when: &str) {
    let now = state(page);
    assert_eq!(now.len(), before.len(), "{when}: elements of the page");
    for (now, before) in now.iter().zip(before) {
        let changed: Vec<_> = now.iter().filter(|it| !before.contains(it)).collect();
        assert!(now == before, "{when}: {} has changed: {changed:?}", before[0]);
    }
}

#[test]
fn the_widget_does_not_change_the_page() {
    let with = host_page(ZH, "", "", BODY);
    let without = with.replace("<script async src=\"helplet.js\" ></script>", "");
    assert_ne!(with, without, "the script tag is taken out");
    let page = Setup::default().page(with).file("without.html", &without).at("without.html").load();
    let untouched = state(&page);

    page.goto(&format!("http://{}/page.html", page.desk.address));
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    is_as_before(&page, &untouched, "with the launcher");
    page.open_widget();
    page.navigate("article/sheet-vlookup");
    is_as_before(&page, &untouched, "with the panel open");
    page.command("destroy", "");
    is_as_before(&page, &untouched, "after it was taken out");
}
