//! Events for the host page: `helplet:*` on the document.

use crate::browser::element::document;
use js_sys::{Object, Reflect};
use web_sys::{CustomEvent, CustomEventInit};

/// Tells the host page of something; `detail` are names and values. A listener that throws is the
/// page's own matter.
pub fn emit(name: &str, detail: &[(&str, &str)]) {
    let object = Object::new();
    for (name, value) in detail {
        _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    let init = CustomEventInit::new();
    init.set_detail(&object);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&["helplet:", name].concat(), &init) {
        _ = document().dispatch_event(&event);
    }
}
