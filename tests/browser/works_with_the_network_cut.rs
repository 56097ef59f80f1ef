use crate::harness::{Role, Setup, ZH, choice, library, t, tickets, until};
use helplet_content::{Ui, ui};
use serde_json::json;

#[test]
fn works_with_the_network_cut_after_opening() {
    let mut page = Setup::default().unreachable().open();
    until("the whole widget", || (page.fetched_parts().len() == 1).then_some(()));
    page.network(false);
    page.desk.stop();
    assert_eq!(page.js("return fetch('helplet.js').then(() => 'loaded', () => 'cut')", json!([])), "cut");

    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    page.navigate("wizard");
    page.press(choice("start", 9));
    page.press(choice("human", 0));
    page.arrives_at(Ui::ContactTitle);
    let number = &library(ZH).channels.hotlines[0].number;
    let call = page.find(Role::Link, ui::fill(t(Ui::CallNumber), &[("number", number)]));
    assert_eq!(page.run(call.attr("href")), Some(format!("tel:{}", number.replace('-', ""))));

    page.navigate("ticket");
    page.write_ticket("没有网络也要写完", "someone@example.com");
    page.press(Ui::Send);
    page.reads(Ui::WaitingNetwork);
    page.reads(Ui::KeptHere);

    page.desk.start_again();
    assert!(tickets(&page.data()).is_empty(), "nothing can have been sent");
    page.network(true);
    page.sent_number();
    assert_eq!(tickets(&page.data())[0].description, "没有网络也要写完");
}
