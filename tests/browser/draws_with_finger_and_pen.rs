use crate::harness::{Page, Setup, files, noise, pixels, t};
use helplet_content::{Ui, ui};
use serde_json::{Value, json};

/// A picture in the editor of a telephone's screen; it is taller than the panel, so that the page could scroll.
fn editing() -> Page {
    let page = Setup::default().size(360, 560).load();
    page.devtools("Emulation.setTouchEmulationEnabled", json!({"enabled": true, "maxTouchPoints": 2}));
    page.open_widget();
    page.press(Ui::TicketTile);
    page.pick(&[&page.on_device("a.png", &noise(300, 700, 1))]);
    page.listed_files(1);
    page.press(ui::fill(t(Ui::Edit), &[("name", "a.png")]));
    page.until_js("the editor", "return !!root.querySelector('.drawing-area')", json!([]));
    page.press(Ui::EditorRedact);
    page.js("root.querySelector('.drawing-area').scrollIntoView({block: 'start'})", json!([]));
    page
}

/// Where a share of the picture is on the screen.
fn place(page: &Page, (x, y): (f64, f64)) -> (f64, f64) {
    let edges = page.js(
        "const it = root.querySelector('.drawing-area').getBoundingClientRect(); return [it.left, it.top, it.width, it.height]",
        json!([]),
    );
    let [left, top, width, height]: [f64; 4] = serde_json::from_value(edges).expect("numbers");
    (left + x * width, top + y * height)
}

fn touch(page: &Page, kind: &str, points: &[(f64, f64)]) {
    let points: Vec<Value> = points.iter().enumerate().map(|(id, (x, y))| json!({"x": x, "y": y, "id": id})).collect();
    page.devtools("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points}));
}

fn scrolled(page: &Page) -> Value {
    page.js("return [root.querySelector('#body').scrollTop, scrollY, visualViewport.scale]", json!([]))
}

/// Sends the ticket; how much of the picture is black, in percent.
fn black(page: &Page) -> usize {
    page.press(Ui::EditorDone);
    page.until_js("the form", "return !root.querySelector('.picture-editor')", json!([]));
    page.write_ticket("涂黑", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    let (width, height, found) = pixels(&files(&page.data())[0].2);
    let pixels = (width * height) as usize;
    found.chunks_exact(found.len() / pixels).filter(|it| it[..3] == [0; 3]).count() * 100 / pixels
}

#[test]
fn a_finger_draws_and_nothing_scrolls() {
    let page = editing();
    let before = scrolled(&page);
    let corners = [(0.1, 0.9), (0.3, 0.7), (0.6, 0.4)].map(|at| place(&page, at));
    touch(&page, "touchStart", &corners[..1]);
    corners[1..].iter().for_each(|at| touch(&page, "touchMove", &[*at]));
    touch(&page, "touchEnd", &[]);
    assert_eq!(scrolled(&page), before, "drawing is not scrolling");
    assert!((23..=27).contains(&black(&page)), "half of the width, half of the height");
}

#[test]
fn a_second_finger_changes_nothing() {
    let page = editing();
    let before = scrolled(&page);
    let [from, to, other] = [(0.1, 0.9), (0.6, 0.4), (0.9, 0.1)].map(|at| place(&page, at));
    touch(&page, "touchStart", &[from]);
    touch(&page, "touchMove", &[to]);
    touch(&page, "touchStart", &[to, other]);
    touch(&page, "touchMove", &[to, (other.0 - 50.0, other.1 + 50.0)]);
    touch(&page, "touchEnd", &[]);
    assert_eq!(scrolled(&page), before, "nor does it make the page larger");
    assert!((23..=27).contains(&black(&page)));
}

#[test]
fn a_pen_draws() {
    let page = editing();
    let [from, to] = [(0.1, 0.4), (0.6, 0.9)].map(|at| place(&page, at));
    let pen = |kind: &str, (x, y): (f64, f64), buttons: u8| {
        let event = json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1,
            "pointerType": "pen", "force": 0.5});
        page.devtools("Input.dispatchMouseEvent", event);
    };
    // Held over the picture it draws nothing yet.
    pen("mouseMoved", place(&page, (0.9, 0.1)), 0);
    pen("mousePressed", from, 1);
    pen("mouseMoved", to, 1);
    pen("mouseReleased", to, 0);
    assert!((23..=27).contains(&black(&page)));
}
