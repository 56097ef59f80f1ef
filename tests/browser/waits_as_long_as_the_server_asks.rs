use crate::harness::{Answer, Receiver, Role, Setup, ZH, host_page};
use helplet_content::Ui;
use std::time::Duration;

#[test]
fn waits_as_long_as_the_server_asks() {
    /// Longer than the first wait of the outbox's own choice.
    const ASKED: u32 = 5;
    let page = host_page(ZH, "data-helplet-endpoint=\"/hook\" data-helplet-endpoint-kind=\"webhook\"", "", "");
    let wait = Answer { retry_after: Some(ASKED), ..Answer::from(429) };
    let receiver = Receiver::start(page, &[wait, 204.into()]);
    let page = Setup::default().served_by(&receiver.address).at("page.html").tolerate("/hook").open();
    page.press(Ui::TicketTile);
    page.write_ticket("提交得太频繁", "someone@example.com");
    page.press(Ui::Send);
    page.reads(Ui::TroubleBusy);
    assert!(page.look(Role::Button, Ui::SendNow).is_none(), "the server is not to be hurried");
    page.sent_number();
    let [first, second] = &receiver.received()[..] else { panic!("two requests: {:?}", receiver.received()) };
    // Whole seconds are counted: up to one of them had begun before.
    assert!(second.at - first.at > Duration::from_secs(u64::from(ASKED) - 1), "{:?}", second.at - first.at);
}
