//! A phone's on-screen keyboard leaves a part of the page to be seen: the panel keeps to it.

use crate::harness::{Page, Setup};
use helplet_content::Ui;
use serde_json::json;

/// The part that is seen, as phones report it that lay the keyboard over the page. `seen` changes it.
const VIEW: &str = "const view = new EventTarget(), page = () => document.documentElement;
    const whole = {width: () => page().clientWidth, height: () => page().clientHeight, scale: () => 1};
    for (const name of ['width', 'height', 'scale', 'offsetLeft', 'offsetTop', 'pageLeft', 'pageTop'])
      Object.defineProperty(view, name, {get: () => view.told?.[name] ?? whole[name]?.() ?? 0});
    Object.defineProperty(window, 'visualViewport', {value: view});
    window.seen = (told) => { view.told = told; view.dispatchEvent(new Event('resize')); };";

/// A page on a screen that is touched, with the panel open.
fn touched(width: u32, height: u32) -> Page {
    let page = Setup::default().script(VIEW.into()).size(width, height).load();
    page.devtools("Emulation.setTouchEmulationEnabled", json!({"enabled": true}));
    page.open_widget();
    page
}

/// Top and bottom of an element.
#[track_caller]
fn place(page: &Page, selector: &str) -> (f64, f64) {
    let place = page.js(
        "const it = root.querySelector(arguments[0]).getBoundingClientRect(); return [it.top, it.bottom]",
        json!([selector]),
    );
    (place[0].as_f64().expect("a number"), place[1].as_f64().expect("a number"))
}

fn seen(page: &Page, height: u32, offset: u32, scale: u32) {
    page.js(
        "seen({height: arguments[0], offsetTop: arguments[1], scale: arguments[2]})",
        json!([height, offset, scale]),
    );
}

#[test]
fn keeps_above_the_keyboard() {
    for (width, height, left) in [(360, 740, 430), (740, 360, 170)] {
        let page = touched(width, height);
        assert_eq!(place(&page, ".panel-inner"), (0.0, height.into()), "the whole screen");
        page.navigate("ticket");
        page.fill(Ui::Email, "someone@example.com");
        seen(&page, left, 0, 1);
        assert_eq!(place(&page, ".panel-inner"), (0.0, left.into()));
        assert!(place(&page, "input[type=email]").1 <= left.into(), "the field being written in is seen");
        assert_eq!(place(&page, ".panel"), (0.0, height.into()), "the page below is still covered");

        // The system may have moved the page up.
        seen(&page, left, 90, 1);
        assert_eq!(place(&page, ".panel-inner"), (90.0, (left + 90).into()));
        // Zoomed in, the person chooses what is seen.
        seen(&page, left, 0, 2);
        assert_eq!(place(&page, ".panel-inner"), (0.0, height.into()));
        seen(&page, height, 0, 1);
        assert_eq!(place(&page, ".panel-inner"), (0.0, height.into()));
    }
}

#[test]
fn a_panel_over_a_tablets_page_keeps_above_it_too() {
    let page = touched(800, 1200);
    let (top, bottom) = place(&page, ".panel");
    seen(&page, 800, 0, 1);
    assert!(top > 0.0 && bottom > 800.0);
    assert_eq!(place(&page, ".panel-inner"), (top, 800.0));
}
