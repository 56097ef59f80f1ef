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
        self.desk.add_agent(NAME, "Anna", PASSWORD);
        self.console("");
        self.run(self.find(Role::TextBox, "名字").send_keys(NAME));
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

    /// Waits until live updates come.
    #[track_caller]
    pub fn is_live(&self) {
        self.until_js("live updates", "return 'connected' in document.documentElement.dataset", json!([]));
    }
}
