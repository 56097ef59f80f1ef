use crate::harness::{Page, Role, Visitor, unhurried};
use serde_json::{Value, json};

const NOTICE: &str = "有一位客户在等您接待：打开实时会话";

#[track_caller]
fn is_quiet(page: &Page) {
    page.gone(Role::Link, NOTICE);
    assert_eq!(page.js("return document.title.startsWith('(')", Value::Null), json!(false));
}

#[test]
fn tells_of_who_waits_on_every_page() {
    let page = unhurried().setting("--chat-wait", "1h").setting("--chat-offer", "1h").load();
    page.sign_in();
    page.takes_conversations();
    let mut people = ['A', 'B'].map(|letter| Visitor::new(&page.desk.address, letter));
    for (at, path) in ["", "ticket", "figures"].into_iter().enumerate() {
        let path = if path == "ticket" { format!("tickets/{}", people[0].number) } else { path.to_owned() };
        page.console(&path);
        page.is_live();
        is_quiet(&page);
        people[0].begins(&format!("第 {at} 位"), json!({}));
        page.find(Role::Link, NOTICE);
        page.until_js("the title says so", "return document.title.startsWith('(1) ')", Value::Null);
        people[1].begins("还有一位", json!({}));
        page.until_js("the title counts", "return document.title.startsWith('(2) ')", Value::Null);
        // A page that is opened now tells it, too.
        page.console(&path);
        page.find(Role::Link, NOTICE);
        page.until_js("the title says so", "return document.title.startsWith('(2) ')", Value::Null);
        people[1].goes();
        page.until_js("the title counts", "return document.title.startsWith('(1) ')", Value::Null);
        people[0].goes();
        page.until_js("the title is quiet", "return !document.title.startsWith('(')", Value::Null);
        is_quiet(&page);
    }
    people[0].begins("最后一位", json!({}));
    page.click(Role::Link, NOTICE);
    page.accepts();
}
