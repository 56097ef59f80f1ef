//! Why a document was found: for the command line, not for the page.

use crate::index::{Index, WORD, pair};
use crate::query::{Slot, read};
use crate::table::NONE;

impl Index {
    /// How a query is understood and what of it a document has, a line for each part, for people to read.
    #[must_use]
    pub fn explain(&self, query: &str, document: u32) -> String {
        let understood = read(self, query);
        let mut lines = Vec::new();
        match crate::rank::search(self, query, self.len()).iter().find(|hit| hit.document == document) {
            Some(hit) => lines.push(format!("score {:.3}, best match in {:?} {}", hit.score, hit.field, hit.value)),
            None => lines.push("not found by this query, or not among the candidates".to_owned()),
        }
        for (number, reading) in understood.readings.iter().enumerate() {
            let kind = if number == 0 { "as words" } else { "as pinyin" };
            lines.push(format!("{kind}, trusted {:.0} %:", reading.trust * 100.0));
            for slot in &reading.slots {
                lines.push(format!("  {}", self.explain_slot(slot, document)));
            }
            for two in reading.slots.windows(2) {
                let term = self.terms.get(pair(two[0].ideograph, two[1].ideograph));
                if two[0].ideograph != 0 && two[1].ideograph != 0 && self.has(term, document) {
                    lines.push(format!("  pair {}{}", name(&two[0]), name(&two[1])));
                }
            }
        }
        lines.join("\n")
    }

    fn explain_slot(&self, slot: &Slot, document: u32) -> String {
        let terms = slot.terms(self);
        let known: u32 = terms.iter().map(|(term, _)| self.df(*term)).sum();
        let best =
            terms.iter().filter(|(term, _)| self.has(*term, document)).map(|(_, fits)| *fits).fold(0.0, f32::max);
        let neutral = if slot.neutral { ", carries no content" } else { "" };
        format!("{}: in {known} documents{neutral}; fits here {:.0} %", name(slot), best * 100.0)
    }

    fn has(&self, term: u32, document: u32) -> bool {
        term != NONE && self.postings(term).any(|at| self.documents[at] == document)
    }
}

fn name(slot: &Slot) -> String {
    match char::from_u32(slot.ideograph) {
        Some(c) if slot.ideograph != 0 => c.to_string(),
        _ if slot.typed => "syllable".to_owned(),
        _ => format!("word with {} meanings", slot.words.iter().filter(|(unit, _)| *unit >= WORD).count()),
    }
}
