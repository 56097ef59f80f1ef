use crate::harness::{Setup, files, noise, tickets};
use helplet_content::Ui;

#[test]
fn sends_when_the_server_is_back() {
    // A file whose answer was lost is asked for, and the browser logs that it isn't there.
    let mut page = Setup::default().unreachable().tolerate("/v1/attachments/").open();
    page.press(Ui::TicketTile);
    page.write_ticket("服务器停了也不能丢", "someone@example.com");
    let picture = noise(100, 100, 3);
    page.pick(&[&page.on_device("a.png", &picture)]);
    page.listed_files(1);
    let draft = page.kept_draft();
    let key = draft.lines().find_map(|line| line.strip_prefix("key\t")).expect("a key");

    page.desk.stop();
    page.press(Ui::Send);
    page.reads(Ui::TroubleNetwork);
    page.press(Ui::TicketsTile);
    page.reads("服务器停了也不能丢");
    page.reads(Ui::TroubleNetwork);

    page.press("服务器停了也不能丢");
    page.desk.start_again();
    page.sent_number();
    let stored = tickets(&page.data());
    assert_eq!(stored.len(), 1, "sent once");
    assert_eq!(stored[0].key, key, "with the key the draft had from the start");
    assert!(files(&page.data())[0].2 == picture);
}

#[test]
fn an_answer_that_was_lost_makes_no_second_ticket() {
    // The first answer to the ticket is dropped on its way, as a dying network does.
    const LOSE: &str = "(() => {
      const send = XMLHttpRequest.prototype.send, open = XMLHttpRequest.prototype.open;
      let lost = 0;
      XMLHttpRequest.prototype.open = function (method, url, ...rest) { this.ticket = method == 'POST'; return open.call(this, method, url, ...rest); };
      XMLHttpRequest.prototype.send = function (body) {
        if (this.ticket && !lost++) for (const name of ['status', 'responseText']) Object.defineProperty(this, name, {get: () => name == 'status' ? 0 : ''});
        return send.call(this, body);
      };
    })();";
    let page = Setup::default().script(LOSE.into()).open();
    page.press(Ui::TicketTile);
    page.write_ticket("回执丢了", "someone@example.com");
    page.press(Ui::Send);
    page.reads(Ui::TroubleNetwork);
    assert_eq!(tickets(&page.data()).len(), 1, "the server has it");
    page.press(Ui::SendNow);
    let number = page.sent_number();
    let stored = tickets(&page.data());
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].number, number);
}
