//! The browser's engine and the program that drives it.
//!
//! Chromium, unless the variable `HELPLET_ENGINE` says `firefox` or `webkit`. The other two have no DevTools
//! protocol, so tests that need it are left out there: `../chromium_only.txt` names them.

use super::{DEADLINE, until};
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use thirtyfour::common::capabilities::firefox::FirefoxPreferences;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel};

/// Keeps Chromium from doing anything but what the test asks for.
const QUIET: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
];

/// Where Debian keeps WebKit's little browser.
const MINI_BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/// A browser's engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    /// The one these tests are run with.
    pub fn chosen() -> Self {
        match std::env::var("HELPLET_ENGINE").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("HELPLET_ENGINE={other}: there are chromium, firefox and webkit"),
        }
    }

    /// What the driver is asked for.
    pub fn capabilities(self, language: &str, dark: bool) -> Capabilities {
        match self {
            Self::Chromium => {
                let mut wanted = DesiredCapabilities::chrome();
                for flag in QUIET {
                    wanted.add_arg(flag).expect("a flag");
                }
                wanted
                    .add_experimental_option("prefs", json!({"intl.accept_languages": language}))
                    .expect("preferences");
                wanted.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a level");
                wanted.into()
            }
            Self::Firefox => {
                let mut wanted = DesiredCapabilities::firefox();
                wanted.add_arg("-headless").expect("a flag");
                let mut preferences = FirefoxPreferences::new();
                let theme = i32::from(!dark);
                preferences.set("intl.accept_languages", language).expect("a preference");
                preferences.set("layout.css.prefers-color-scheme.content-override", theme).expect("a preference");
                preferences.set("ui.prefersReducedMotion", 1).expect("a preference");
                wanted.set_preferences(preferences).expect("preferences");
                wanted.into()
            }
            Self::WebKit => {
                let mut wanted = Capabilities::new();
                wanted.set("browserName", "MiniBrowser").expect("a name");
                let options = json!({"binary": MINI_BROWSER, "args": ["--automation"]});
                wanted.set("webkitgtk:browserOptions", options).expect("options");
                wanted
            }
        }
    }
}

/// A running driver; stopped when dropped, with the browser it started.
pub struct Driver {
    process: Child,
    /// Its address.
    pub url: String,
}

impl Driver {
    /// Starts one on a free port; what it and the browser leave lying about goes into `folder`.
    pub fn start(engine: Engine, folder: &Path, zone: &str, language: &str) -> Self {
        match engine {
            Engine::Chromium => Self::says_its_port(Command::new("chromedriver").arg("--port=0"), folder, |line| {
                line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
            }),
            Engine::Firefox => {
                let mut driver = Command::new("geckodriver");
                driver.args(["--port", "0", "--binary", "/usr/bin/firefox-esr"]).env("TZ", zone);
                Self::says_its_port(&mut driver, folder, |line| {
                    line.split_once("Listening on 127.0.0.1:")?.1.parse().ok()
                })
            }
            Engine::WebKit => {
                // It neither takes port 0 nor says which it has.
                let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port();
                let process = Command::new("WebKitWebDriver")
                    .args([format!("--port={port}"), "--host=127.0.0.1".into()])
                    .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
                    .envs([("TMPDIR", folder), ("HOME", folder)])
                    .envs([("TZ", zone), ("LANGUAGE", language)])
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap_or_else(|error| {
                        panic!("WebKitWebDriver: {error}; Debian: apt install webkit2gtk-driver xvfb")
                    });
                until("WebKitWebDriver", || TcpStream::connect(("127.0.0.1", port)).ok());
                Self { process, url: format!("http://127.0.0.1:{port}") }
            }
        }
    }

    fn says_its_port(command: &mut Command, folder: &Path, port: impl Fn(&str) -> Option<u16>) -> Self {
        command.env("TMPDIR", folder).stdout(Stdio::piped()).stderr(Stdio::null());
        // Chromedriver ends where the port that it was given for IPv4 is taken for IPv6, and is started again.
        until("a driver that says its port", || {
            let mut process = command.spawn().unwrap_or_else(|error| {
                panic!(
                    "{command:?}: {error}; ./x test installs it (Debian: chromium-driver; geckodriver is built into .tools/bin)"
                )
            });
            let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines().map_while(Result::ok);
            let Some(port) = lines.find_map(|line| port(&line)) else {
                _ = process.wait();
                return None;
            };
            // It goes on talking, and would stop where nobody listened.
            thread::spawn(move || lines.for_each(drop));
            Some(Self { process, url: format!("http://127.0.0.1:{port}") })
        })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// How long a driver may take for one answer: a first start of Firefox is slow on shared cores.
pub const PATIENCE: std::time::Duration = DEADLINE.saturating_mul(4);
