//! The programs a measurement needs: `helplet serve` with the built site, chromedriver, and a page.

use crate::{Built, Error};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use thirtyfour::prelude::*;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Both programs say within a second that they are ready; a busy machine may take longer.
const START: Duration = Duration::from_secs(30);

/// The longest a page script may take: a first opening on slow 4G is a matter of seconds, indexing
/// 20,000 documents with the slowest engine of a quarter of a minute.
const SCRIPT: Duration = Duration::from_secs(110);

/// Nothing of the browser's own is to run, draw or fetch while it is being measured.
const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// A browser on the built site. Call [`Browser::quit`]: dropping it leaves Chromium to chromedriver.
pub struct Browser {
    driver: WebDriver,
    site: String,
    served: Option<Served>,
    // Killed when dropped.
    _chromedriver: Child,
}

/// The program that serves the built site, and the file it keeps tickets in.
struct Served {
    data: PathBuf,
    // Killed when dropped.
    _program: Child,
}

impl Browser {
    /// Starts everything on free ports, with the built site.
    pub async fn start(built: &Built) -> Result<Self, Error> {
        if !built.dist.join("website.html").is_file() {
            return Err(format!("{}: no built site in it; ./x dist makes it", built.dist.display()).into());
        }
        let data = std::env::temp_dir().join(format!("helplet-bench-{}.db", std::process::id()));
        let mut serve = Command::new(&built.program);
        serve.args(["serve", "--quiet", "--listen", "127.0.0.1:0"]);
        serve.arg("--site").arg(&built.dist).arg("--content").arg(&built.content).arg("--data").arg(&data);
        let (program, line) = start(serve, "ready at ", "./x builds it").await?;
        let site = line.split("ready at ").nth(1).unwrap_or_default().to_owned();
        Ok(Self { served: Some(Served { data, _program: program }), ..Self::on(site).await? })
    }

    /// A browser for the pages of another server, whose address ends with a slash.
    pub async fn on(site: String) -> Result<Self, Error> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0");
        // The language of the browser's own parts, such as date fields; the widget's is chosen in scripts.
        command.env("LANGUAGE", "zh_CN");
        let (chromedriver, line) =
            start(command, "successfully on port ", "install Debian's chromium and chromium-driver").await?;
        let port = line.rsplit("on port ").next().unwrap_or_default().trim_end_matches('.');

        let mut wanted = DesiredCapabilities::chrome();
        for flag in FLAGS {
            wanted.add_arg(flag)?;
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await?;
        driver.set_script_timeout(SCRIPT).await?;
        Ok(Self { driver, site, served: None, _chromedriver: chromedriver })
    }

    /// Ends the browser, then the programs.
    pub async fn quit(self) -> Result<(), Error> {
        self.driver.quit().await?;
        let Some(Served { data, .. }) = &self.served else { return Ok(()) };
        for ending in ["", "-wal", "-shm"] {
            let mut path = data.clone().into_os_string();
            path.push(ending);
            // Where a file was never made there is nothing to remove.
            _ = std::fs::remove_file(path);
        }
        Ok(())
    }

    /// Shows the sample website anew, its launcher drawn, and nothing else of the widget fetched.
    pub async fn show_website(&self) -> Result<(), Error> {
        self.driver.goto(format!("{}website.html", self.site)).await?;
        self.run(
            "const done = arguments[0]; (function wait() { document.querySelector('helplet-root') ? done() : setTimeout(wait, 5); })();",
            [],
        )
        .await?;
        Ok(())
    }

    /// Shows a page of the site.
    pub async fn show(&self, page: &str) -> Result<(), Error> {
        Ok(self.driver.goto([&self.site, page].concat()).await?)
    }

    /// Runs a page script whose last argument is the function to call when it is done; one that fails
    /// calls it with `{error}`.
    pub async fn run<const N: usize>(&self, script: &str, arguments: [Value; N]) -> Result<Value, Error> {
        let answer = self.driver.execute_async(script, arguments.to_vec()).await?.json().clone();
        match answer["error"].as_str() {
            Some(error) => Err(error.into()),
            None => Ok(answer),
        }
    }

    /// The driver itself, for tabs.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Sends a command of the Chrome DevTools protocol.
    pub async fn devtools(&self, command: &str, arguments: Value) -> Result<Value, Error> {
        Ok(self.driver.cdp().send_raw(command, arguments).await?)
    }

    /// A picture of the panel, as PNG.
    pub async fn picture_of_panel(&self) -> Result<Vec<u8>, Error> {
        let panel = self
            .driver
            .execute(
                "return document.querySelector('helplet-root').shadowRoot.querySelector('.panel')",
                vec![json!(null)],
            )
            .await?;
        Ok(panel.element()?.screenshot_as_png().await?)
    }
}

/// Starts a program and waits for the line on its standard output that has `sign` in it.
pub async fn start(mut command: Command, sign: &str, remedy: &str) -> Result<(Child, String), Error> {
    let name = Path::new(command.as_std().get_program()).display().to_string();
    command.stdout(Stdio::piped()).stdin(Stdio::null()).kill_on_drop(true);
    let mut child = command.spawn().map_err(|error| format!("{name}: {error}; {remedy}"))?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("no standard output")?).lines();
    let ready = async {
        while let Some(line) = lines.next_line().await? {
            if line.contains(sign) {
                return Ok(line);
            }
        }
        Err(Error::from(format!("{name} ended before it was ready")))
    };
    let line = timeout(START, ready).await.map_err(|_| format!("{name} did not get ready within {START:?}"))??;
    Ok((child, line))
}
