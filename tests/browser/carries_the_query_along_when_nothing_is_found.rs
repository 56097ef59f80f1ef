use crate::harness::{Setup, ZH, library, t, tickets};
use helplet_content::{Ui, ui};

const QUERY: &str = "qqxxzzvvkkjj";

fn trail() -> String {
    ui::fill(t(Ui::TrailSearched), &[("query", QUERY)])
}

#[test]
fn carries_the_query_along_when_nothing_is_found() {
    let page = Setup::default().open();
    page.search(QUERY);
    page.reads(ui::fill(t(Ui::SearchNothingFor), &[("query", QUERY)]));

    page.press(Ui::WizardTile);
    page.arrives_at(&library(ZH).wizard[0].question);
    assert_eq!(page.texts(".trail li"), [trail()]);
    page.press(Ui::Back);

    page.press(Ui::ContactTile);
    page.arrives_at(Ui::ContactTitle);
    assert_eq!(page.texts(".trail li"), [trail()]);
    page.press(Ui::Back);

    page.press(Ui::TicketTile);
    page.arrives_at(Ui::TicketTitle);
    assert_eq!(page.texts(".trail li"), [trail()]);
    page.write_ticket("搜不到", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    let stored = tickets(&page.data());
    assert_eq!(stored[0].trail, serde_json::json!([trail()]).to_string());
}
