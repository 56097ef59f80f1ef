use crate::harness::{Role, Setup, files, pixels, t};
use helplet_content::{Ui, ui};
use serde_json::json;

/// In place of the browser's own question, which no script can answer: shares a canvas.
const SHARES: &str = "navigator.mediaDevices.getDisplayMedia = async () => {
  const screen = Object.assign(document.createElement('canvas'), {width: 640, height: 400});
  const pen = screen.getContext('2d');
  const show = () => { pen.fillStyle = '#20a060'; pen.fillRect(0, 0, 640, 400); };
  show();
  setInterval(show, 20);
  return window.shared = screen.captureStream();
};";

const REFUSES: &str =
    "navigator.mediaDevices.getDisplayMedia = async () => { throw new DOMException('', 'NotAllowedError'); };";

#[test]
fn captures_one_picture_of_the_screen_and_offers_the_editor() {
    let page = Setup::default().script(SHARES.into()).open();
    page.press(Ui::TicketTile);
    page.press(Ui::Capture);
    page.find(Role::Button, Ui::EditorDone);
    assert_eq!(page.js("return shared.getTracks().map((it) => it.readyState)", json!([])), json!(["ended"]));
    page.press(Ui::EditorLeave);
    let name = page.listed_files(1).remove(0);
    assert!(name.starts_with("screen-") && name.ends_with(".png"), "{name}");
    page.find(Role::Button, ui::fill(t(Ui::Edit), &[("name", &name)]));
    page.write_ticket("截屏", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    let stored = files(&page.data());
    assert_eq!((stored[0].0.as_str(), stored[0].1.as_str()), (name.as_str(), "image/png"));
    let (width, height, bytes) = pixels(&stored[0].2);
    assert_eq!((width, height), (640, 400));
    // Video keeps colours only nearly.
    let nearly = bytes[..3].iter().zip([0x20_u8, 0xa0, 0x60]).all(|(is, drawn)| is.abs_diff(drawn) < 12);
    assert!(nearly, "{:?}", &bytes[..3]);
}

#[test]
fn says_so_kindly_where_sharing_is_refused() {
    let page = Setup::default().script(REFUSES.into()).open();
    page.press(Ui::TicketTile);
    page.press(Ui::Capture);
    page.reads(Ui::CaptureRefused);
    page.listed_files(0);
}

#[test]
fn offers_no_capture_where_the_browser_has_none() {
    let page = Setup::default().script("delete MediaDevices.prototype.getDisplayMedia".into()).open();
    page.press(Ui::TicketTile);
    page.reads(Ui::FilesAdd);
    page.gone(Role::Button, Ui::Capture);
}
