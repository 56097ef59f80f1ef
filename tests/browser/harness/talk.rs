//! A talk between a person in the widget and an agent in the live view.

use super::page::{Page, Setup};
use super::until;
use helplet_content::{Ui, ui};
use serde_json::{Value, json};
use thirtyfour::Key;

/// A page within the hours of the chat, at a desk that lets people look as often as a test does.
pub fn unhurried() -> Setup {
    Setup::default()
        .clock("2026-11-24T10:00:00+08:00")
        .setting("--requests-per-minute", "0")
        .setting("--visitor-requests-per-minute", "0")
}

/// A person and an agent, each in a browser of their own, who have begun to talk.
#[track_caller]
pub fn meet(setup: Setup, first_words: &str) -> (Page, Page) {
    let person = setup.open();
    let agent = person.beside("zh-CN");
    agent.sign_in();
    agent.takes_conversations();
    person.asks_for_a_person(first_words);
    agent.accepts();
    person.is_talked_to_by("Anna");
    (person, agent)
}

/// Gives a text a picture as the browser does on paste.
const PASTE: &str = "const [selector, bytes] = arguments, clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true });
    root.querySelector(selector).dispatchEvent(event);
    return event.defaultPrevented";

/// The bodies of all messages, in the widget and in a column of the live view.
const SAID: &str = "return [...root.querySelectorAll('.messages .message')]
    .map((it) => it.querySelector('.message-body, .body')?.textContent ?? '')";

impl Page {
    /// The person asks for somebody who is there, and waits.
    #[track_caller]
    pub fn asks_for_a_person(&self, text: &str) {
        self.navigate("chat/human/account");
        self.fill(Ui::ChatMessage, text);
        self.press(Ui::ChatSend);
        self.reads(Ui::ChatThere);
        self.press(Ui::ChatHandOver);
        self.reads(Ui::ChatWaiting);
    }

    /// The person is told who talks to them.
    #[track_caller]
    pub fn is_talked_to_by(&self, name: &str) {
        self.reads(ui::fill(super::t(Ui::ChatTalking), &[("name", name)]));
    }

    /// The person writes in the thread; Enter sends.
    #[track_caller]
    pub fn writes(&self, text: &str) {
        self.fill(Ui::Reply, text);
        self.keys(Key::Enter + "");
    }

    /// A picture is pasted into a text, and taken.
    #[track_caller]
    pub fn pastes(&self, selector: &str, picture: &[u8]) {
        assert_eq!(self.js(PASTE, json!([selector, picture])), true, "the picture was not taken");
    }

    /// The agent takes the conversation that is offered, and has the focus in its text.
    #[track_caller]
    pub fn accepts(&self) {
        self.until_js("it is offered", "return !!document.querySelector('li[data-group=offered]')", json!([]));
        self.press("接待");
        self.has_the_focus_in(".compose textarea");
    }

    /// Types on, as a person or an agent, until the other one sees it: it is told now and then.
    #[track_caller]
    pub fn types_until_seen_by(&self, other: &Self) {
        let field = self.element("return root.querySelector('.reply textarea, .compose textarea')", Value::Null);
        let field = field.expect("a text to write in");
        let typing = "return [...root.querySelectorAll('.typing')].some((it) => it.textContent)";
        until("that somebody types", || {
            self.run(field.send_keys("a"));
            (other.js(typing, Value::Null) == json!(true)).then_some(())
        });
    }

    /// The agent writes in the only column; Enter sends.
    #[track_caller]
    pub fn replies(&self, text: &str) {
        self.fill("回复", text);
        self.keys(Key::Enter + "");
        self.shows(text);
    }

    /// The agent ends the only conversation.
    #[track_caller]
    pub fn ends(&self) {
        self.js("document.querySelector('[data-step-box=end]').open = true", Value::Null);
        self.press("结束会话");
        self.shows("会话已结束。");
    }

    /// Waits until what matches a selector has the focus.
    #[track_caller]
    pub fn has_the_focus_in(&self, selector: &str) {
        let focused = "let it = document.activeElement;
            while (it && it.shadowRoot && it.shadowRoot.activeElement) it = it.shadowRoot.activeElement;
            return !!it && it.matches(arguments[0])";
        self.until_js(&format!("the focus in {selector}"), focused, json!([selector]));
    }

    /// Waits until exactly this was said, in this order.
    #[track_caller]
    pub fn has_said(&self, wanted: &[&str]) {
        until(&format!("said is {wanted:?}"), || (self.js(SAID, Value::Null) == json!(wanted)).then_some(()));
    }
}
