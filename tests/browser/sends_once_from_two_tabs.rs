use crate::harness::{Receiver, Setup, ZH, host_page};
use helplet_content::Ui;
use serde_json::{Value, json};

const ATTRIBUTES: &str = "data-helplet-endpoint=\"/hook\" data-helplet-endpoint-kind=\"webhook\"";

fn two_tabs(script: &str) {
    let busy = [503.into(), 503.into(), 204.into()];
    let receiver = Receiver::start(host_page(ZH, ATTRIBUTES, "", ""), &busy);
    let setup = Setup::default().served_by(&receiver.address).at("page.html").tolerate("/hook");
    let page = setup.script(script.into()).open();
    let first = page.tab();
    page.press(Ui::TicketTile);
    page.write_ticket("两个标签页", "someone@example.com");
    page.press(Ui::Send);
    page.reads(Ui::TroubleServer);

    page.open_tab(&format!("http://{}/page.html", receiver.address));
    page.open_widget();
    page.press(Ui::TicketsTile);
    page.reads("两个标签页");
    page.reads(Ui::TicketsSent);
    page.look_at(&first);
    page.sent_number();
    assert_eq!(receiver.received().len(), busy.len(), "no tab sent what the other one was sending");
}

#[test]
fn two_tabs_send_once() {
    two_tabs("");
}

#[test]
fn two_tabs_send_once_where_there_are_no_locks() {
    two_tabs("Object.defineProperty(navigator, 'locks', {value: undefined});");
}

#[test]
fn the_lease_on_sending_has_one_owner_at_a_time() {
    let page = Setup::default().file("storage.js", include_str!("../../src/browser/later/storage.js")).load();
    let asked = |owner: &str, second: u32| {
        let ask = "return import('/storage.js').then((it) => it.lease('lease', arguments[0], arguments[1], 30))";
        page.js(ask, json!([owner, second])) == Value::Bool(true)
    };
    assert!(asked("one", 1000));
    assert!(!asked("another", 1000), "tabs that are opened at once ask in the same second");
    assert!(asked("one", 1008), "its owner prolongs it");
    assert!(!asked("another", 1038));
    assert!(asked("another", 1039), "it was not prolonged");
    assert!(!asked("one", 1040));
    assert!(asked("one", 1008), "it ends later than it could: the clock was put back");
}
