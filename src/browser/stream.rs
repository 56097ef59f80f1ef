//! An answer that is read while it comes.

use super::json::{get, object};
use super::later;
use super::task::settled;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

/// A request under way; it is broken off when this is dropped.
pub struct Way(AbortController);

impl Drop for Way {
    fn drop(&mut self) {
        later::abort(&self.0);
    }
}

/// A stream that is being read.
pub struct Stream {
    ended: Promise,
    _hear: Closure<dyn FnMut(String)>,
}

/// Reads a stream to its end; `hear` hears the text piece by piece. Comes with what breaks it off.
pub fn open(url: &str, headers: &[(&str, &str)], hear: Box<dyn FnMut(String)>) -> (Way, Stream) {
    let hear = Closure::wrap(hear);
    let way = later::stream(url, &object(headers), &hear);
    let ended = get(&way, "ended").unchecked_into();
    (Way(way), Stream { ended, _hear: hear })
}

impl Stream {
    /// Waits for its end, however it ends.
    pub async fn end(self) {
        settled(self.ended.clone()).await;
    }
}
