//! The single file in a real application: a WebKitGTK web view that loads it from a folder, with no network.
//! `./x test` installs what it needs (Debian: python3-gi, gir1.2-webkit2-4.1, xvfb).

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// How long anything may take: a first start is slow on shared cores.
const DEADLINE: Duration = Duration::from_secs(90);

/// The running application.
struct Application {
    process: Child,
    input: Option<ChildStdin>,
    heard: Receiver<Value>,
    /// What came while something else was waited for.
    kept: VecDeque<Value>,
}

impl Application {
    fn start(page: &Path, home: &Path) -> Self {
        // Debian's own Python: its libraries are not found by others.
        let mut process = Command::new("xvfb-run")
            .args(["-a", "/usr/bin/python3", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/webview/host.py")])
            .arg(format!("file://{}", page.display()))
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
            .env("HOME", home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("xvfb-run: {error}; ./x test installs it (Debian: xvfb xauth)"));
        let (send, heard) = channel();
        let out = BufReader::new(process.stdout.take().expect("piped"));
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                _ = send.send(serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}")));
            }
        });
        Self { input: process.stdin.take(), process, heard, kept: VecDeque::new() }
    }

    fn write(&mut self, line: &str) {
        let input = self.input.as_mut().expect("piped");
        writeln!(input, "{line}").expect("the application listens");
    }

    /// The next thing the application hears that has these fields.
    #[track_caller]
    fn hears(&mut self, wanted: &Value) -> Value {
        let end = Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let said = self.kept.pop_front().or_else(|| self.heard.recv_timeout(left).ok());
            let said = said.unwrap_or_else(|| panic!("after {DEADLINE:?} not heard: {wanted}"));
            let fields = wanted.as_object().expect("an object");
            if fields.iter().all(|(name, value)| said.get(name) == Some(value)) {
                return said;
            }
        }
    }

    /// The value of a script in the page.
    fn js(&mut self, script: &str) -> Value {
        self.write(&format!("js:{}", script.replace('\n', " ")));
        let end = Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let said = self.heard.recv_timeout(left).expect("a result");
            assert!(said.get("error").is_none(), "{said}");
            if let Some(result) = said.get("result") {
                return result.clone();
            }
            self.kept.push_back(said);
        }
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        // Its input ended, it ends by itself, and with it the screen it was shown on.
        self.input.take();
        let end = Instant::now() + DEADLINE;
        while Instant::now() < end {
            if !matches!(self.process.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        _ = self.process.kill();
    }
}

#[test]
fn the_widget_and_a_real_application_talk_from_the_disk() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist/helplet.single.html");
    assert!(dist.is_file(), "dist/ is not built: run ./x test, or ./x dist");
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("helplet.single.html");
    fs::copy(&dist, &page).expect("copied");
    let mut application = Application::start(&page, folder.path());

    application.hears(&json!({"helplet": 1, "type": "hello", "version": 1}));
    application.hears(&json!({"type": "ready"}));
    application.write(&json!({"helplet": 1, "type": "set-locale", "locale": "zh-CN"}).to_string());
    application.hears(&json!({"type": "ready", "locale": "zh-CN"}));
    application.write(&json!({"helplet": 1, "type": "navigate", "path": "search/wenjiandabukai"}).to_string());
    let found = "document.querySelector('helplet-root').shadowRoot.querySelector('[role=option]')?.innerText ?? ''";
    let end = Instant::now() + DEADLINE;
    while !application.js(found).as_str().is_some_and(|text| text.contains("文件打不开")) {
        assert!(Instant::now() < end, "pinyin finds nothing in WebKit");
        thread::sleep(Duration::from_millis(50));
    }
    application.write(&json!({"helplet": 1, "type": "navigate", "path": "contact"}).to_string());
    let call = "(() => { const it = document.querySelector('helplet-root').shadowRoot.querySelector('a[href^=\"tel:\"]'); \
        if (it) it.click(); return it ? it.href : ''; })()";
    while application.js(call) == json!("") {
        assert!(Instant::now() < end, "no telephone number");
        thread::sleep(Duration::from_millis(50));
    }
    let link = application.hears(&json!({"type": "open-link"}));
    assert!(link["url"].as_str().is_some_and(|url| url.starts_with("tel:")), "{link}");
    application.write(&json!({"helplet": 1, "type": "no-such-type"}).to_string());
    application.hears(&json!({"type": "refused", "reason": "there is no such type"}));
}
