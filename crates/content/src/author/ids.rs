//! The ids of one kind in one language: who is whom, for references and for comparing languages.

use super::fault::{Faults, Place};
use super::nearest;
use super::section::Text;

/// All ids of one kind, in order: the position is the index that references become.
pub(super) struct Ids {
    /// What messages call one of them.
    pub(super) kind: &'static str,
    list: Vec<Text>,
}

impl Ids {
    pub(super) fn new(kind: &'static str) -> Self {
        Self { kind, list: Vec::new() }
    }

    /// Takes the next id; a second of the same name is a fault.
    pub(super) fn add(&mut self, id: Text, faults: &Faults) {
        if let Some(first) = self.place(&id.text).filter(|_| !id.text.is_empty()) {
            let (kind, name) = (self.kind, &id.text);
            let message = format!(
                "a second {kind} has the id \"{name}\": rename it; the first is at {}:{}",
                first.file, first.line
            );
            faults.error(&id.place, message);
        }
        self.list.push(id);
    }

    /// The index of the one that `reference` names; a name that is nobody's is a fault.
    pub(super) fn find(&self, name: &str, place: &Place, faults: &Faults) -> Option<u16> {
        let index = self.list.iter().position(|id| id.text == name).and_then(|at| u16::try_from(at).ok());
        if index.is_none() {
            let kind = self.kind;
            let mut hint = nearest::hint(name, self.names());
            if hint.is_empty() {
                hint = ": write it, or refer to another".to_owned();
            }
            faults.error(place, format!("there is no {kind} \"{name}\"{hint}"));
        }
        index
    }

    pub(super) fn place(&self, name: &str) -> Option<&Place> {
        self.list.iter().find(|id| id.text == name).map(|id| &id.place)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|id| id.text.as_str())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Text> {
        self.list.iter()
    }
}
