//! The browser's services, each behind a few plain functions. Besides `host/` nothing else in the
//! widget touches `web_sys`. Storage, clipboard and network may be missing or refuse: every function
//! here says so in its result instead of throwing.

pub mod address;
pub mod bytes;
pub mod canvas;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod element;
pub mod environment;
pub mod file;
pub mod first;
pub mod http;
pub mod image;
pub mod inflate;
pub mod json;
pub mod keyboard;
pub mod later;
pub mod launcher;
pub mod lock;
pub mod part;
pub mod pinyin;
pub mod pointer;
pub mod screen;
pub mod storage;
pub mod stream;
pub mod task;
pub mod timer;
