//! What is wrong with the content, where, and what to do about it.

use std::cell::RefCell;
use std::fmt;

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The content can't be packed.
    Error,
    /// The content works, and people would be better off without this.
    Warning,
}

/// One thing to repair. Its `Display` is `file:line: severity: message`, which editors understand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as the folder was given, with `/` between folders.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether it stops packing.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(out, "{}:{}: {severity}: {}", self.file, self.line, self.message)
    }
}

/// The faults found so far. Shared by all readers of a folder, hence the cell.
#[derive(Debug, Default)]
pub(super) struct Faults(RefCell<Vec<Fault>>);

/// A place in a file, for faults found after the file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: u32,
}

impl Faults {
    pub(super) fn error(&self, place: &Place, message: impl Into<String>) {
        self.push(place, Severity::Error, message.into());
    }

    pub(super) fn warning(&self, place: &Place, message: impl Into<String>) {
        self.push(place, Severity::Warning, message.into());
    }

    fn push(&self, place: &Place, severity: Severity, message: String) {
        self.0.borrow_mut().push(Fault { file: place.file.clone(), line: place.line, severity, message });
    }

    /// All faults, by file and line.
    pub(super) fn into_sorted(self) -> Vec<Fault> {
        let mut faults = self.0.into_inner();
        faults.sort();
        faults.dedup();
        faults
    }
}
