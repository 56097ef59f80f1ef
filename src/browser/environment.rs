//! What the browser itself says of the device.

use super::element::{document, listen, window};
use super::first;
use super::json::{get, number, text};
use crate::text::{decimal, find};
use helplet_content::audience::Platform;
use wasm_bindgen::JsValue;

/// A fact of the environment: a stable name, sent to the desk, and its value.
pub type Fact = (&'static str, String);

/// The operating system's family, by the user agent string.
pub fn platform() -> Option<Platform> {
    let agent = user_agent();
    let has = |word: &str| find(&agent, word).is_some();
    Some(if has("Android") {
        Platform::Android
    } else if has("iPhone") || has("iPad") {
        Platform::Ios
    } else if has("Windows") {
        Platform::Windows
    } else if has("Mac OS") {
        Platform::Mac
    } else if has("Linux") || has("X11") {
        Platform::Linux
    } else {
        return None;
    })
}

fn navigator() -> JsValue {
    get(&window(), "navigator")
}

fn user_agent() -> String {
    text(&navigator(), "userAgent")
}

fn system() -> String {
    let agent = user_agent();
    // The system stands in the first brackets: Mozilla/5.0 (Windows NT 10.0; Win64; x64) …
    let inside = agent.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(inside, _)| inside);
    String::from(inside)
}

fn browser() -> String {
    let agent = user_agent();
    // The most specific name wins: every Chromium also calls itself Safari.
    for name in ["MicroMessenger", "Edg", "OPR", "Firefox", "Chrome", "Version"] {
        let Some(at) = find(&agent, &[name, "/"].concat()) else { continue };
        let rest = agent.get(at + name.len() + 1..).unwrap_or_default();
        let version = rest.split([' ', '.']).next().unwrap_or_default();
        let shown = match name {
            "Edg" => "Edge",
            "OPR" => "Opera",
            "MicroMessenger" => "WeChat",
            "Version" => "Safari",
            other => other,
        };
        return [shown, " ", version].concat();
    }
    String::new()
}

/// The facts a support agent asks for first; empty ones are left out.
pub fn facts() -> Vec<Fact> {
    let window = window();
    let size = |name: &str| decimal(number(&window, name) as usize);
    let mut facts = vec![
        ("os", system()),
        ("browser", browser()),
        ("screen", [&size("innerWidth"), " × ", &size("innerHeight")].concat()),
        ("language", text(&navigator(), "language")),
        ("time_zone", super::clock::zone()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

/// Whether the browser believes that there is a network.
pub fn online() -> bool {
    get(&navigator(), "onLine").is_truthy()
}

/// Tells of the network's coming (true) and going, until the current owner ends.
pub fn follow_network(hear: impl Fn(bool) + Copy + 'static) {
    for event in ["online", "offline"] {
        listen(&window(), event, move |_| hear(event == "online"));
    }
}

/// Tells when the page comes into view again, until the current owner ends.
pub fn follow_view(hear: impl Fn() + 'static) {
    listen(&document(), "visibilitychange", move |_| {
        if !document().hidden() {
            hear();
        }
    });
}

/// Whether the first pointer is a finger.
pub fn touch() -> bool {
    first::touch().unwrap_or_default()
}
