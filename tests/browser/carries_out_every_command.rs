use crate::harness::{Role, Setup, ZH, article, library, tickets};
use helplet_content::Ui;
use serde_json::json;

#[test]
fn leads_to_every_screen() {
    let page = Setup::default().load();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.command("search", "忘记密码");
    page.until_js("results", "return root.querySelector('[role=option]')", json!([]));
    page.command("showArticle", "forgot-password");
    page.arrives_at(&article(ZH, "forgot-password").title);
    let node = &library(ZH).wizard[1];
    page.command("startWizard", &node.id);
    page.arrives_at(&node.question);
    page.js("Helplet('startWizard')", json!([]));
    page.arrives_at(&library(ZH).wizard[0].question);
    page.js("Helplet('showContact')", json!([]));
    page.arrives_at(Ui::ContactTitle);
    page.js("Helplet('hide')", json!([]));
    assert!(page.look(Role::Button, Ui::LauncherLabel).is_none());
    page.js("Helplet('show')", json!([]));
    page.find(Role::Button, Ui::LauncherLabel);
}

#[test]
fn fills_in_what_the_page_knows() {
    let page = Setup::default().load();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.js(
        "Helplet('prefill', {email: 'known@example.com', description: '以后再说'});
         Helplet('environment', {product_version: '12.8', document_type: 'xlsx'});
         Helplet('showNewTicket', {type: 'other', description: '打印时缺一页'})",
        json!([]),
    );
    page.arrives_at(Ui::TicketTitle);
    // Seen before it is sent, and what is said of this ticket counts before what is said of any.
    page.reads("document_type");
    page.press(Ui::Send);
    let number = page.sent_number();
    let stored = tickets(&page.data());
    assert_eq!((stored[0].number.as_str(), stored[0].kind.as_str()), (number.as_str(), "other"));
    assert_eq!((stored[0].description.as_str(), stored[0].email.as_str()), ("打印时缺一页", "known@example.com"));
    let environment: serde_json::Value = serde_json::from_str(&stored[0].environment).expect("JSON");
    assert_eq!((&environment["product_version"], &environment["document_type"]), (&json!("12.8"), &json!("xlsx")));
}

#[test]
fn listens_until_it_is_told_not_to() {
    let page = Setup::default().open();
    page.js(
        "window.heard = [];
         window.end = Helplet('on', 'search', ({detail}) => heard.push([detail.query, typeof detail.results]));
         Helplet('once', 'article-viewed', ({detail}) => heard.push(['viewed', detail.id]));
         const never = () => heard.push(['never']);
         Helplet('on', 'article-viewed', never); Helplet('off', 'article-viewed', never);",
        json!([]),
    );
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    page.navigate("article/forgot-password");
    let heard = json!([["文件打不开了怎么办", "number"], ["viewed", "file-wont-open"]]);
    assert_eq!(page.js("return heard", json!([])), heard);
    page.js("end()", json!([]));
    page.navigate("home");
    page.finds("忘记密码", ZH, "forgot-password");
    assert_eq!(page.js("return heard", json!([])), heard);
}
