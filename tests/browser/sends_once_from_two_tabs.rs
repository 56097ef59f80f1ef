use crate::harness::{Receiver, Setup, ZH, host_page};
use helplet_content::Ui;

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
