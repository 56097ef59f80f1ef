//! The tickets sent from this device, newest first. Pure.

use crate::text::join;

/// A ticket the endpoint has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The number people read aloud; empty where the endpoint gives none.
    pub number: String,
    /// The ticket type's id.
    pub kind: String,
    /// The day it was sent, `YYYY-MM-DD`.
    pub day: String,
    /// The start of the description.
    pub subject: String,
}

/// Receipts kept; older ones are forgotten.
const MOST: usize = 50;

/// Characters of the description kept as subject.
const SUBJECT: usize = 60;

impl Receipt {
    /// A receipt for a description; only its first line is kept.
    pub fn new(number: String, kind: String, day: String, description: &str) -> Self {
        let line = description.trim().lines().next().unwrap_or_default();
        Self { number, kind, day, subject: line.chars().take(SUBJECT).collect::<String>().replace('\t', " ") }
    }
}

/// Puts a receipt before the others, as text to keep.
pub fn add(kept: &str, receipt: &Receipt) -> String {
    let newest = [receipt.number.as_str(), "\t", &receipt.kind, "\t", &receipt.day, "\t", &receipt.subject].concat();
    join([newest.as_str()].into_iter().chain(kept.lines()).take(MOST), "\n")
}

/// Reads what [`add`] wrote.
pub fn list(kept: &str) -> Vec<Receipt> {
    kept.lines()
        .filter_map(|line| {
            let mut parts = line.splitn(4, '\t').map(str::to_owned);
            Some(Receipt { number: parts.next()?, kind: parts.next()?, day: parts.next()?, subject: parts.next()? })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_come_back_newest_first() {
        let first = Receipt::new("1".into(), "bug".into(), "2026-11-20".into(), "第一行\n第二行");
        let second = Receipt::new("2".into(), "other".into(), "2026-11-23".into(), "with\ta tab");
        let kept = add(&add("", &first), &second);
        let listed = list(&kept);
        assert_eq!(listed.iter().map(|it| it.number.as_str()).collect::<Vec<_>>(), ["2", "1"]);
        assert_eq!(listed[1].subject, "第一行");
        assert_eq!(listed[0].subject, "with a tab");
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let receipt = Receipt::new("9".into(), "bug".into(), "2026-11-20".into(), "x");
        let kept = (0..200).fold(String::new(), |kept, _| add(&kept, &receipt));
        assert_eq!(list(&kept).len(), MOST);
    }
}
