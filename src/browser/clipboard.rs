//! Copying text.

use super::element::window;
use wasm_bindgen_futures::JsFuture;

/// Copies `text`; false where the browser refuses.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // Absent outside secure contexts, where the typed accessor would throw.
    let present = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|value| value.is_object());
    present && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
