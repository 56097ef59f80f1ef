//! The page's own address: where a link of an e-mail leads.

use super::element::window;
use wasm_bindgen::JsValue;

/// The path to a ticket in the address's fragment, with what lets one in; that is taken out of the
/// address and of the browser's history at once.
pub fn take_ticket() -> Option<String> {
    let location = window().location();
    let path = location.hash().ok()?.strip_prefix('#').filter(|path| path.starts_with("ticket/"))?.to_owned();
    if let Some((plain, _)) = path.split_once('?') {
        let history = window().history().ok()?;
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&["#", plain].concat()));
    }
    Some(path)
}
