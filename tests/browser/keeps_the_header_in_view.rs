use crate::harness::Setup;
use helplet_content::Ui;
use serde_json::json;

#[test]
fn keeps_the_header_in_view() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    // As browsers do with what gets the focus, or was searched for in the page.
    let top = page.js(
        "for (const it of root.querySelectorAll('.screen *')) it.scrollIntoView({block: 'center'});
         return root.querySelector('.header').getBoundingClientRect().top - root.querySelector('.panel').getBoundingClientRect().top",
        json!([]),
    );
    assert_eq!(top, json!(0));
}
