//! An answer that is read while it comes.

use super::element::window;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestInit, Response, TextDecodeOptions, TextDecoder};

/// A request under way; it is broken off when this is dropped.
pub struct Way(AbortController);

impl Drop for Way {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A stream to be read.
pub struct Stream {
    url: String,
    init: RequestInit,
}

/// A GET request for a stream, and what breaks it off.
pub fn prepare(url: String, headers: &[(&str, &str)]) -> Option<(Way, Stream)> {
    let controller = AbortController::new().ok()?;
    let names = Object::new();
    for (name, value) in headers {
        _ = Reflect::set(&names, &(*name).into(), &(*value).into());
    }
    let init = RequestInit::new();
    init.set_headers(&names);
    init.set_signal(Some(&controller.signal()));
    Some((Way(controller), Stream { url, init }))
}

impl Stream {
    /// Reads it to its end, however it ends; `hear` hears the text piece by piece.
    pub async fn read(self, hear: impl FnMut(&str)) {
        _ = read_boxed(self, Box::new(hear)).await;
    }
}

async fn read_boxed(stream: Stream, mut hear: Box<dyn FnMut(&str) + '_>) -> Option<()> {
    let answer = JsFuture::from(window().fetch_with_str_and_init(&stream.url, &stream.init)).await.ok()?;
    let answer: Response = answer.unchecked_into();
    if !answer.ok() {
        return None;
    }
    let reader = answer.body()?.get_reader().unchecked_into::<ReadableStreamDefaultReader>();
    let decoder = TextDecoder::new().ok()?;
    let options = TextDecodeOptions::new();
    // A character may be cut in two by a piece's end.
    options.set_stream(true);
    loop {
        let step = JsFuture::from(reader.read()).await.ok()?;
        let piece = Reflect::get(&step, &"value".into()).ok()?.dyn_into::<Uint8Array>().ok()?;
        hear(&decoder.decode_with_buffer_source_and_options(&piece, &options).ok()?);
    }
}
