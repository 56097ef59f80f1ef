//! Finding things in the widget as a person does: by what they are and what they are called.

use super::page::Page;
use super::until;
use super::words::Text;
use serde_json::json;
use thirtyfour::WebElement;

/// What something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Anything pressed.
    Button,
    /// A field for text.
    TextBox,
    /// A field with a list: the search, a choice.
    ComboBox,
    /// An entry of the search's list.
    Option,
    /// A link.
    Link,
    /// A picture.
    Image,
    /// Something told at once.
    Alert,
}

impl Role {
    fn selector(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::TextBox => "textarea, input:not([type=file]):not([role])",
            Self::ComboBox => "[role=combobox], select",
            Self::Option => "[role=option]",
            Self::Link => "a[href]",
            Self::Image => "[role=img], img",
            Self::Alert => "[role=alert]",
        }
    }
}

/// The first visible element of a role with a name: the whole name, else its start.
const FIND: &str = r#"
if (!root) return null;
const [selector, wanted] = arguments;
const plain = (text) => text.replace(/\s+/g, ' ').trim();
const name = (it) => plain(
  it.getAttribute('aria-label') ||
  (it.labels && it.labels.length ? [...it.labels].map((label) => label.textContent).join(' ') : '') ||
  it.textContent);
const seen = [...root.querySelectorAll(selector)].filter((it) => it.checkVisibility({visibilityProperty: true}));
return seen.find((it) => name(it) == plain(wanted)) || seen.find((it) => name(it).startsWith(plain(wanted))) || null;
"#;

impl Page {
    /// What is there now; `None` where it isn't (yet).
    pub fn look(&self, role: Role, name: impl Text) -> Option<WebElement> {
        self.element(FIND, json!([role.selector(), name.words()]))
    }

    /// Waits until it is there.
    #[track_caller]
    pub fn find(&self, role: Role, name: impl Text) -> WebElement {
        let name = name.words();
        until(&format!("a {role:?} called “{name}”"), || self.look(role, name.as_str()))
    }

    /// Waits until it is gone.
    #[track_caller]
    pub fn gone(&self, role: Role, name: impl Text) {
        let name = name.words();
        until(&format!("no {role:?} called “{name}”"), || self.look(role, name.as_str()).is_none().then_some(()));
    }

    /// The heading of the screen that is shown; empty where there is none.
    pub fn heading(&self) -> String {
        let text = self.js(
            "const title = root && root.querySelector('.screen-title'); return title ? title.textContent : ''",
            json!([]),
        );
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits for a screen's heading.
    #[track_caller]
    pub fn arrives_at(&self, heading: impl Text) {
        let heading = heading.words();
        until(&format!("the screen “{heading}”"), || (self.heading() == heading).then_some(()));
    }

    /// All visible text of the panel.
    pub fn text(&self) -> String {
        let text = self
            .js("const panel = root && root.querySelector('.panel'); return panel ? panel.innerText : ''", json!([]));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the panel shows a text.
    #[track_caller]
    pub fn reads(&self, text: impl Text) {
        let text = text.words();
        until(&format!("“{text}” in the panel"), || self.text().contains(&text).then_some(()));
    }

    /// The texts of the elements that match a selector.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let texts =
            self.js("return [...root.querySelectorAll(arguments[0])].map((it) => it.textContent)", json!([selector]));
        serde_json::from_value(texts).expect("texts")
    }

    /// Waits until a script returns something true, and returns it.
    #[track_caller]
    pub fn until_js(&self, what: &str, script: &str, arguments: serde_json::Value) -> serde_json::Value {
        until(what, || {
            let value = self.js(script, arguments.clone());
            (!matches!(value, serde_json::Value::Null | serde_json::Value::Bool(false))).then_some(value)
        })
    }
}
