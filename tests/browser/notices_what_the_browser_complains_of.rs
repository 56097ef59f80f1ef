//! The harness itself: what would let every other test pass wrongly.

use crate::harness::{Setup, until};
use serde_json::json;

#[test]
fn notices_breaches_of_the_policy_and_errors() {
    let page = Setup::default().load();
    for (what, script) in [
        ("inline style", "setTimeout(() => document.body.setAttribute('style', 'color: red'))"),
        (
            "inline script",
            "setTimeout(() => document.body.append(Object.assign(document.createElement('script'), {text: '1'})))",
        ),
        ("markup as text", "setTimeout(() => { document.body.innerHTML = '<b>x</b>' })"),
        ("another origin", "fetch('https://example.com/').catch(() => 0)"),
        ("an uncaught error", "setTimeout(() => { throw new Error('thrown') })"),
        ("an unhandled rejection", "setTimeout(() => { Promise.reject(new Error('rejected')) })"),
        ("an error told", "console.error('told')"),
    ] {
        // Scripts of WebDriver are exempt from the policy; one of the page is not.
        page.js(script, json!([]));
        until(what, || (!page.complaints().is_empty()).then_some(()));
    }
}
