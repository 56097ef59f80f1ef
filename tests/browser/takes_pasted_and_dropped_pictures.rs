use crate::harness::{Role, Setup, files, noise};
use helplet_content::Ui;
use serde_json::json;

/// Gives the form a picture as the browser does on paste and drop.
const GIVE: &str = "const [kind, bytes, name] = arguments, data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, {type: 'image/png'}));
  const event = kind == 'paste' ? new ClipboardEvent(kind, {clipboardData: data, bubbles: true, cancelable: true, composed: true})
    : new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true, composed: true});
  // Firefox leaves out what a script gives such an event.
  const place = kind == 'paste' ? 'clipboardData' : 'dataTransfer';
  if (!event[place]?.files.length) Object.defineProperty(event, place, {value: data});
  root.querySelector(kind == 'paste' ? 'textarea' : '.drop-zone').dispatchEvent(event);
  return event.defaultPrevented";

#[test]
fn takes_pasted_and_dropped_pictures() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.find(Role::Button, Ui::Send);
    let pictures = [noise(20, 10, 1), noise(10, 20, 2)];
    assert_eq!(page.js(GIVE, json!(["paste", pictures[0], "image.png"])), true);
    page.listed_files(1);
    assert_eq!(page.js(GIVE, json!(["drop", pictures[1], "dropped.png"])), true);
    assert_eq!(page.listed_files(2), ["image.png", "dropped.png"]);
    page.until_js(
        "both previews are shown",
        "return [...root.querySelectorAll('img.preview')].filter((it) => it.naturalWidth).length == 2",
        json!([]),
    );
    page.write_ticket("贴图", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    let stored = files(&page.data());
    assert!(stored[0].2 == pictures[0] && stored[1].2 == pictures[1]);
}
