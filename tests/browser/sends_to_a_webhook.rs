use crate::harness::{Page, Receiver, Setup, ZH, host_page, noise, tickets};
use helplet_content::Ui;
use serde_json::{Value, json};

const ATTRIBUTES: &str = "data-helplet-endpoint=\"/hook\" data-helplet-endpoint-kind=\"webhook\" \
    data-helplet-endpoint-headers='{\"X-Source\": \"help\"}'";

fn opened(receiver: &Receiver) -> Page {
    Setup::default().served_by(&receiver.address).at("page.html").tolerate("/hook").open()
}

#[test]
fn a_webhook_gets_the_whole_ticket_in_one_request() {
    let receiver = Receiver::start(host_page(ZH, ATTRIBUTES, "", ""), &[204.into()]);
    let page = opened(&receiver);
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    let picture = noise(120, 80, 5);
    page.pick(&[&page.on_device("a.png", &picture), &page.on_device("日志.txt", "内容\r\n".as_bytes())]);
    page.listed_files(2);
    let draft = page.kept_draft();
    let key = draft.lines().find_map(|line| line.strip_prefix("key\t")).expect("a key");
    page.press(Ui::Send);
    assert_eq!(page.sent_number(), "", "there is no number, and none is made up");
    page.reads(Ui::SentNextUntracked);

    let received = receiver.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].headers["idempotency-key"], key);
    assert_eq!(received[0].headers["x-source"], "help");
    let [ticket, first, second] = &received[0].parts[..] else { panic!("three parts: {:?}", received[0].parts) };
    assert_eq!(ticket.name, "ticket");
    let ticket: Value = serde_json::from_slice(&ticket.content).expect("JSON");
    assert_eq!(ticket["type"], "other");
    assert_eq!(ticket["description"], "打印出来是空白页");
    assert_eq!(ticket["contact"], json!({"email": "someone@example.com", "phone": ""}));
    assert_eq!(ticket["attachments"][0]["name"], "a.png");
    assert_eq!(
        (first.name.as_str(), first.file_name.as_str(), first.media_type.as_str()),
        ("file", "a.png", "image/png")
    );
    assert!(first.content == picture, "the picture arrived as it was");
    assert_eq!((second.file_name.as_str(), &second.content[..]), ("日志.txt", "内容\r\n".as_bytes()));
    assert!(tickets(&page.data()).is_empty(), "the desk hears nothing of it");
}

#[test]
fn a_webhook_that_fails_is_asked_again_for_the_same_ticket() {
    let receiver = Receiver::start(host_page(ZH, ATTRIBUTES, "", ""), &[503.into(), 204.into()]);
    let page = opened(&receiver);
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    let keys: Vec<_> = receiver.received().iter().map(|it| it.headers["idempotency-key"].clone()).collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1], "the same ticket");
    let authorized = receiver.received().iter().any(|it| it.headers.contains_key("authorization"));
    assert!(!authorized, "the visitor's secret is the desk's alone");
}

#[test]
fn a_refused_ticket_is_mended_after_a_reload_with_its_files() {
    let receiver = Receiver::start(host_page(ZH, ATTRIBUTES, "", ""), &[403.into(), 204.into()]);
    let page = opened(&receiver);
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.pick(&[&page.on_device("a.txt", b"a log\n")]);
    page.listed_files(1);
    page.press(Ui::Send);
    page.arrives_at(Ui::RefusedTitle);
    // Reloaded earlier it would be sent again, under the same key.
    page.until_js("the refusal is kept", KEPT_REFUSAL, json!([]));

    page.reload();
    page.open_widget();
    page.press(Ui::TicketsTile);
    page.press("打印出来是空白页");
    page.press(Ui::Mend);
    page.arrives_at(Ui::TicketTitle);
    page.listed_files(1);
    page.press(Ui::Send);
    page.sent_number();
    let received = receiver.received();
    assert!(received[1].parts[1].content == b"a log\n", "the bytes came through the refusal and the reload");
}

/// Whether the browser's database holds a ticket that was refused.
const KEPT_REFUSAL: &str = "return new Promise((resolve) => {
  const opening = indexedDB.open('helplet');
  opening.onerror = () => resolve(false);
  opening.onsuccess = () => {
    const database = opening.result;
    const reading = database.transaction('outbox').objectStore('outbox').getAll();
    reading.onsuccess = () => {
      database.close();
      resolve(reading.result.some((entry) => /^refused\\t/m.test(entry)));
    };
  };
})";
