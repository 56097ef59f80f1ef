use crate::harness::{Setup, files, noise, t, tickets};
use helplet_content::Ui;

#[test]
fn sends_a_ticket_with_two_screenshots() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页\n预览是正常的", "someone@example.com");
    let pictures = [noise(320, 200, 1), noise(640, 400, 2)];
    let first = page.on_device("报错.png", &pictures[0]);
    let second = page.on_device("screen two.png", &pictures[1]);
    page.pick(&[&first, &second]);
    assert_eq!(page.listed_files(2), ["报错.png", "screen two.png"]);

    page.press(Ui::Send);
    let number = page.sent_number();
    assert!(!number.is_empty());

    let stored = tickets(&page.data());
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].number, number);
    assert_eq!(stored[0].description, "打印出来是空白页\n预览是正常的");
    assert_eq!(stored[0].email, "someone@example.com");
    for fact in ["os", "browser", "screen", "language", "time_zone"] {
        assert!(stored[0].environment.contains(&format!("\"{fact}\":")), "no {fact} in {}", stored[0].environment);
    }
    let [one, two] = &files(&page.data())[..] else { panic!("two files") };
    assert_eq!((one.0.as_str(), one.1.as_str()), ("报错.png", "image/png"));
    assert_eq!((two.0.as_str(), two.1.as_str()), ("screen two.png", "image/png"));
    assert!(one.2 == pictures[0] && two.2 == pictures[1], "the bytes arrived as they were");

    page.press(Ui::TicketsTile);
    page.reads(&number);
    assert_eq!(page.kept_draft(), "", "a sent draft is done with");
    page.navigate("ticket");
    assert_eq!(page.texts(".file-name"), [""; 0], "{}", t(Ui::Files));
}
