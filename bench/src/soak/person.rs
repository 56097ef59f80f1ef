//! Somebody at a browser with two tabs, and what happens to them there.

use crate::Error;
use crate::browser::Browser;
use serde_json::{Value, json};
use std::time::Duration;
use thirtyfour::WindowHandle;
use tokio::time::{sleep, timeout};

/// What runs in the page.
const SCRIPT: &str = include_str!("person.js");

/// How long the browser may take for a step or a command; longer than the script waits for anything.
const PATIENCE: Duration = Duration::from_secs(40);

/// How long the answer to a command is waited for that ends its tab.
const LAST_WORD: Duration = Duration::from_millis(300);

/// How long the list of tickets may take to be complete, in milliseconds.
const LIST: u32 = 1500;

/// How long a person waits for a ticket they have hurried, in milliseconds, before they load the page anew.
const HURRIED: u32 = 8000;

/// A ticket to be written.
pub struct Written {
    /// The first line, unlike any other ticket's.
    subject: String,
    story: String,
    with_picture: bool,
    seed: u32,
    begun: bool,
    /// The widget said that it keeps it.
    pub accepted: bool,
    /// The SHA-256 of its picture, where it has one and was begun.
    pub picture: Option<String>,
    /// The number shown.
    pub told: Option<String>,
    /// What else the list said of it last.
    state: String,
}

impl Written {
    /// Two of three with a picture.
    pub fn draw(number: u32, random: &mut fastrand::Rng) -> Self {
        let word: String = (0..8).map(|_| random.lowercase()).collect();
        Self {
            subject: format!("soak-{number}-{word}"),
            story: "打开表格时闪退。".repeat(random.usize(1..40)),
            with_picture: random.u32(0..3) > 0,
            seed: random.u32(..),
            begun: false,
            accepted: false,
            picture: None,
            told: None,
            state: String::new(),
        }
    }

    /// A ticket that was sent off and never shown as sent, and what the widget said instead.
    pub fn unsent(&self) -> Option<String> {
        let unsent = self.accepted && self.told.is_none();
        unsent.then(|| {
            format!("{}: {}", self.subject, if self.state.is_empty() { "not in the list" } else { &self.state })
        })
    }

    /// The whole text.
    pub fn description(&self) -> String {
        [&self.subject, "\n", &self.story].concat()
    }
}

/// How often what happened.
#[derive(Default)]
pub struct Done {
    pub reloads: usize,
    pub closed: usize,
    pub crashed: usize,
    pub cut: usize,
}

/// Somebody with two tabs.
pub struct Person<'a> {
    browser: &'a Browser,
    /// A tab without the widget, which outlives the others.
    home: WindowHandle,
    tabs: [WindowHandle; 2],
    random: fastrand::Rng,
    written: Vec<Written>,
    done: Done,
}

impl<'a> Person<'a> {
    /// Opens the page in two tabs.
    pub async fn new(browser: &'a Browser, random: fastrand::Rng, written: Vec<Written>) -> Result<Self, Error> {
        let home = browser.driver().window().await?;
        let tabs = [home.clone(), home.clone()];
        let mut person = Self { browser, home, tabs, random, written, done: Done::default() };
        for at in 0..2 {
            person.open(at).await?;
        }
        Ok(person)
    }

    /// Writes the next ticket and sends it off, in one of the tabs, which sometimes ends at that very moment;
    /// false where there is none left.
    pub async fn write_one(&mut self) -> Result<bool, Error> {
        let Some(next) = self.written.iter().position(|it| !it.accepted) else { return Ok(false) };
        let (at, cut) = (self.random.usize(0..2), self.random.u32(0..5) == 0);
        self.look_at(at).await?;
        let ticket = &mut self.written[next];
        let step = json!({
            "name": "write", "subject": ticket.subject, "story": ticket.story, "seed": ticket.seed,
            "file": ticket.with_picture, "again": ticket.begun, "cut": cut,
        });
        ticket.begun = true;
        let outcome = run(self.browser, step).await?;
        ticket.accepted = outcome["accepted"] == true;
        ticket.picture = outcome["sha256"].as_str().filter(|_| ticket.with_picture).map(str::to_owned);
        if cut && !ticket.accepted {
            self.end(at).await?;
        }
        Ok(true)
    }

    /// Something happens to one of the tabs, or nothing for a moment.
    pub async fn mishap(&mut self) -> Result<(), Error> {
        let at = self.random.usize(0..2);
        self.look_at(at).await?;
        match self.random.u32(0..8) {
            0..2 => self.show().await?,
            2..4 => self.end(at).await?,
            4..6 => {
                self.network(false).await?;
                sleep(Duration::from_millis(self.random.u64(100..2000))).await;
                self.network(true).await?;
                self.done.cut += 1;
            }
            _ => sleep(Duration::from_millis(self.random.u64(0..1500))).await,
        }
        Ok(())
    }

    /// Loads the page anew in the first tab, as a person does who comes back.
    pub async fn open_anew(&mut self) -> Result<(), Error> {
        self.look_at(0).await?;
        self.show().await
    }

    /// Looks which tickets the tab shows as sent.
    pub async fn look(&mut self) -> Result<(), Error> {
        self.read("look", LIST).await
    }

    /// Presses "send now" on a ticket that waits, and looks.
    pub async fn hurry(&mut self) -> Result<(), Error> {
        self.read("hurry", HURRIED).await
    }

    async fn read(&mut self, step: &str, patience: u32) -> Result<(), Error> {
        let expected = self.written.iter().filter(|it| it.accepted).count();
        let seen = run(self.browser, json!({ "name": step, "expected": expected, "patience": patience })).await?;
        for row in seen["rows"].as_array().into_iter().flatten() {
            let (subject, number) = (row[0].as_str().unwrap_or_default(), row[1].as_str().unwrap_or_default());
            let ticket = self.written.iter_mut().find(|it| it.subject == subject);
            let ticket = ticket.ok_or_else(|| format!("the widget shows a ticket nobody wrote: {subject}"))?;
            if number.is_empty() {
                row[2].as_str().unwrap_or_default().clone_into(&mut ticket.state);
                continue;
            }
            match &ticket.told {
                Some(told) if told != number => {
                    return Err(format!("{subject} was told as {told} and then as {number}").into());
                }
                _ => ticket.told = Some(number.to_owned()),
            }
        }
        Ok(())
    }

    /// Whether every ticket that was sent off is shown as sent.
    pub fn all_told(&self) -> bool {
        self.written.iter().all(|it| it.told.is_some() || !it.accepted)
    }

    /// What was written, and what happened.
    pub fn leave(self) -> (Vec<Written>, Done) {
        (self.written, self.done)
    }

    /// Ends a tab without a warning, crashed or closed, and opens another.
    async fn end(&mut self, at: usize) -> Result<(), Error> {
        if self.random.bool() {
            // Nobody is left to answer this.
            _ = timeout(LAST_WORD, self.browser.devtools("Page.crash", json!({}))).await;
            self.done.crashed += 1;
        } else {
            self.done.closed += 1;
        }
        let driver = self.browser.driver();
        driver.switch_to_window(self.home.clone()).await?;
        self.browser.devtools("Target.closeTarget", json!({ "targetId": self.tabs[at].to_string() })).await?;
        self.open(at).await
    }

    async fn open(&mut self, at: usize) -> Result<(), Error> {
        let driver = self.browser.driver();
        self.tabs[at] = driver.new_tab().await?;
        self.look_at(at).await?;
        self.show().await
    }

    async fn look_at(&self, at: usize) -> Result<(), Error> {
        Ok(self.browser.driver().switch_to_window(self.tabs[at].clone()).await?)
    }

    /// Loads the page and opens the widget.
    async fn show(&mut self) -> Result<(), Error> {
        self.browser.show("page.html").await?;
        run(self.browser, json!({ "name": "open" })).await?;
        self.done.reloads += 1;
        Ok(())
    }

    async fn network(&self, on: bool) -> Result<(), Error> {
        let conditions = json!({ "offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.browser.devtools("Network.enable", json!({})).await?;
        self.browser.devtools("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }
}

async fn run(browser: &Browser, step: Value) -> Result<Value, Error> {
    let name = step["name"].to_string();
    let outcome = timeout(PATIENCE, browser.run(SCRIPT, [step])).await;
    outcome
        .map_err(|_| format!("the page did not answer within {PATIENCE:?}: {name}"))?
        .map_err(|error| format!("{name}: {error}").into())
}
