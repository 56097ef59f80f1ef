//! The agents' console, used as an agent uses it.

use super::find::Role;
use super::page::Page;
use super::until;
use serde_json::json;

/// The agent of these tests; the password is hers alone.
const NAME: &str = "anna";
const PASSWORD: &str = "four unrelated words here";

impl Page {
    /// Goes to an address of the console.
    #[track_caller]
    pub fn console(&self, path: &str) {
        self.goto(&format!("http://{}/desk/{path}", self.desk.address));
    }

    /// Makes an agent, shown as Anna, and signs her in.
    #[track_caller]
    pub fn sign_in(&self) {
        self.sign_in_as(NAME, "Anna");
    }

    /// Makes an agent and signs them in.
    #[track_caller]
    pub fn sign_in_as(&self, name: &str, shown_as: &str) {
        self.desk.add_agent(name, shown_as, PASSWORD);
        self.console("");
        self.run(self.find(Role::TextBox, "名字").send_keys(name));
        self.run(self.find(Role::TextBox, "密码").send_keys(PASSWORD));
        self.press("登录");
        self.find(Role::Button, "退出登录");
    }

    /// Waits until the page of the console shows a text.
    #[track_caller]
    pub fn shows(&self, text: &str) {
        until(&format!("“{text}” on the page"), || {
            let shown = self.js("return document.body.innerText.includes(arguments[0])", json!([text]));
            (shown == json!(true)).then_some(())
        });
    }

    /// Goes to the conversations and takes part; others see that at once.
    #[track_caller]
    pub fn takes_conversations(&self) {
        self.console("live");
        self.is_live();
        if self.js("return document.querySelector('[name=here]').checked", json!([])) == json!(false) {
            self.press_label("接待新会话");
        }
        until("this agent is there", || {
            self.goto(&format!("http://{}/desk/live", self.desk.address));
            (self.js("return document.querySelector('[name=here]').checked", json!([])) == json!(true)).then_some(())
        });
        self.is_live();
    }

    /// Presses what a label stands beside.
    #[track_caller]
    pub fn press_label(&self, text: &str) {
        let script = "return [...document.querySelectorAll('label')].find((it) => it.textContent.includes(arguments[0]) && it.checkVisibility())";
        let label = until(&format!("a label “{text}”"), || self.element(script, json!([text])));
        self.run(label.click());
    }

    /// Waits until live updates come.
    #[track_caller]
    pub fn is_live(&self) {
        self.until_js("live updates", "return 'connected' in document.documentElement.dataset", json!([]));
    }
}
