use crate::harness::Setup;
use helplet_content::Ui;
use serde_json::json;

#[test]
fn tells_the_host_page_what_happens() {
    let listen = "window.heard = [];
        for (const name of ['open', 'ready', 'article-viewed', 'article-rated', 'close'])
          document.addEventListener('helplet:' + name, (event) => heard.push([name, event.detail]));";
    let page = Setup::default().script(listen.into()).open();
    page.navigate("article/forgot-password");
    page.press(Ui::Yes);
    page.press(Ui::Close);
    let heard = page.js("return heard", json!([]));
    let expected = json!([
        ["open", null],
        ["ready", {"locale": "zh-CN"}],
        ["article-viewed", {"id": "forgot-password"}],
        ["article-rated", {"id": "forgot-password", "helped": "yes"}],
        ["close", null],
    ]);
    assert_eq!(heard, expected);
}
