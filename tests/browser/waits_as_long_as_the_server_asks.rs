use crate::harness::{Answer, Later, Receiver, Role, Setup, ZH, host_page};
use helplet_content::Ui;
use std::time::Duration;

/// Longer than the first wait of the outbox's own choice.
const ASKED: u32 = 5;

#[test]
fn waits_as_long_as_the_server_asks() {
    waits(Later::Seconds(ASKED));
}

#[test]
fn waits_until_the_date_the_server_names() {
    waits(Later::Date(ASKED));
}

fn waits(asked: Later) {
    let page = host_page(ZH, "data-helplet-endpoint=\"/hook\" data-helplet-endpoint-kind=\"webhook\"", "", "");
    let wait = Answer { retry_after: Some(asked), ..Answer::from(429) };
    let receiver = Receiver::start(page, &[wait, 204.into()]);
    let page = Setup::default().served_by(&receiver.address).at("page.html").tolerate("/hook").open();
    page.press(Ui::TicketTile);
    page.write_ticket("提交得太频繁", "someone@example.com");
    page.press(Ui::Send);
    page.reads(Ui::TroubleBusy);
    assert!(page.look(Role::Button, Ui::SendNow).is_none(), "the server is not to be hurried");
    page.sent_number();
    let [first, second] = &receiver.received()[..] else { panic!("two requests: {:?}", receiver.received()) };
    // Whole seconds are counted, in a date as on the device: up to one of them had begun before on each side.
    assert!(second.at - first.at > Duration::from_secs(u64::from(ASKED) - 2), "{:?}", second.at - first.at);
}
