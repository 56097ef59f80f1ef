//! The launcher, which the loader has drawn: only the count on it is ours.

use super::element::{El, el};
use super::later;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Shows a count on the launcher, with what it means to those who listen; `None` takes it away.
pub fn badge(count: Option<(&str, &str)>) {
    let find = |selector: &str| {
        let found = later::launcher(selector);
        found.is_object().then(|| found.unchecked_into::<Element>())
    };
    if let Some(old) = find(".badge") {
        old.remove();
    }
    if let (Some((count, meaning)), Some(launcher)) = (count, find(".launcher")) {
        let shown = el("span").attr("aria-hidden", "true").text(count);
        let badge = el("span").class("badge").child(shown).child(el("span").class("unseen").text(meaning));
        _ = El::from_element(launcher).child(badge);
    }
}
