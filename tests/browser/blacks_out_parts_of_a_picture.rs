use crate::harness::{Page, Role, Setup, files, noise, pixels, t};
use helplet_content::{Ui, ui};
use serde_json::json;

/// Where two pictures of the same size differ: left, top, width and height. Fails where anything in
/// there is not black, or anything around it differs.
#[track_caller]
fn blacked_out(original: &[u8], edited: &[u8]) -> [u32; 4] {
    let ((width, height, before), (w, h, after)) = (pixels(original), pixels(edited));
    assert_eq!((w, h), (width, height), "the size is kept");
    let at = |bytes: &[u8], pixel: u32| {
        let channels = bytes.len() / (width * height) as usize;
        let start = pixel as usize * channels;
        assert!(channels < 4 || bytes[start + 3] == 255, "nothing is transparent");
        [bytes[start], bytes[start + 1], bytes[start + 2]]
    };
    let all = 0..width * height;
    let changed: Vec<u32> = all.filter(|&pixel| at(&before, pixel) != at(&after, pixel)).collect();
    assert!(changed.iter().all(|&pixel| at(&after, pixel) == [0; 3]), "what is blacked out is black");
    let edges = |side: fn(u32, u32) -> u32| {
        let of_all = || changed.iter().map(|&pixel| side(pixel, width));
        (of_all().min().expect("a change"), of_all().max().expect("a change"))
    };
    let ((left, right), (top, bottom)) = (edges(|pixel, width| pixel % width), edges(|pixel, width| pixel / width));
    for pixel in 0..width * height {
        let inside = (left..=right).contains(&(pixel % width)) && (top..=bottom).contains(&(pixel / width));
        assert!(!inside || at(&after, pixel) == [0; 3], "a pixel shines through at {pixel}");
    }
    [left, top, right - left + 1, bottom - top + 1]
}

fn edit(page: &Page, name: &str) {
    page.press(ui::fill(t(Ui::Edit), &[("name", name)]));
    page.until_js("the editor", "return !!root.querySelector('.drawing-area')", json!([]));
}

/// Draws with the mouse between two points, given in shares of the shown picture; the two points in
/// pixels of the picture.
fn draw(page: &Page, from: (f64, f64), to: (f64, f64)) -> [f64; 4] {
    let place = page.js(
        "const it = root.querySelector('.drawing-area'); it.scrollIntoView({block: 'nearest'});
         const {left, top, width, height} = it.getBoundingClientRect(); return [left, top, width, height, it.width / width]",
        json!([]),
    );
    let [left, top, width, height, scale]: [f64; 5] = serde_json::from_value(place).expect("a place");
    let on_screen = |(x, y): (f64, f64)| ((left + x * width) as i64, (top + y * height) as i64);
    let ((x1, y1), (x2, y2)) = (on_screen(from), on_screen(to));
    let chain = page.driver().action_chain().move_to(x1, y1).click_and_hold().move_to(x2, y2).release();
    page.run(chain.perform());
    [(x1 as f64 - left) * scale, (y1 as f64 - top) * scale, (x2 - x1) as f64 * scale, (y2 - y1) as f64 * scale]
}

fn send(page: &Page) -> Vec<(String, String, Vec<u8>)> {
    page.write_ticket("涂黑", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    files(&page.data())
}

#[test]
fn the_form_is_there_again_after_the_editor() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.pick(&[&page.on_device("a.png", &noise(300, 200, 1))]);
    page.listed_files(1);
    for theme in ["dark", "light"] {
        edit(&page, "a.png");
        page.gone(Role::Button, Ui::Send);
        page.gone(Role::Button, Ui::Close);
        // All is styled anew.
        page.command("setTheme", theme);
        page.until_js(theme, "return host.dataset.theme == arguments[0]", json!([theme]));
        page.press(Ui::EditorLeave);
        page.find(Role::Button, Ui::Send);
        page.find(Role::Button, Ui::Close);
    }
}

#[test]
fn blacked_out_pixels_are_gone_from_what_is_kept_and_sent() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    let original = noise(1000, 600, 5);
    page.pick(&[&page.on_device("private.png", &original)]);
    page.listed_files(1);
    edit(&page, "private.png");
    page.press(Ui::EditorRedact);
    let drawn = draw(&page, (0.25, 0.25), (0.75, 0.5));
    // A second one, taken back.
    draw(&page, (0.8, 0.6), (0.9, 0.9));
    page.press(Ui::EditorUndo);
    page.press(Ui::EditorDone);
    page.gone(Role::Button, Ui::EditorDone);
    page.until_js(
        "what is kept on the device is the edited picture",
        "return (async () => {
           const all = await new Promise((done) => { const it = indexedDB.open('helplet'); it.onsuccess = () => done(it.result); });
           const store = all.transaction(all.objectStoreNames[0]).objectStore(all.objectStoreNames[0]);
           const kept = await new Promise((done) => { const it = store.get('draft-files'); it.onsuccess = () => done(it.result); });
           all.close();
           if (kept.length != 1) return false;
           const size = kept[0].size ?? kept[0].byteLength;
           return localStorage['helplet:draft'].includes('\\t' + size + '\\t') && size != arguments[0];
         })()",
        json!([original.len()]),
    );

    page.reload();
    page.open_widget();
    page.navigate("ticket");
    assert_eq!(page.listed_files(1), ["private.png"]);
    let stored = send(&page);
    assert_eq!((stored[0].0.as_str(), stored[0].1.as_str()), ("private.png", "image/png"));
    let found = blacked_out(&original, &stored[0].2);
    for (found, drawn) in found.iter().zip(drawn) {
        assert!((f64::from(*found) - drawn).abs() <= 4.0, "{found} where {drawn} was drawn");
    }
}

#[test]
fn leaves_the_picture_as_it_is_unless_something_was_drawn() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    let pictures = [noise(300, 200, 1), noise(300, 200, 2)];
    page.pick(&[&page.on_device("a.png", &pictures[0]), &page.on_device("b.png", &pictures[1])]);
    page.listed_files(2);
    edit(&page, "a.png");
    draw(&page, (0.1, 0.1), (0.9, 0.9));
    page.press(Ui::EditorLeave);
    page.gone(Role::Button, Ui::EditorLeave);
    edit(&page, "b.png");
    page.press(Ui::EditorDone);
    page.gone(Role::Button, Ui::EditorDone);
    let stored = send(&page);
    assert!(stored[0].2 == pictures[0] && stored[1].2 == pictures[1]);
}

#[test]
fn an_edited_photo_no_longer_says_where_it_was_taken() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    let bytes = page.js(
        "return (async () => {
           const it = Object.assign(document.createElement('canvas'), {width: 320, height: 240});
           it.getContext('2d').fillRect(0, 0, 100, 100);
           const blob = await new Promise((done) => it.toBlob(done, 'image/jpeg'));
           return [...new Uint8Array(await blob.arrayBuffer())];
         })()",
        json!([]),
    );
    let bytes: Vec<u8> = serde_json::from_value(bytes).expect("bytes");
    // An APP1 segment, where cameras write, right after the start of the image.
    let told: &[u8] = b"Exif\0\0 39.9042 N 116.4074 E";
    let photo = [&bytes[..2], &[0xff, 0xe1, 0, told.len() as u8 + 2], told, &bytes[2..]].concat();
    let says = |bytes: &[u8]| bytes.windows(told.len()).any(|window| window == told);
    assert!(says(&photo));
    page.pick(&[&page.on_device("photo.jpeg", &photo)]);
    page.listed_files(1);
    edit(&page, "photo.jpeg");
    page.press(Ui::EditorArrow);
    draw(&page, (0.2, 0.2), (0.6, 0.7));
    page.press(Ui::EditorDone);
    page.gone(Role::Button, Ui::EditorDone);
    assert_eq!(page.listed_files(1), ["photo.jpg"]);
    let stored = send(&page);
    assert_eq!(stored[0].1, "image/jpeg");
    assert_eq!(crate::harness::size(&stored[0].2), (320, 240));
    assert!(!says(&stored[0].2));
}

#[test]
fn blacks_out_by_keyboard_alone() {
    use thirtyfour::Key;
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    let original = noise(640, 320, 3);
    page.pick(&[&page.on_device("keys.png", &original)]);
    page.listed_files(1);
    let edit = ui::fill(t(Ui::Edit), &[("name", "keys.png")]);
    page.tab_to("button", &edit);
    page.keys(Key::Enter + "");
    let focused = |what: String| crate::harness::until(&what, || (page.focused() == what).then_some(()));
    focused(format!("h2 {}", t(Ui::EditorTitle)));
    page.tab_to("button", Ui::EditorRedact);
    page.keys(Key::Enter + "");
    focused("canvas keys.png".into());
    page.keys(Key::Right + "");
    page.run(page.driver().action_chain().key_down(Key::Shift).send_keys(Key::Down + "").key_up(Key::Shift).perform());
    page.keys(Key::Enter + "");
    // A second one that is dropped, a third that is placed and taken back.
    page.keys(Key::Enter + Key::Up + Key::Escape);
    page.keys(Key::Enter + Key::Enter + Key::Delete);
    let marks = ui::fill(t(Ui::EditorCount), &[("n", "1")]);
    page.until_js(
        "it is said",
        "return root.querySelector('[role=status]').textContent == arguments[0]",
        json!([marks]),
    );
    page.tab_to("button", Ui::EditorDone);
    page.keys(Key::Enter + "");
    focused(format!("button {edit}"));

    // Escape leaves the editor, not the panel.
    page.keys(Key::Enter + "");
    focused(format!("h2 {}", t(Ui::EditorTitle)));
    page.keys(Key::Escape + "");
    focused(format!("button {edit}"));
    let stored = send(&page);
    // The middle third, a step (5 pixels) to the right, its lower edge a step down.
    assert_eq!(blacked_out(&original, &stored[0].2), [218, 106, 214, 113]);
}
