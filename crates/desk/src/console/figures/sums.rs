//! Counting what became of conversations.

use super::days::Days;
use crate::store::ChatFigure;
use helplet_desk_api::ChatState;
use std::collections::BTreeMap;

/// What a topic is summed up under that the content doesn't know: anybody can send any text.
pub const OTHER: &str = "other";

/// What happened in a part of all conversations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// Questions that the robot answered.
    pub robot: i64,
    /// Conversations that an agent answered.
    pub human: i64,
    /// Those that nobody took in time.
    pub missed: i64,
    /// Those that ended before anybody answered.
    pub left: i64,
    /// Milliseconds until the first answer, of those that were answered.
    pub waits: Vec<i64>,
    /// Rated as solved.
    pub solved: i64,
    /// Rated as not solved.
    pub unsolved: i64,
}

impl Sum {
    fn add(&mut self, chat: &ChatFigure) {
        match (chat.state, chat.wait) {
            (ChatState::Missed, _) => self.missed += 1,
            (_, Some(wait)) => {
                self.human += 1;
                self.waits.push(wait);
            }
            (ChatState::Ended, None) => self.left += 1,
            // It goes on.
            (ChatState::Waiting | ChatState::Talking, None) => {}
        }
        match chat.solved {
            Some(true) => self.solved += 1,
            Some(false) => self.unsolved += 1,
            None => {}
        }
    }

    /// The wait that so many percent of those answered had at most, in milliseconds.
    pub fn wait(&self, percent: usize) -> Option<i64> {
        let mut waits = self.waits.clone();
        waits.sort_unstable();
        waits.get((waits.len() * percent).div_ceil(100).max(1) - 1).copied()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where something is counted: day, type, topic. The robot knows no type.
pub type Place = (i64, String, String);

/// All sums by their place, the earliest first.
pub fn sums(days: &Days, chats: &[ChatFigure], robot: &[(i64, String, i64)], topics: &[&str]) -> BTreeMap<Place, Sum> {
    let known = |topic: &str| {
        let is_known = topic.is_empty() || topics.is_empty() || topics.contains(&topic);
        if is_known { topic.to_owned() } else { OTHER.to_owned() }
    };
    let mut sums: BTreeMap<Place, Sum> = BTreeMap::new();
    for chat in chats {
        let place = (days.day(chat.at), chat.kind.clone(), known(chat.topic.as_deref().unwrap_or_default()));
        sums.entry(place).or_default().add(chat);
    }
    for (day, topic, count) in robot {
        sums.entry((*day, String::new(), known(topic))).or_default().robot += count;
    }
    sums.retain(|_, sum| !sum.is_empty());
    sums
}

/// The sums of all places that have something in common, by that.
pub fn by<K: Ord>(sums: &BTreeMap<Place, Sum>, common: impl Fn(&Place) -> K) -> BTreeMap<K, Sum> {
    let mut all: BTreeMap<K, Sum> = BTreeMap::new();
    for (place, sum) in sums {
        let whole = all.entry(common(place)).or_default();
        whole.robot += sum.robot;
        whole.human += sum.human;
        whole.missed += sum.missed;
        whole.left += sum.left;
        whole.solved += sum.solved;
        whole.unsolved += sum.unsolved;
        whole.waits.extend(&sum.waits);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chat(state: ChatState, wait: Option<i64>, solved: Option<bool>) -> ChatFigure {
        ChatFigure { at: 0, kind: "bug".into(), topic: None, state, wait, solved }
    }

    #[test]
    fn every_conversation_that_is_over_counts_once() {
        let days = Days { first: 0, last: 0, zone: 0 };
        let chats = [
            chat(ChatState::Ended, Some(10), Some(true)),
            chat(ChatState::Talking, Some(30), None),
            chat(ChatState::Ended, None, Some(false)),
            // Answered later, as a ticket.
            chat(ChatState::Missed, Some(999), None),
            chat(ChatState::Waiting, None, None),
        ];
        let robot = [(0, "crash".to_owned(), 3), (0, "=cmd()".to_owned(), 1)];
        let sums = sums(&days, &chats, &robot, &["crash"]);
        let places: Vec<_> = sums.keys().map(|(_, kind, topic)| (kind.as_str(), topic.as_str())).collect();
        assert_eq!(places, [("", "crash"), ("", OTHER), ("bug", "")]);
        let all = by(&sums, |_| ()).remove(&()).expect("a sum");
        let expected = Sum { robot: 4, human: 2, missed: 1, left: 1, waits: vec![10, 30], solved: 1, unsolved: 1 };
        assert_eq!(all, expected);
    }

    #[test]
    fn a_wait_is_one_that_somebody_had() {
        let sum = |waits: &[i64]| Sum { waits: waits.to_vec(), ..Sum::default() };
        assert_eq!(sum(&[]).wait(50), None);
        assert_eq!(sum(&[7]).wait(50), Some(7));
        let ten: Vec<i64> = (1..=10).rev().collect();
        assert_eq!([50, 90, 100].map(|percent| sum(&ten).wait(percent)), [Some(5), Some(9), Some(10)]);
    }
}
