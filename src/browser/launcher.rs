//! The launcher, which the loader has drawn: only the count on it is ours.

use super::element::{El, document, el};

/// Shows a count on the launcher, with what it means to those who listen; `None` takes it away.
pub fn badge(count: Option<(&str, &str)>) {
    let root = document().query_selector("helplet-root").ok().flatten().and_then(|host| host.shadow_root());
    let find = |selector: &str| root.as_ref()?.query_selector(selector).ok().flatten();
    if let Some(old) = find(".badge") {
        old.remove();
    }
    if let (Some((count, meaning)), Some(launcher)) = (count, find(".launcher")) {
        let shown = el("span").attr("aria-hidden", "true").text(count);
        let badge = el("span").class("badge").child(shown).child(el("span").class("unseen").text(meaning));
        _ = El::from_element(launcher).child(badge);
    }
}
