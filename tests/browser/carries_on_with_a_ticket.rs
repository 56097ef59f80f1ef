use crate::harness::{Page, Setup, answer, files, messages, noise, pixels, standing, until};
use helplet_content::Ui;
use helplet_desk_api::Status;
use serde_json::json;
use thirtyfour::Key;

/// A ticket with a picture, sent off; its number.
fn sent(page: &Page) -> String {
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.pick(&[&page.on_device("a.png", &noise(320, 200, 1))]);
    page.listed_files(1);
    page.press(Ui::Send);
    page.sent_number()
}

#[test]
fn carries_on_with_a_ticket() {
    let page = Setup::default().open();
    let number = sent(&page);
    answer(&page.data(), &number, "请问是什么型号的打印机？", Some(Status::Waiting));
    page.press(Ui::TicketsTile);
    page.reads(Ui::StatusWaiting);
    page.press("打印出来是空白页");
    page.reads("请问是什么型号的打印机？");
    page.reads("小林");
    page.reads(Ui::NextWaiting);
    until("the read mark", || (standing(&page.data(), &number).0 == 2).then_some(()));

    // The picture comes with the secret, is shown small, and large when asked for.
    page.press(helplet_content::ui::fill(crate::harness::t(Ui::Enlarge), &[("name", "a.png")]));
    page.until_js(
        "the picture",
        "const it = root.querySelector('.larger img'); return it && it.naturalWidth == 320",
        json!([]),
    );
    page.keys(Key::Escape + "");
    page.until_js("it is closed", "return !root.querySelector('.larger')", json!([]));

    page.fill(Ui::Reply, "型号是 M1005");
    page.reload();
    page.open_widget();
    page.navigate(&format!("ticket/{number}"));
    page.until_js(
        "the text that was typed",
        "const it = root.querySelector('.reply textarea'); return it && it.value == '型号是 M1005'",
        json!([]),
    );
    let second = noise(100, 100, 2);
    page.pick(&[&page.on_device("b.png", &second)]);
    page.until_js("the file", "return root.querySelector('.reply .file')", json!([]));
    page.press(Ui::ReplySend);
    until("the message", || (messages(&page.data(), &number).len() == 3).then_some(()));
    page.until_js("it is among the messages", "return root.querySelectorAll('.messages:first-of-type .message').length == 3 && root.querySelectorAll('.message').length == 3", json!([]));
    page.reads(Ui::StatusOpen);
    assert_eq!(messages(&page.data(), &number)[2], "型号是 M1005");
    assert_eq!(pixels(&files(&page.data())[1].2), pixels(&second));
    page.until_js("an empty box", "const it = root.querySelector('.reply textarea'); return it.value == '' && !root.querySelector('.reply .file')", json!([]));

    answer(&page.data(), &number, "换一个驱动就好", Some(Status::Solved));
    page.navigate("tickets");
    page.navigate(&format!("ticket/{number}"));
    page.reads(Ui::RatingQuestion);
    page.press(Ui::RatingYes);
    page.reads(Ui::RatingThanks);
    assert_eq!(standing(&page.data(), &number).2, Some(1));
    page.fill(Ui::Reply, "又出现了");
    page.press(Ui::ReplySend);
    until("it is open again", || (standing(&page.data(), &number).1 == "open").then_some(()));
    page.gone(crate::harness::Role::Button, Ui::RatingYes);
}

#[test]
fn a_ticket_of_somebody_else_is_not_there() {
    let page = Setup::default().tolerate("/v1/tickets/").open();
    sent(&page);
    page.navigate("ticket/123-456-7890");
    page.reads(Ui::ThreadUnknown);
}
