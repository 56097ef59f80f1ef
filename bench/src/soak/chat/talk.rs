//! One conversation: what each side has written, and when it was tried, told "sent", and seen by the other.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// Messages of each side.
pub const EACH: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Visitor,
    Agent,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::Visitor, Self::Agent];

    /// As the contract calls the author.
    pub fn author(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Agent => "agent",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Visitor => Self::Agent,
            Self::Agent => Self::Visitor,
        }
    }
}

/// What is known of a message.
#[derive(Clone, Copy, Default)]
struct Message {
    tried: Option<Instant>,
    told: bool,
    seen: Option<Instant>,
}

/// A conversation.
pub struct Talk {
    /// Unlike any other's.
    number: usize,
    messages: [Mutex<[Message; EACH]>; 2],
    news: [Notify; 2],
}

impl Talk {
    pub fn new(number: usize) -> Self {
        Self { number, messages: Default::default(), news: Default::default() }
    }

    /// A side's message by its place among this side's, from 0: its text, which no other message has.
    pub fn text(&self, side: Side, at: usize) -> String {
        format!("[{}] 打开 3 MB 以上的表格时闪退。", self.mark(side, at))
    }

    /// What stands in the text of one message alone.
    pub fn mark(&self, side: Side, at: usize) -> String {
        format!("{}.{}.{at}", side.author(), self.number)
    }

    /// A message is sent for the first time, or again.
    pub fn tried(&self, side: Side, at: usize) {
        self.of(side)[at].tried.get_or_insert_with(Instant::now);
    }

    /// The side that sent it is told that it is there.
    pub fn told(&self, side: Side, at: usize) {
        self.of(side)[at].told = true;
    }

    /// A side has this before its eyes; how many messages of the other's it has seen from the first on.
    pub fn sees(&self, side: Side, text: &str) -> usize {
        let other = side.other();
        let mut messages = self.of(other);
        for (at, message) in messages.iter_mut().enumerate().filter(|(_, message)| message.seen.is_none()) {
            if text.contains(&format!("[{}]", self.mark(other, at))) {
                message.seen = Some(Instant::now());
            }
        }
        messages.iter().take_while(|message| message.seen.is_some()).count()
    }

    /// Which messages the side was told of.
    pub fn all_told(&self, side: Side) -> [bool; EACH] {
        self.of(side).map(|message| message.told)
    }

    /// From the first try of each message to the other's seeing it; of those that were seen.
    pub fn times(&self, side: Side) -> impl Iterator<Item = Duration> {
        self.of(side).into_iter().filter_map(|message| Some(message.seen? - message.tried?))
    }

    /// A side is told that something has happened.
    pub fn tell(&self, side: Side) {
        self.news[side as usize].notify_one();
    }

    /// Waits until something has happened.
    pub async fn news(&self, side: Side) {
        self.news[side as usize].notified().await;
    }

    fn of(&self, side: Side) -> MutexGuard<'_, [Message; EACH]> {
        self.messages[side as usize].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
