//! Events for the host page: `helplet:*` on the document.

use crate::browser::element::document;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// Tells the host page of something; `detail` are names and values. A listener that throws is the
/// page's own matter.
pub fn emit(name: &str, detail: &[(&str, &str)]) {
    tell(name, detail, None);
}

/// Like [`emit`], with a number among the details.
pub fn emit_count(name: &str, detail: &[(&str, &str)], count: (&str, usize)) {
    tell(name, detail, Some(count));
}

fn tell(name: &str, detail: &[(&str, &str)], count: Option<(&str, usize)>) {
    let object = Object::new();
    let set = |name: &str, value: JsValue| _ = Reflect::set(&object, &name.into(), &value);
    for (name, value) in detail {
        set(name, (*value).into());
    }
    if let Some((name, count)) = count {
        set(name, (count as u32).into());
    }
    let init = CustomEventInit::new();
    init.set_detail(&object);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&["helplet:", name].concat(), &init) {
        _ = document().dispatch_event(&event);
    }
}
