//! The accessibility audit of axe-core, run on whatever is shown.

use super::page::Page;
use serde_json::{Value, json};
use std::fs;

const AUDIT: &str = "const found = await axe.run(document, {resultTypes: ['violations']});
return found.violations.map((it) => it.id + ': ' + it.help + ' — ' + it.nodes.map((node) => node.target.flat().join(' ') + ' ' + node.failureSummary).join(' | '));";

impl Page {
    /// Loads axe-core into the page, past the policy, as WebDriver may.
    pub fn load_axe(&self) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}; run ./x test, or npm ci"));
        self.js(&format!("{axe}\nwindow.axe = axe;"), json!([]));
    }

    /// What axe finds wrong with the page as it is.
    pub fn violations(&self) -> Vec<String> {
        let found = self.js(&format!("return (async () => {{ {AUDIT} }})()"), Value::Null);
        serde_json::from_value(found).expect("violations")
    }
}
