//! The harness itself: what would let every other test pass wrongly.

use crate::harness::{Setup, until};
use serde_json::json;

/// What may go wrong, done by the page itself: scripts of the driver are exempt from the policy, and their errors
/// aren't the page's.
const FAULTS: &str = "window.faults = {
  'inline style': () => document.body.setAttribute('style', 'color: red'),
  'inline script': () => document.body.append(Object.assign(document.createElement('script'), {text: '1'})),
  'markup as text': () => { document.body.innerHTML = '<b>x</b>' },
  'another origin': () => { fetch('https://example.com/').catch(() => 0) },
  'an uncaught error': () => { throw new Error('thrown') },
  'an unhandled rejection': () => { Promise.reject(new Error('rejected')) },
  'an error told': () => console.error('told'),
};
addEventListener('fault', (event) => faults[event.detail]());";

#[test]
fn notices_breaches_of_the_policy_and_errors() {
    let page = Setup::default().script(FAULTS.into()).load();
    let faults = page.js("return Object.keys(faults)", json!([]));
    for fault in serde_json::from_value::<Vec<String>>(faults).expect("names") {
        page.js("setTimeout(() => dispatchEvent(new CustomEvent('fault', {detail: arguments[0]})))", json!([fault]));
        until(&fault, || (!page.complaints().is_empty()).then_some(()));
    }
}
