//! The page's own address.

use super::element::window;

/// Its path, such as `/pricing`; characters that addresses don't have are as people read them.
pub fn path() -> String {
    let path = window().location().pathname().unwrap_or_default();
    js_sys::decode_uri_component(&path).map_or(path, String::from)
}
