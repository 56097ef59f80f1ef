//! The robot of the chat: what it says to what a person typed.
//!
//! It answers where it is sure, offers choices where it isn't, says so where it has nothing, and leads to a
//! person whenever one is asked for. Pure: no browser, no I/O, no clock; the same words always get the
//! same reply.

#![deny(missing_docs)]

pub mod articles;
mod decide;
mod steps;
mod talk;

pub use decide::{CHOICES, Decision, SURE, decide, decide_from};
pub use steps::{first_steps, plain_steps};
pub use talk::{Meant, Talk};

use helplet_content::{Library, Person};
use helplet_search::{Index, Pinyin};

/// What the robot says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// This article answers it; see [`first_steps`].
    Answer(u16),
    /// One of these articles may answer it, the likeliest first.
    Choices(Vec<u16>),
    /// Nothing in the content answers it.
    Nothing,
    /// A person is asked for.
    Human,
    /// A greeting.
    Hello,
    /// Thanks.
    Thanks,
    /// A farewell.
    Bye,
    /// Whom one is talking to.
    Robot,
}

/// The robot for one language.
pub struct Robot {
    talk: Talk,
}

impl Robot {
    /// A robot that understands the small talk of `library`.
    pub fn new(library: &Library, pinyin: Option<Pinyin>) -> Self {
        Self { talk: Talk::new(&library.chat, pinyin) }
    }

    /// The reply to `question`. `index` is the one over the articles of `library`, whose numbers are
    /// its documents; articles that are not meant for `person` are never named.
    pub fn answer(&self, library: &Library, index: &Index, person: &Person, question: &str) -> Reply {
        match self.talk.meant(question) {
            Some(Meant::Human) => return Reply::Human,
            Some(Meant::Hello) => return Reply::Hello,
            Some(Meant::Thanks) => return Reply::Thanks,
            Some(Meant::Bye) => return Reply::Bye,
            Some(Meant::Robot) => return Reply::Robot,
            None => {}
        }
        let mut hits = index.search(question, 3 * CHOICES);
        hits.retain(|hit| {
            library.articles.get(hit.document as usize).is_some_and(|article| article.audience.admits(person))
        });
        match decide(index, question, &hits) {
            Decision::Answer => hits.first().map_or(Reply::Nothing, |hit| Reply::Answer(hit.document as u16)),
            Decision::Choices(count) => Reply::Choices(hits[..count].iter().map(|hit| hit.document as u16).collect()),
            Decision::Nothing => Reply::Nothing,
        }
    }
}
