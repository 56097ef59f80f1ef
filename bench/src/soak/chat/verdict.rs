//! What the desk has in the end, beside what both sides were told.

use super::talk::{EACH, Side, Talk};
use crate::Error;
use reqwest::Client;
use serde_json::Value;
use std::ops::AddAssign;

/// How many messages ended how.
#[derive(Default)]
pub struct Verdict {
    /// Their side was told that they are there.
    pub told: usize,
    pub unsent: usize,
    /// Told "sent" and not there.
    pub lost: usize,
    /// There more than once; conversations, too.
    pub duplicated: usize,
    /// There before one that the same side sent earlier.
    pub out_of_order: usize,
    /// Conversations that were live until the person ended them.
    pub ended: usize,
}

impl Verdict {
    pub fn is_good(&self) -> bool {
        self.told > 0 && [self.unsent, self.lost, self.duplicated, self.out_of_order] == [0; 4]
    }
}

impl AddAssign for Verdict {
    fn add_assign(&mut self, other: Self) {
        self.told += other.told;
        self.unsent += other.unsent;
        self.lost += other.lost;
        self.duplicated += other.duplicated;
        self.out_of_order += other.out_of_order;
        self.ended += other.ended;
    }
}

/// Reads a person's conversations from a desk, and compares.
pub async fn judge(client: &Client, desk: &str, secret: &str, talk: &Talk) -> Result<Verdict, Error> {
    let get = async |path: &str| -> Result<Value, Error> {
        let answer = client.get(format!("{desk}/v1/{path}")).bearer_auth(secret).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    };
    let mut verdict = Verdict::default();
    let list = get("tickets?limit=50").await?;
    let tickets = list["tickets"].as_array().ok_or_else(|| format!("no list of tickets: {list}"))?;
    verdict.duplicated += tickets.len().saturating_sub(1);
    let mut messages = Vec::new();
    for summary in tickets {
        let id = summary["id"].as_str().ok_or("a ticket without an id")?;
        let mut ticket = get(&["tickets/", id].concat()).await?;
        verdict.ended += usize::from(ticket["chat"]["state"] == "ended");
        messages.extend(ticket["messages"].as_array_mut().map(std::mem::take).unwrap_or_default());
    }
    for side in Side::BOTH {
        let there: Vec<&str> = messages
            .iter()
            .filter(|message| message["author"] == side.author())
            .filter_map(|message| message["body"].as_str())
            .collect();
        let (counts, late) = places(talk, side, &there);
        for (count, told) in counts.into_iter().zip(talk.all_told(side)) {
            verdict.told += usize::from(told);
            verdict.unsent += usize::from(!told);
            verdict.lost += usize::from(told && count == 0);
            verdict.duplicated += count.saturating_sub(1);
        }
        verdict.out_of_order += late;
    }
    Ok(verdict)
}

/// How often each of a side's messages is there, and how many come after a later one.
fn places(talk: &Talk, side: Side, there: &[&str]) -> ([usize; EACH], usize) {
    let (mut counts, mut late, mut latest) = ([0; EACH], 0, 0);
    for body in there {
        let Some(at) = (0..EACH).find(|at| *body == talk.text(side, *at)) else { continue };
        counts[at] += 1;
        if counts[at] == 1 {
            late += usize::from(at < latest);
            latest = latest.max(at);
        }
    }
    (counts, late)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_doubled_and_late_is_counted() {
        let talk = Talk::new(7);
        let text = |at| talk.text(Side::Agent, at);
        let all: Vec<String> = [0, 2, 1, 3, 3, 5].map(text).to_vec();
        let there: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(places(&talk, Side::Agent, &there), ([1, 1, 1, 2, 0, 1, 0, 0, 0, 0], 1));
        assert_eq!(places(&talk, Side::Visitor, &there), ([0; EACH], 0), "the other side's");
    }
}
