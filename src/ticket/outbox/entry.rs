//! One thing to be sent, as the outbox keeps it on the device. Pure.

use crate::text::{decimal, number};
use crate::ticket::draft::{Draft, line};
use helplet_desk_api::{Fault, FaultCode};

/// Why something was not taken yet; trying again later may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// No answer came.
    Network,
    /// The endpoint said when to come back.
    Busy,
    /// The endpoint failed, or answered something that isn't of the contract.
    Server,
}

/// How far an entry has come.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Phase {
    /// To be sent as soon as there is a network and its turn has come.
    Waiting,
    /// To be tried again.
    Retrying {
        /// Why it was not taken.
        trouble: Trouble,
        /// When, in seconds since 1970.
        at: u32,
        /// How long the wait was when it began, in seconds: a longer one means that the clock was put back.
        wait: u32,
        /// How much of that the endpoint asked for, in seconds: the rest need not be waited for.
        asked: u32,
    },
    /// Waiting doesn't help: a person has to look at it.
    Refused {
        /// HTTP status; 0 where nothing was sent, because the person put it aside.
        status: u16,
        /// What the endpoint found wrong with it.
        faults: Vec<Fault>,
    },
    /// The endpoint has it.
    Sent {
        /// The number people read aloud; empty where the endpoint gives none.
        number: String,
    },
}

/// Whether the endpoint has a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Upload {
    /// It has not.
    New,
    /// It was put and no answer came: ask before putting it again.
    Tried,
    /// It said so.
    There,
}

/// A ticket, or a message to a ticket, that the person has sent off.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// What was written; its key is the entry's name and the Idempotency-Key.
    pub draft: Draft,
    /// The ticket that it adds a message to, by its number; empty for a new ticket.
    pub to: String,
    /// The language it was written in: part of what is sent, so a repetition must not change it.
    pub locale: String,
    /// What the person was known to pay for then, a [`helplet_content::audience::Tier`]'s word or empty: as the
    /// language is, part of what is sent.
    pub tier: String,
    /// When it was sent off, in seconds since 1970.
    pub since: u32,
    /// Tries that failed.
    pub tries: u32,
    /// Times that the endpoint wanted files again that it had taken.
    pub again: u32,
    /// Whether the endpoint has each file of the draft.
    pub uploads: Vec<Upload>,
    /// How far it has come.
    pub phase: Phase,
    /// The text by which the device keeps it, as far as changes under way don't fail; empty for none.
    pub kept: String,
    /// The device has been seen to keep it. What was never seen there lives as long as the page.
    pub seen: bool,
}

impl Entry {
    /// A ticket just sent off, `since` seconds after 1970.
    pub fn new(draft: Draft, locale: String, since: u32) -> Self {
        let uploads = vec![Upload::New; draft.files.len()];
        let [to, tier, kept] = [const { String::new() }; 3];
        Self { draft, to, locale, tier, since, tries: 0, again: 0, uploads, phase: Phase::Waiting, kept, seen: false }
    }

    /// Until when the endpoint asked to be left alone, in seconds since 1970.
    pub fn asked_until(&self) -> u32 {
        match self.phase {
            Phase::Retrying { at, wait, asked, .. } => at.saturating_sub(wait).saturating_add(asked),
            _ => 0,
        }
    }

    /// Whether it is still to be sent.
    pub fn is_pending(&self) -> bool {
        matches!(self.phase, Phase::Waiting | Phase::Retrying { .. })
    }

    /// The text to keep on the device: the draft's own lines, and some more.
    pub fn encode(&self) -> String {
        let mut out = self.draft.encode();
        let seconds = |value: u32| decimal(value as usize);
        line(&mut out, "to", &[&self.to]);
        line(&mut out, "locale", &[&self.locale]);
        line(&mut out, "tier", &[&self.tier]);
        line(&mut out, "since", &[&seconds(self.since)]);
        line(&mut out, "tries", &[&seconds(self.tries), &seconds(self.again)]);
        let uploads: String = self.uploads.iter().map(|upload| upload.letter()).collect();
        line(&mut out, "uploads", &[&uploads]);
        match &self.phase {
            Phase::Waiting => {}
            Phase::Retrying { trouble, at, wait, asked } => {
                line(&mut out, "retrying", &[trouble.word(), &seconds(*at), &seconds(*wait), &seconds(*asked)]);
            }
            Phase::Refused { status, faults } => {
                line(&mut out, "refused", &[&decimal(usize::from(*status))]);
                for fault in faults {
                    let max = fault.code.max().unwrap_or_default();
                    line(&mut out, "fault", &[&fault.path, fault.code.name(), &seconds(max)]);
                }
            }
            Phase::Sent { number } => line(&mut out, "sent", &[number]),
        }
        out
    }

    /// Reads what [`Entry::encode`] wrote. What is not understood is skipped: a damaged entry is sent
    /// again under its key rather than lost. Without a key there is none.
    pub fn decode(text: &str) -> Option<Self> {
        let mut entry = Self::new(Draft::default(), String::new(), 0);
        let mut uploads = String::new();
        let draft = Draft::decode_with(text, &mut |name, next| match name {
            "since" => entry.since = count(next),
            "tries" => (entry.tries, entry.again) = (count(next), count(next)),
            "refused" => entry.phase = Phase::Refused { status: count(next) as u16, faults: Vec::new() },
            "to" => entry.to = next(),
            "locale" => entry.locale = next(),
            "tier" => entry.tier = next(),
            "uploads" => uploads = next(),
            "retrying" => {
                let trouble = Trouble::parse(&next());
                entry.phase = Phase::Retrying { trouble, at: count(next), wait: count(next), asked: count(next) };
            }
            "fault" => {
                if let Phase::Refused { faults, .. } = &mut entry.phase {
                    faults.push(fault(next(), &next(), count(next)));
                }
            }
            "sent" => entry.phase = Phase::Sent { number: next() },
            _ => {}
        })?;
        let letters = uploads.chars().map(Upload::parse).chain(std::iter::repeat(Upload::New));
        entry.uploads = letters.take(draft.files.len()).collect();
        entry.draft = draft;
        text.clone_into(&mut entry.kept);
        entry.seen = true;
        Some(entry)
    }
}

fn count(next: &mut dyn FnMut() -> String) -> u32 {
    number(&next()).unwrap_or(0)
}

/// A fault by its name in JSON; a code that isn't known is one of the unnamed ones.
pub fn fault(path: String, code: &str, max: u32) -> Fault {
    Fault { path, code: FaultCode::parse(code, max).unwrap_or(FaultCode::Character) }
}

impl Trouble {
    fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Busy => "busy",
            Self::Server => "server",
        }
    }

    fn parse(word: &str) -> Self {
        [Self::Network, Self::Busy].into_iter().find(|it| it.word() == word).unwrap_or(Self::Server)
    }
}

impl Upload {
    fn letter(self) -> char {
        match self {
            Self::New => 'n',
            Self::Tried => 't',
            Self::There => 'y',
        }
    }

    fn parse(letter: char) -> Self {
        [Self::Tried, Self::There].into_iter().find(|it| it.letter() == letter).unwrap_or(Self::New)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::draft::FileNote;
    use proptest::prelude::*;

    fn phase() -> impl Strategy<Value = Phase> {
        let trouble = prop_oneof![Just(Trouble::Network), Just(Trouble::Busy), Just(Trouble::Server)];
        let code = (0..FaultCode::ALL.len(), any::<u32>());
        let one = (".*", code).prop_map(|(path, (at, max))| fault(path, FaultCode::ALL[at].name(), max));
        prop_oneof![
            Just(Phase::Waiting),
            (trouble, any::<[u32; 3]>()).prop_map(|(trouble, [at, wait, asked])| Phase::Retrying {
                trouble,
                at,
                wait,
                asked
            }),
            (any::<u16>(), proptest::collection::vec(one, 0..3))
                .prop_map(|(status, faults)| Phase::Refused { status, faults }),
            ".*".prop_map(|number| Phase::Sent { number }),
        ]
    }

    proptest! {
        #[test]
        fn a_kept_entry_comes_back_as_it_was(
            texts in proptest::collection::vec(".*", 4),
            counts in any::<[u32; 3]>(),
            uploads in proptest::collection::vec(0..3usize, 0..4),
            phase in phase(),
        ) {
            let note = FileNote { name: "a".into(), size: 7, media_type: "image/png".into(), sha256: "ab".into() };
            let files = vec![note; uploads.len()];
            let draft = Draft { key: "k".into(), description: texts[0].clone(), files, ..Draft::default() };
            let mut entry = Entry {
                tries: counts[1],
                again: counts[2],
                uploads: uploads.into_iter().map(|at| [Upload::New, Upload::Tried, Upload::There][at]).collect(),
                phase,
                to: texts[1].clone(),
                tier: texts[3].clone(),
                ..Entry::new(draft, texts[2].clone(), counts[0])
            };
            (entry.kept, entry.seen) = (entry.encode(), true);
            prop_assert_eq!(Entry::decode(&entry.kept), Some(entry));
        }

        #[test]
        fn a_damaged_entry_never_panics_and_keeps_its_key(
            text in "(\\PC|\t|\n|file|uploads\t|retrying\t|refused\t|fault\t|sent|[0-9])*",
        ) {
            _ = Entry::decode(&text);
            let entry = Entry::decode(&["key\tk\n", &text.replace("key", "")].concat()).unwrap();
            prop_assert_eq!(&entry.draft.key, "k");
            prop_assert_eq!(entry.uploads.len(), entry.draft.files.len());
        }
    }
}
