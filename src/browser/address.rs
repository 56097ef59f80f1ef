//! The page's own address: where a link leads.

use super::element::window;
use wasm_bindgen::JsValue;

/// The path in the address's fragment. On a page of somebody else only a ticket's is ours to read;
/// what lets one in to it is taken out of the address and of the browser's history at once.
pub fn take_path(is_ours: bool) -> Option<String> {
    let location = window().location();
    let path =
        location.hash().ok()?.strip_prefix('#').filter(|path| is_ours || path.starts_with("ticket/"))?.to_owned();
    if let Some((plain, _)) = path.split_once('?') {
        let history = window().history().ok()?;
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&["#", plain].concat()));
    }
    Some(path)
}
