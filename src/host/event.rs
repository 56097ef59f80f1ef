//! Events for the host page: `helplet:*` on the document.

use crate::browser::{first, json};
use js_sys::{Object, Reflect};

/// Tells the host page of something; `detail` are names and values. A listener that throws is the
/// page's own matter.
pub fn emit(name: &str, detail: &[(&str, &str)]) {
    tell(name, &json::object(detail));
}

/// Like [`emit`], with a number among the details.
pub fn emit_count(name: &str, detail: &[(&str, &str)], (number, count): (&str, usize)) {
    let detail = json::object(detail);
    _ = Reflect::set(&detail, &number.into(), &(count as u32).into());
    tell(name, &detail);
}

fn tell(name: &str, detail: &Object) {
    first::dispatch(&["helplet:", name].concat(), detail);
}
