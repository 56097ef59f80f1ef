//! Saying something to the other tabs of this site.

use super::element::listen;
use super::json::text;
use super::later;
use wasm_bindgen::JsCast;
use web_sys::EventTarget;

/// What all tabs listen to.
const NAME: &str = "helplet";

/// A way to the other tabs; closed when dropped.
pub struct Channel(EventTarget);

impl Channel {
    /// Opens it until it is dropped; `hear` hears what other tabs say, until the current owner ends.
    pub fn open(hear: impl Fn(String) + 'static) -> Option<Self> {
        let channel = later::channel(NAME);
        let channel: EventTarget = channel.is_object().then(|| channel.unchecked_into())?;
        listen(&channel, "message", move |event| hear(text(&event, "data")));
        Some(Self(channel))
    }

    /// Says something to the other tabs.
    pub fn say(&self, text: &str) {
        later::say(&self.0, text);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        later::close(&self.0);
    }
}
