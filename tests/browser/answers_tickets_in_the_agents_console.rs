use crate::harness::{Page, Role, Setup, noise};
use helplet_content::Ui;
use serde_json::json;
use thirtyfour::Key;

/// Leaves a ticket with a screenshot in the widget; its number.
fn ticket(page: &Page) -> String {
    page.press(Ui::TicketTile);
    page.write_ticket("打印出来是空白页 <b>真的</b>", "someone@example.com");
    page.pick(&[&page.on_device("报错.png", &noise(320, 200, 1))]);
    page.listed_files(1);
    page.press(Ui::Send);
    page.sent_number()
}

/// The person writes again, from the device the ticket came from.
fn adds(page: &Page, number: &str, text: &str) {
    let script = "const [number, text] = arguments;
        return fetch(`/v1/tickets/${number}/messages`, {
          method: 'POST',
          headers: {
            authorization: 'Bearer ' + localStorage['helplet:visitor'],
            'content-type': 'application/json',
            'idempotency-key': crypto.randomUUID(),
          },
          body: JSON.stringify({ body: text }),
        }).then((answer) => answer.status)";
    assert_eq!(page.js(script, json!([number, text])), json!(201));
}

#[test]
fn answers_tickets_in_the_agents_console() {
    // The page that says somebody has written meanwhile is a 409.
    let page = Setup::default().tolerate("409").open();
    let number = ticket(&page);
    page.sign_in();

    page.click(Role::Link, "打印出来是空白页 <b>真的</b>");
    page.shows(&number);
    page.shows("Asia/Shanghai");
    page.is_live();
    page.until_js(
        "the screenshot",
        "const it = document.querySelector('.thumbnail img'); return it.complete && it.naturalWidth == 320",
        json!([]),
    );
    page.click(Role::Link, "放大图片 报错.png");
    page.until_js("the picture", "return document.querySelector('dialog[open] img').naturalWidth == 320", json!([]));
    page.press("关闭");

    // A canned answer, then the agent's own words, which survive a reload.
    page.press("插入");
    let reply = page.find(Role::TextBox, "给客户的回复");
    page.run(reply.send_keys(" 谢谢！"));
    let written = page.run(reply.prop("value")).unwrap_or_default();
    assert!(written.contains("/#article/support-collect-info") && written.ends_with(" 谢谢！"), "{written}");
    page.reload();
    page.is_live();
    let reply = page.find(Role::TextBox, "给客户的回复");
    assert_eq!(page.run(reply.prop("value")).unwrap_or_default(), written);

    // What the person adds meanwhile is there at once, and is said before the answer goes.
    adds(&page, &number, "换了打印机也一样");
    page.shows("换了打印机也一样");
    page.shows("有新消息。");
    page.press("发送");
    page.find(Role::Alert, "您写的时候又有了新消息");
    page.press("发送");
    page.shows("回复已发送。");
    page.shows("等待客户 · Anna");
    page.until_js("an empty box", "return document.querySelector('#reply').value == ''", json!([]));

    // The queue is where it was, and changes as the person answers.
    page.click(Role::Link, "返回工单列表");
    page.shows("现在没有待处理的工单。");
    page.is_live();
    adds(&page, &number, "这是补充的信息");
    page.find(Role::Link, "打印出来是空白页 <b>真的</b>");

    page.press("退出登录");
    page.find(Role::TextBox, "名字");
    page.console(&format!("tickets/{number}"));
    page.find(Role::TextBox, "名字");
}

#[test]
fn answers_tickets_by_keyboard_alone() {
    let page = Setup::default().open();
    let number = ticket(&page);
    page.sign_in();
    page.find(Role::Link, "打印出来是空白页");
    page.keys("j");
    assert!(page.focused().starts_with("a "), "{}", page.focused());
    page.keys(Key::Enter + "");
    page.shows(&format!("工单 {number}"));
    page.keys("n");
    page.keys("像是驱动的问题");
    page.run(page.find(Role::TextBox, "给同事看的备注").send_keys(Key::Control + Key::Enter));
    page.shows("备注已保存。");
    page.keys("r");
    page.keys("请更新驱动");
    page.run(page.find(Role::TextBox, "给客户的回复").send_keys(Key::Control + Key::Enter));
    page.shows("回复已发送。");
    page.keys("u");
    page.find(Role::TextBox, "搜索");
    page.keys("/");
    assert!(page.focused().starts_with("input 搜索"), "{}", page.focused());
}
