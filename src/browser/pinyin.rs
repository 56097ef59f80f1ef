//! The pinyin table, with its characters from the browser's own decoder.

use helplet_search::{Pinyin, gb2312};

/// The table of a language's data; `None` where there are none or the browser can't decode GBK, and
/// Chinese is found by characters alone.
pub fn table(sounds: &[u8]) -> Option<Pinyin> {
    if sounds.is_empty() {
        return None;
    }
    let decoder = web_sys::TextDecoder::new_with_label("gbk").ok()?;
    Pinyin::new(&decoder.decode_with_u8_array(&gb2312()).ok()?, sounds)
}
