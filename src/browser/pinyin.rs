//! The pinyin table, with its characters from the browser's own decoder.

use helplet_search::{Pinyin, gb2312};

/// The table; `None` where the browser can't decode GBK, and Chinese is found by characters alone.
pub fn table() -> Option<Pinyin> {
    let decoder = web_sys::TextDecoder::new_with_label("gbk").ok()?;
    Pinyin::new(&decoder.decode_with_u8_array(&gb2312()).ok()?)
}
