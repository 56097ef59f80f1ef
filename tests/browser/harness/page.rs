//! A page with the widget, in a browser of its own.

use super::desk::Desk;
use super::engine::{Driver, Engine, PATIENCE};
use super::turn::Turn;
use super::{DEADLINE, Mailbox, clock, identity, postgres, site, until};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::WindowHandle;
use thirtyfour::prelude::*;
use tokio::runtime::Runtime;

/// Bound to `host` and `root` in every script of a test. In the agents' console there is no widget, and
/// the root is the page.
const PRELUDE: &str = "const host = document.querySelector('helplet-root'), \
    root = location.pathname.startsWith('/desk/') ? document : host && host.shadowRoot;\n";

/// What the page is opened with.
pub struct Setup {
    path: String,
    address: Option<String>,
    size: (u32, u32),
    dark: bool,
    zone: &'static str,
    language: &'static str,
    scripts: Vec<String>,
    pages: Vec<(String, String)>,
    tolerated: Vec<&'static str>,
    reword: Option<fn(&str) -> String>,
    settings: Vec<String>,
    signing: bool,
    on_postgres: bool,
}

const UNREACHABLE: [&str; 7] = [
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_CONNECTION_CLOSED",
    "net::ERR_SOCKET_NOT_CONNECTED",
    "net::ERR_EMPTY_RESPONSE",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
];

impl Default for Setup {
    fn default() -> Self {
        Self {
            path: "website.html".into(),
            address: None,
            size: (1280, 900),
            dark: false,
            zone: "Asia/Shanghai",
            language: "zh-CN",
            scripts: Vec::new(),
            pages: Vec::new(),
            // The sites of these tests have no icon, and Chromium always asks for one.
            tolerated: vec!["/favicon.ico"],
            reword: None,
            settings: Vec::new(),
            signing: false,
            on_postgres: false,
        }
    }
}

impl Setup {
    /// Another page of the site than the sample website.
    pub fn at(self, path: &str) -> Self {
        Self { path: path.into(), ..self }
    }

    /// A page of the test's own.
    pub fn page(mut self, content: String) -> Self {
        self.pages.push(("page.html".into(), content));
        self.at("page.html")
    }

    /// A further file on the site.
    pub fn file(mut self, name: &str, content: &str) -> Self {
        self.pages.push((name.into(), content.into()));
        self
    }

    /// A page in a language, with the widget taking tickets.
    pub fn in_language(self, lang: &str) -> Self {
        self.page(site::host_page(
            lang,
            "data-helplet-endpoint=\".\"",
            "",
            "<main><h1>Host page</h1><a href=\"website.html\">Start</a></main>",
        ))
    }

    /// Opens a page of another server than the desk; that one must set the policy itself.
    pub fn served_by(self, address: &str) -> Self {
        Self { address: Some(address.into()), ..self }
    }

    /// Size of the window's inside, in CSS pixels.
    pub fn size(self, width: u32, height: u32) -> Self {
        Self { size: (width, height), ..self }
    }

    /// The system prefers dark.
    pub fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    /// The device's time zone.
    pub fn zone(self, zone: &'static str) -> Self {
        Self { zone, ..self }
    }

    /// The browser's language.
    pub fn browser_language(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    /// The clock starts at an instant, such as `2026-10-01T10:00:00+08:00`.
    pub fn clock(self, instant: &str) -> Self {
        self.script(clock::starts_at(instant))
    }

    /// Runs before anything of the page.
    pub fn script(mut self, script: String) -> Self {
        self.scripts.push(script);
        self
    }

    /// The site and its desk with other content: `reword` is given each of its TOML files.
    pub fn content(self, reword: fn(&str) -> String) -> Self {
        Self { reword: Some(reword), ..self }
    }

    /// A further setting of `helplet serve`.
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.extend([name.to_owned(), value.to_owned()]);
        self
    }

    /// The desk knows who somebody is by the tokens of [`identity::token`].
    pub fn signing(self) -> Self {
        Self { signing: true, ..self }.setting("--identity-audience", identity::AUDIENCE)
    }

    /// The desk keeps its tickets in PostgreSQL, so that it may have several processes.
    pub fn on_postgres(self) -> Self {
        Self { on_postgres: true, ..self }
    }

    /// The desk sends its e-mails to a mailbox.
    pub fn mailing(self, mailbox: &Mailbox) -> Self {
        self.setting("--smtp", &mailbox.url())
            .setting("--mail-from", "help@example.com")
            .setting("--public-url", "https://help.example.com")
    }

    /// What the browser may complain about in this test.
    pub fn tolerate(mut self, message: &'static str) -> Self {
        self.tolerated.push(message);
        self
    }

    /// The server stops or the network is cut in this test: whatever the browser says of that. Which of these
    /// it is depends on what was under way at that moment.
    pub fn unreachable(mut self) -> Self {
        self.tolerated.extend(UNREACHABLE);
        self
    }

    /// Starts server and browser and loads the page.
    pub fn load(self) -> Page {
        Page::load(self)
    }

    /// Loads the page and opens the widget.
    pub fn open(self) -> Page {
        let page = self.load();
        page.open_widget();
        page
    }
}

/// A loaded page. Dropped, it fails the test on errors in the browser's log and stops everything.
pub struct Page {
    // Fields are dropped in this order: the session ends before its driver.
    driver: WebDriver,
    runtime: Runtime,
    _process: Driver,
    engine: Engine,
    /// The server; stop it to see what a person sees then.
    pub desk: Desk,
    folder: TempDir,
    tolerated: Vec<&'static str>,
    /// What each tab is set up with.
    screen: ((u32, u32), bool, &'static str),
    scripts: Vec<String>,
    /// None where another browser of the same test has it.
    _turn: Option<Turn>,
}

impl Page {
    fn load(mut setup: Setup) -> Self {
        let turn = Turn::take();
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        site::copy(&site, &setup.pages);
        let content = setup.reword.map_or_else(site::content, |reword| {
            let content = folder.path().join("content");
            site::reword(&content, &site, reword);
            content
        });
        if setup.signing {
            let key = identity::key_file(folder.path());
            setup = setup.setting("--identity-key", &key);
        }
        if Engine::chosen() != Engine::Chromium {
            site::run_before(&site, &setup.scripts);
        }
        let file = folder.path().join("helplet.db").display().to_string();
        let data = if setup.on_postgres { postgres::new_database() } else { file };
        let files = folder.path().join("helplet-files").display().to_string();
        setup = setup.setting("--files", &files);
        let desk = Desk::start(&site, data, &content, setup.settings);
        let address = setup.address.unwrap_or_else(|| desk.address.clone());
        let screen = (setup.size, setup.dark, setup.zone);
        let page = Self::begin(desk, folder, screen, setup.language, setup.scripts, setup.tolerated, Some(turn));
        page.goto(&format!("http://{address}/{}", setup.path));
        page
    }

    /// A further browser at the same desk, with cookies and storage of its own.
    #[track_caller]
    pub fn beside(&self, language: &'static str) -> Self {
        self.at(self.desk.shared(), language)
    }

    /// A further browser at a further process of the same desk.
    #[track_caller]
    pub fn at_another_process(&self, language: &'static str) -> Self {
        self.at(self.desk.another(), language)
    }

    #[track_caller]
    fn at(&self, desk: Desk, language: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (scripts, tolerated) = (self.scripts.clone(), self.tolerated.clone());
        Self::begin(desk, folder, self.screen, language, scripts, tolerated, None)
    }

    fn begin(
        desk: Desk,
        folder: TempDir,
        screen: ((u32, u32), bool, &'static str),
        language: &'static str,
        scripts: Vec<String>,
        tolerated: Vec<&'static str>,
        turn: Option<Turn>,
    ) -> Self {
        let engine = Engine::chosen();
        let process = Driver::start(engine, folder.path(), screen.2, language);
        let runtime = Runtime::new().expect("a runtime");
        let wanted = engine.capabilities(language, screen.1);
        let begun = WebDriver::builder(&process.url, wanted).request_timeout(PATIENCE);
        let driver = runtime.block_on(begun.into_future()).unwrap_or_else(|error| {
            panic!("{engine:?} does not start: {error}; ./x test installs what the browser tests need")
        });
        let page =
            Self { driver, runtime, _process: process, engine, desk, folder, tolerated, screen, scripts, _turn: turn };
        page.set_up(page.screen.0, page.screen.1, page.screen.2, &page.scripts);
        page
    }

    fn set_up(&self, (width, height): (u32, u32), dark: bool, zone: &str, scripts: &[String]) {
        // In WebKit the driver's own timer is one of the page, and must not be of those that tests move on.
        let patience = if self.is_webkit() { DEADLINE - Duration::from_secs(1) } else { DEADLINE * 2 };
        self.run(self.driver.set_script_timeout(patience));
        if !self.is_chromium() {
            return self.resize(width, height);
        }
        let screen = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", screen);
        self.devtools("Emulation.setTimezoneOverride", json!({"timezoneId": zone}));
        self.prefer_dark(dark);
        for script in scripts {
            self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": script}));
        }
    }

    /// Gives the window such a size that its inside has the wanted one.
    fn resize(&self, width: u32, height: u32) {
        self.run(self.driver.set_window_rect(0, 0, width, height));
        let frame = self.js("return [outerWidth - innerWidth, outerHeight - innerHeight]", json!([]));
        let [across, down] = [0, 1].map(|at| frame[at].as_u64().unwrap_or_default() as u32);
        self.run(self.driver.set_window_rect(0, 0, width + across, height + down));
    }

    /// What the system prefers; motion is reduced, so that nothing moves under a click.
    pub fn prefer_dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// Waits for an answer of the browser; a refusal fails the test.
    #[track_caller]
    pub fn run<T>(&self, work: impl Future<Output = WebDriverResult<T>>) -> T {
        match self.runtime.block_on(work) {
            Ok(value) => value,
            Err(error) => panic!("the browser refuses: {error}"),
        }
    }

    /// Waits for an answer of the browser that may be a refusal.
    pub fn attempt<T>(&self, work: impl Future<Output = WebDriverResult<T>>) -> Option<T> {
        self.runtime.block_on(work).ok()
    }

    /// Whether the browser is Chromium.
    pub fn is_chromium(&self) -> bool {
        self.engine == Engine::Chromium
    }

    /// Whether the browser is WebKit's.
    pub fn is_webkit(&self) -> bool {
        self.engine == Engine::WebKit
    }

    /// The driver itself, for what has no method here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// A command of the DevTools protocol.
    #[track_caller]
    pub fn devtools(&self, method: &str, parameters: Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "{method}: name this test in tests/browser/chromium_only.txt");
        self.run(self.driver.cdp().send_raw(method, parameters))
    }

    /// Goes to an address.
    #[track_caller]
    pub fn goto(&self, url: &str) {
        self.run(self.driver.goto(url));
    }

    /// Opens an address in a further tab, which is then the one that is looked at; its name.
    #[track_caller]
    pub fn open_tab(&self, url: &str) -> WindowHandle {
        let tab = self.run(self.driver.new_tab());
        self.look_at(&tab);
        self.set_up(self.screen.0, self.screen.1, self.screen.2, &self.scripts);
        self.goto(url);
        tab
    }

    /// The tab that is looked at.
    #[track_caller]
    pub fn tab(&self) -> WindowHandle {
        self.run(self.driver.window())
    }

    /// Goes to another tab.
    #[track_caller]
    pub fn look_at(&self, tab: &WindowHandle) {
        self.run(self.driver.switch_to_window(tab.clone()));
    }

    /// Loads the page anew.
    #[track_caller]
    pub fn reload(&self) {
        self.run(self.driver.refresh());
    }

    /// Runs a script in the page; `host` and `root` are the widget's element and its shadow root.
    #[track_caller]
    pub fn js(&self, script: &str, arguments: Value) -> Value {
        self.run(self.driver.execute(format!("{PRELUDE}{script}"), list(arguments))).json().clone()
    }

    /// The element a script returns, if it does.
    pub fn element(&self, script: &str, arguments: Value) -> Option<WebElement> {
        let found = self.run(self.driver.execute(format!("{PRELUDE}{script}"), list(arguments)));
        found.element().ok()
    }

    /// The database, where it is a file.
    pub fn data(&self) -> PathBuf {
        self.desk.data.clone().into()
    }

    /// The folder that is served.
    pub fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Sets the clock of the pages that are loaded from now on.
    pub fn clock_is(&self, instant: &str) {
        let script = json!({"source": clock::starts_at(instant)});
        self.devtools("Page.addScriptToEvaluateOnNewDocument", script);
    }

    /// Has what is downloaded kept in this test's folder.
    pub fn keeps_downloads(&self) {
        let place = json!({"behavior": "allow", "downloadPath": self.folder.path()});
        self.devtools("Browser.setDownloadBehavior", place);
    }

    /// Waits for a download; its bytes.
    #[track_caller]
    pub fn downloaded(&self, name: &str) -> Vec<u8> {
        // Until it is whole, it has another name, and this one stands for nothing.
        until(&format!("the download {name}"), || {
            std::fs::read(self.folder.path().join(name)).ok().filter(|it| !it.is_empty())
        })
    }

    /// Writes a file outside the site, to be picked by the person.
    pub fn on_device(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("written");
        path
    }

    /// What the browser complained about since last asked: errors of scripts and network, breaches
    /// of the policy.
    pub fn complaints(&self) -> Vec<String> {
        if !self.is_chromium() {
            let seen = self.js("return (window.complaints || []).splice(0)", json!([]));
            let seen: Vec<String> = serde_json::from_value(seen).expect("texts");
            return seen.into_iter().filter(|message| !self.tolerated.iter().any(|it| message.contains(it))).collect();
        }
        let log = self.run(self.driver.browser_log());
        let severe = log.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message);
        severe.filter(|message| !self.tolerated.iter().any(|it| message.contains(it))).collect()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let seen = self.runtime.block_on(self.driver.screenshot_as_png());
            if let Ok(picture) = seen {
                let name = std::thread::current().name().unwrap_or("browser").replace("::", "-");
                let beside = if self._turn.is_none() { "-beside" } else { "" };
                let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}{beside}.png"));
                _ = std::fs::write(&path, picture);
                eprintln!("what the browser showed: {}", path.display());
            }
            if self.engine == Engine::Chromium
                && let Ok(log) = self.runtime.block_on(self.driver.browser_log())
            {
                log.iter().for_each(|entry| eprintln!("browser: {} {}", entry.level, entry.message));
            }
            return;
        }
        let complaints = self.complaints();
        assert!(complaints.is_empty(), "the browser complained: {complaints:#?}");
    }
}

fn list(arguments: Value) -> Vec<Value> {
    match arguments {
        Value::Array(list) => list,
        Value::Null => Vec::new(),
        one => vec![one],
    }
}
