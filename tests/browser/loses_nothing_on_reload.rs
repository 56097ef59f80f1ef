use crate::harness::{Role, Setup, ZH, files, library, noise, t, tickets, until};
use helplet_content::{Ui, ui};
use serde_json::json;

#[test]
fn loses_nothing_on_reload() {
    let page = Setup::default().open();
    let kind = library(ZH).tickets.types.iter().find(|it| it.id == "bug").expect("a type");
    page.navigate("ticket/bug");
    page.choose(&kind.fields[0].label, &kind.fields[0].options[3]);
    page.fill(Ui::Description, "第一行\n第二行 \\n 有反斜线");
    page.fill(Ui::Email, "someone@example.com");
    page.fill(Ui::Phone, "13800138000");
    page.fill(Ui::FactProductVersion, "12.1.0.1");
    page.press(ui::fill(t(Ui::Remove), &[("name", t(Ui::FactScreen))]));
    page.gone(Role::TextBox, Ui::FactScreen);
    let picture = noise(200, 100, 7);
    page.pick(&[&page.on_device("a.png", &picture), &page.on_device("b.txt", b"a log\n")]);
    page.listed_files(2);
    page.until_js("the files are kept", KEPT_FILES, json!([2]));

    page.reload();
    page.open_widget();
    page.press(Ui::TicketsTile);
    page.press(Ui::Unfinished);
    page.arrives_at(Ui::TicketTitle);
    assert_eq!(page.listed_files(2), ["a.png", "b.txt"]);
    let value = |path: &str| page.js("return root.querySelector(arguments[0]).value", json!([path]));
    assert_eq!(value("[data-path=type]"), "bug");
    assert_eq!(value("[data-path='fields.component']"), kind.fields[0].options[3].as_str());
    assert_eq!(value("[data-path=description]"), "第一行\n第二行 \\n 有反斜线");
    assert_eq!(value("[data-path='contact.email']"), "someone@example.com");
    assert_eq!(value("[data-path='contact.phone']"), "13800138000");
    assert_eq!(value("#fact-product_version"), "12.1.0.1");
    assert!(page.look(Role::TextBox, Ui::FactScreen).is_none(), "what was removed came back");

    page.press(Ui::Send);
    page.sent_number();
    let stored = &tickets(&page.data())[0];
    assert!(!stored.environment.contains("\"screen\""), "{}", stored.environment);
    assert!(stored.environment.contains("12.1.0.1"));
    let stored = files(&page.data());
    assert!(stored[0].2 == picture && stored[1].2 == b"a log\n", "the bytes came through the reload");
}

#[test]
fn what_was_attached_before_a_reload_goes_along_with_what_is_added_after_it() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.pick(&[&page.on_device("a.txt", b"a log\n")]);
    page.listed_files(1);
    page.until_js("the file is kept", KEPT_FILES, json!([1]));

    page.reload();
    page.open_widget();
    page.navigate("ticket");
    page.listed_files(1);
    page.pick(&[&page.on_device("b.txt", b"another\n")]);
    page.listed_files(2);
    // What lies there now has taken the place of what the first file was read from.
    page.until_js("both files are kept", KEPT_FILES, json!([2]));
    page.press(Ui::Send);
    page.sent_number();
    let stored = files(&page.data());
    assert!(stored[0].2 == b"a log\n" && stored[1].2 == b"another\n", "the bytes came through the reload");
}

/// Whether so many files lie in the browser's database.
const KEPT_FILES: &str = "const wanted = arguments[0]; return new Promise((resolve) => {
  const opening = indexedDB.open('helplet');
  opening.onerror = () => resolve(false);
  opening.onsuccess = () => {
    const database = opening.result;
    if (!database.objectStoreNames.length) return database.close(), resolve(false);
    const reading = database.transaction('files').objectStore('files').get('draft-files');
    reading.onsuccess = () => { database.close(); resolve((reading.result || []).length == wanted); };
  };
})";

#[test]
fn a_discarded_draft_is_gone() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.fill(Ui::Description, "写了又不想发");
    assert!(page.kept_draft().contains("写了又不想发"));
    page.press(Ui::Discard);
    page.find(Role::Button, Ui::DiscardAgain);
    assert!(page.kept_draft().contains("写了又不想发"), "the first press only asks");
    page.press(Ui::DiscardAgain);
    until("the draft is gone", || page.kept_draft().is_empty().then_some(()));
    page.navigate("ticket");
    assert_eq!(page.js("return root.querySelector('[data-path=description]').value", json!([])), "");
}
