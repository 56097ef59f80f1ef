use crate::harness::{Setup, files, noise, size};
use helplet_content::Ui;

#[test]
fn scales_big_pictures_down_on_the_device() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    let original = noise(3000, 2000, 9);
    assert!(original.len() > 10 << 20, "larger than a file may be, so that it can only go scaled down");
    page.pick(&[&page.on_device("huge.png", &original)]);
    page.listed_files(1);
    page.write_ticket("大图", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    let stored = files(&page.data());
    assert_eq!(stored[0].1, "image/jpeg");
    assert_eq!(size(&stored[0].2), (2560, 1706), "the longest side is 2560, the shape is kept");
    assert!(stored[0].2.len() < original.len());
}
