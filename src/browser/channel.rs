//! Saying something to the other tabs of this site.

use super::element::listen;
use super::json::text;
use web_sys::BroadcastChannel;

/// What all tabs listen to.
const NAME: &str = "helplet";

/// A way to the other tabs; closed when dropped.
pub struct Channel(BroadcastChannel);

impl Channel {
    /// Opens it until it is dropped; `hear` hears what other tabs say, until the current owner ends.
    pub fn open(hear: impl Fn(String) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(NAME).ok()?;
        listen(&channel, "message", move |event| hear(text(&event, "data")));
        Some(Self(channel))
    }

    /// Says something to the other tabs.
    pub fn say(&self, text: &str) {
        _ = self.0.post_message(&text.into());
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.0.close();
    }
}
