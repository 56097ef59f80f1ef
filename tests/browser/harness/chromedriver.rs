//! The program that drives Chromium.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running chromedriver; stopped when dropped.
pub struct Chromedriver {
    process: Child,
    /// Its address.
    pub url: String,
}

impl Chromedriver {
    /// Starts one on a free port; what it and the browser leave lying about goes into `folder`.
    pub fn start(folder: &Path) -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .env("TMPDIR", folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("chromedriver: {error}; the browser tests need Chromium and its driver (Debian: apt install chromium chromium-driver)")
            });
        let out = process.stdout.take().expect("piped");
        let port = BufReader::new(out)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse::<u16>().ok())
            .expect("chromedriver says its port");
        Self { process, url: format!("http://127.0.0.1:{port}") }
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}
