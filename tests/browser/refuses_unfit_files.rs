use crate::harness::{Setup, t, until};
use helplet_content::{Ui, ui};
use serde_json::json;

#[test]
fn refuses_too_large_and_unfit_files_with_words() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    let large = page.on_device("large.zip", &[b"PK\x03\x04".as_slice(), &vec![7; 10 << 20]].concat());
    let program = page.on_device("setup.exe", b"MZ\x90\0 a program");
    let disguised = page.on_device("photo.png", b"MZ\x90\0 a program");
    let empty = page.on_device("empty.txt", b"");
    page.pick(&[&large, &program, &disguised, &empty]);
    page.listed_files(4);
    let told = || page.texts(".file .fault");
    until("four messages", || (told().len() == 4).then_some(()));
    let too_big = ui::fill(t(Ui::FaultFileTooBig), &[("max", "10 MB")]);
    assert_eq!(told(), [too_big.as_str(), t(Ui::FaultMediaType), t(Ui::FaultMediaType), t(Ui::FaultFileEmpty)]);

    for name in ["large.zip", "setup.exe", "photo.png", "empty.txt"] {
        page.press(ui::fill(t(Ui::Remove), &[("name", name)]));
    }
    page.listed_files(0);
    page.write_ticket("没有附件", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
}

#[test]
fn takes_no_more_than_five_files() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    let all: Vec<_> = (1..=6).map(|at| page.on_device(&format!("{at}.txt"), b"text")).collect();
    page.pick(&all.iter().map(|path| path.as_path()).collect::<Vec<_>>());
    assert_eq!(page.listed_files(5), ["1.txt", "2.txt", "3.txt", "4.txt", "5.txt"]);
    page.until_js(
        "it is said",
        "return root.querySelector('[role=status]').textContent == arguments[0]",
        json!([ui::fill(t(Ui::FaultTooMany), &[("max", "5")])]),
    );
}
