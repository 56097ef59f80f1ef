//! The pinyin table, with its characters from the browser's own decoder.

use super::first;
use helplet_search::{Pinyin, gb2312};

/// The table of a language's data; `None` where there are none or the browser can't decode GBK, and
/// Chinese is found by characters alone.
pub fn table(sounds: &[u8]) -> Option<Pinyin> {
    if sounds.is_empty() {
        return None;
    }
    Pinyin::new(&first::gbk(&gb2312()).ok()?, sounds)
}
