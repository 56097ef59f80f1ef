use crate::harness::{Setup, t};
use helplet_content::{Ui, ui};
use serde_json::json;

/// The desk's answer to a link's token: the key it is signed with is the desk's own.
const ANSWER: &str = "(() => {
  const open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, url, ...rest) { this.at = url; return open.call(this, method, url, ...rest); };
  XMLHttpRequest.prototype.send = function (body) {
    if (!this.at.endsWith('/v1/grants')) return send.call(this, body);
    window.presented = JSON.parse(body).token;
    Object.defineProperty(this, 'status', {get: () => 200});
    Object.defineProperty(this, 'responseText', {get: () => JSON.stringify({ticket: '0', number: '896-520-2388'})});
    setTimeout(() => this.dispatchEvent(new Event('loadend')));
  };
})();";

#[test]
fn lets_in_by_a_link() {
    let page = Setup::default()
        .at("index.html#ticket/896-520-2388?grant=a.b")
        .tolerate("/v1/tickets/")
        .script(ANSWER.into())
        .load();
    page.arrives_at(ui::fill(t(Ui::ThreadTitle), &[("number", "896-520-2388")]));
    assert_eq!(page.js("return presented", json!([])), json!("a.b"));
    assert_eq!(page.js("return location.hash", json!([])), json!("#ticket/896-520-2388"), "the token is gone");
}
