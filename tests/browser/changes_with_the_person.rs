use crate::harness::{Setup, ZH, host_page, library};
use helplet_content::audience::Edition;
use helplet_content::{Person, Ui};
use serde_json::json;

/// The desk's answer to a token: the operator's key is the server's matter.
const ANSWER: &str = "(() => {
  const open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, url, ...rest) { this.at = url; return open.call(this, method, url, ...rest); };
  XMLHttpRequest.prototype.send = function (body) {
    if (!this.at.endsWith('/v1/identity')) return send.call(this, body);
    window.presented = JSON.parse(body).token;
    const until = new Date(Date.now() + window.seconds * 1e3).toISOString();
    Object.defineProperty(this, 'status', {get: () => 200});
    Object.defineProperty(this, 'response', {get: () => JSON.stringify({name: '王芳', tier: 'enterprise', until})});
    setTimeout(() => this.dispatchEvent(new Event('loadend')));
  };
  window.told = [];
  for (const name of ['identified', 'token-needed'])
    document.addEventListener('helplet:' + name, (event) => told.push([name, event.detail.tier || '']));
})();";

fn setup() -> Setup {
    let attributes = "data-helplet-endpoint=\".\" data-helplet-tier=\"free\" data-helplet-edition=\"personal\"";
    Setup::default().page(host_page("zh-CN", attributes, "", "<main>Host page</main>")).script(ANSWER.into())
}

/// A hotline for one edition and not for the other.
fn only_for(edition: Edition, not: Edition) -> String {
    let person = |edition| Person { edition: Some(edition), ..Person::default() };
    let lines = &library(ZH).channels.hotlines;
    let found = lines.iter().find(|it| it.audience.admits(&person(edition)) && !it.audience.admits(&person(not)));
    found.expect("a hotline of its own").label.clone()
}

#[test]
fn changes_with_the_person() {
    let page = setup().open();
    let personal = only_for(Edition::Personal, Edition::Enterprise);
    let enterprise = only_for(Edition::Enterprise, Edition::Personal);
    let shows = |yes: &str, no: &str| {
        let both = "const text = root.querySelector('.screen.contact').textContent;
                    return text.includes(arguments[0]) && !text.includes(arguments[1])";
        page.until_js(&format!("{yes} and not {no}"), both, json!([yes, no]));
    };
    page.press(Ui::ContactTile);
    shows(&personal, &enterprise);
    page.js("Helplet('update', {edition: 'enterprise'})", json!([]));
    shows(&enterprise, &personal);
    // What is left out stays as it was.
    page.js("Helplet('update', {tier: 'member'})", json!([]));
    shows(&enterprise, &personal);
}

#[test]
fn presents_a_token_and_says_when_a_new_one_is_needed() {
    let page = setup().load();
    // Before the widget was touched nothing is fetched for it: the token waits.
    page.js("window.seconds = 2; Helplet('identify', {token: 'a.b.c'})", json!([]));
    assert_eq!(
        page.js(
            "return performance.getEntriesByType('resource').filter((it) => it.name.endsWith('.wasm')).length",
            json!([])
        ),
        json!(0)
    );
    page.open_widget();
    page.until_js("the answer", "return told.some((it) => it[0] == 'identified' && it[1] == 'enterprise')", json!([]));
    assert_eq!(page.js("return presented", json!([])), json!("a.b.c"));
    page.until_js("its time is over", "return told.some((it) => it[0] == 'token-needed')", json!([]));
    assert_eq!(page.js("return localStorage['helplet:signed'] || ''", json!([])), json!(""));
}
