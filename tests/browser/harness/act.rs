//! What a person does.

use super::find::Role;
use super::page::Page;
use super::until;
use super::words::{Text, t};
use helplet_content::Ui;
use serde_json::json;
use std::path::Path;
use thirtyfour::{Key, WebElement};

impl Page {
    /// Opens the widget by its launcher, in whichever language it is, and waits for the first screen.
    #[track_caller]
    pub fn open_widget(&self) {
        let launcher =
            until("the launcher", || self.element("return root && root.querySelector('.launcher')", json!([])));
        self.run(launcher.click());
        self.until_js("the first screen", "return root && !!root.querySelector('.screen:not(.waiting)')", json!([]));
    }

    /// Presses something.
    #[track_caller]
    pub fn click(&self, role: Role, name: impl Text) {
        let name = name.words();
        // Between finding and clicking the screen may have been drawn anew.
        until(&format!("a click on the {role:?} “{name}”"), || {
            self.attempt(self.look(role, name.as_str())?.click())
        });
    }

    /// Presses a button.
    #[track_caller]
    pub fn press(&self, name: impl Text) {
        self.click(Role::Button, name);
    }

    /// Types into a field, in place of what stands there.
    #[track_caller]
    pub fn fill(&self, name: impl Text, text: &str) {
        let field = self.find(Role::TextBox, name);
        self.replace(&field, text);
    }

    fn replace(&self, field: &WebElement, text: &str) {
        if !self.is_chromium() {
            // Firefox types nothing after Null.
            self.run(field.clear());
            return self.run(field.send_keys(text));
        }
        // In one go: the driver moves the caret to the end at the start of each. Null lets go of Control.
        self.run(field.send_keys(Key::Control + "a" + Key::Null + Key::Delete + text));
    }

    /// Chooses in a list by what the entry is called.
    #[track_caller]
    pub fn choose(&self, name: impl Text, entry: &str) {
        let list = self.find(Role::ComboBox, name).to_json().expect("JSON");
        // The text that is there: what is seen of it depends on the engine while the list is closed.
        let script = "return [...arguments[0].options].find((it) => it.text == arguments[1])";
        let wanted = self.element(script, json!([list, entry])).unwrap_or_else(|| panic!("no entry “{entry}”"));
        self.run(wanted.click());
    }

    /// The search field.
    #[track_caller]
    pub fn search_field(&self) -> WebElement {
        until("the search field", || self.element("return root && root.querySelector('[role=combobox]')", json!([])))
    }

    /// Types into the search field, in place of what stands there.
    #[track_caller]
    pub fn search(&self, query: &str) {
        self.replace(&self.search_field(), query);
    }

    /// Searches and waits for results; their titles.
    #[track_caller]
    pub fn results(&self, query: &str) -> Vec<String> {
        self.search(query);
        // Nothing is shown any more for less than the whole query.
        self.is_drawn();
        until(&format!("results for “{query}”"), || {
            let titles = self.texts("[role=option] .option-title");
            (!titles.is_empty()).then_some(titles)
        })
    }

    /// Searches, sees the match marked, opens the article and arrives at it.
    #[track_caller]
    pub fn finds(&self, query: &str, lang: &str, id: &str) {
        let title = &super::article(lang, id).title;
        let titles = self.results(query);
        assert!(titles.contains(title), "“{query}” does not find “{title}” but {titles:#?}");
        let marked = self.texts("[role=option] mark");
        assert!(marked.iter().any(|text| !text.is_empty()), "nothing is marked in the results for “{query}”");
        self.click(Role::Option, title);
        self.arrives_at(title);
    }

    /// Waits two frames: what has happened before is seen then.
    #[track_caller]
    pub fn is_drawn(&self) {
        let drawn =
            "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.js(drawn, json!([]));
    }

    /// Presses keys, wherever the focus is.
    #[track_caller]
    pub fn keys(&self, keys: impl Into<thirtyfour::TypingData>) {
        self.run(self.driver().action_chain().send_keys(keys.into()).perform());
    }

    /// What has the focus: tag and name.
    pub fn focused(&self) -> String {
        let told = self.js(
            "let it = document.activeElement;
             while (it && it.shadowRoot && it.shadowRoot.activeElement) it = it.shadowRoot.activeElement;
             if (!it) return '';
             const label = it.getAttribute('aria-label') || (it.labels && it.labels.length && it.labels[0].textContent) ||
               (it.querySelector('legend') || it).textContent;
             return it.localName + ' ' + label.trim()",
            json!([]),
        );
        told.as_str().unwrap_or_default().to_owned()
    }

    /// Goes on with the Tab key until the element that is called so has the focus.
    #[track_caller]
    pub fn tab_to(&self, tag: &str, name: impl Text) {
        /// More stops than any screen has.
        const MOST: usize = 80;
        let wanted = format!("{tag} {}", name.words());
        let mut passed = Vec::new();
        for _ in 0..MOST {
            self.keys(Key::Tab + "");
            let focused = self.focused();
            if focused.starts_with(&wanted) {
                return;
            }
            // Past the page's end comes the browser's own frame, out of which no key of the driver leads in Firefox.
            if focused.starts_with("body") && !self.is_chromium() {
                self.js("window.focus(); getSelection().collapse(document.body, 0)", json!([]));
            }
            passed.push(focused);
        }
        panic!("the Tab key does not lead to “{wanted}”, only to {passed:#?}");
    }

    /// A command of the page's own script.
    #[track_caller]
    pub fn command(&self, name: &str, value: &str) {
        self.js("Helplet(arguments[0], arguments[1])", json!([name, value]));
    }

    /// Goes to a screen as a deep link does, and waits for it.
    #[track_caller]
    pub fn navigate(&self, path: &str) {
        self.command("navigate", path);
        self.until_js(&format!("the screen {path}"), "const screen = root.querySelector('[data-screen]:not(.waiting)'); return screen && screen.dataset.screen == arguments[0]", json!([path]));
    }

    /// Chooses files in the ticket form's picker.
    #[track_caller]
    pub fn pick(&self, files: &[&Path]) {
        let picker =
            until("the file picker", || self.element("return root.querySelector('input[type=file]')", json!([])));
        let names: Vec<&str> = files.iter().map(|file| file.to_str().expect("UTF-8")).collect();
        self.run(picker.send_keys(names.join("\n").as_str()));
    }

    /// Waits until the ticket form lists so many files; their names.
    #[track_caller]
    pub fn listed_files(&self, count: usize) -> Vec<String> {
        until(&format!("{count} files"), || {
            let names = self.texts(".file-name");
            (names.len() == count).then_some(names)
        })
    }

    /// Fills in what every ticket needs.
    #[track_caller]
    pub fn write_ticket(&self, description: &str, email: &str) {
        self.choose(
            Ui::TicketKind,
            &super::library(super::ZH).tickets.types.iter().find(|it| it.id == "other").expect("a type").label,
        );
        self.fill(Ui::Description, description);
        self.fill(Ui::Email, email);
    }

    /// The draft as it is kept on the device.
    pub fn kept_draft(&self) -> String {
        self.js("return localStorage['helplet:draft'] || ''", json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the ticket was taken; its number.
    #[track_caller]
    pub fn sent_number(&self) -> String {
        self.arrives_at(t(Ui::SentTitle));
        self.texts(".ticket-number .number").pop().unwrap_or_default()
    }

    /// The addresses that the widget's second part has been fetched from so far.
    pub fn fetched_parts(&self) -> Vec<String> {
        let names = "return performance.getEntriesByType('resource').map((it) => it.name).filter((it) => it.endsWith('.later.wasm'))";
        serde_json::from_value(self.js(names, json!([]))).expect("a list")
    }

    /// Cuts the network, or brings it back.
    pub fn network(&self, on: bool) {
        let conditions = json!({"offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        self.devtools("Network.enable", json!({}));
        self.devtools("Network.emulateNetworkConditions", conditions);
    }

    /// Moves the page's clock on; see [`super::Setup::clock`].
    pub fn skip_minutes(&self, minutes: u32) {
        self.js("return skipMinutes(arguments[0])", json!([minutes]));
    }

    /// A picture of an element of the widget.
    #[track_caller]
    pub fn picture_of(&self, selector: &str) -> Vec<u8> {
        let element = until(selector, || self.element("return root.querySelector(arguments[0])", json!([selector])));
        self.run(element.screenshot_as_png())
    }
}
