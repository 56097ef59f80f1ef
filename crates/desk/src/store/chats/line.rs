//! The line of those who wait: who comes before whom, and how long it takes.

use super::super::{Store, StoreError, clock};
use super::millis;
use crate::routing::{Asked, Route};
use helplet_desk_api::{ChatOffer, ChatState};

/// Conversations taken last, by which a waiting time is estimated.
const SAMPLE: i64 = 20;

/// Places up to which a person is told every step; further back every so many steps.
const NEAR: i64 = 20;
const STRIDE: i64 = 10;

/// A waiting chat, in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InLine {
    /// The thread's id.
    pub thread: String,
    /// Whose agents take it; empty for all.
    pub team: String,
    /// Whether an agent is asked to take it.
    pub offered: bool,
    /// How many come first, as the person was last told.
    told: i64,
}

impl InLine {
    /// Nobody is asked to take it yet.
    #[cfg(test)]
    pub fn new(thread: &str, team: &str, told: i64) -> Self {
        Self { thread: thread.to_owned(), team: team.to_owned(), offered: false, told }
    }
}

impl Store {
    /// All waiting chats, the first first.
    pub async fn line(&self) -> Result<Vec<InLine>, StoreError> {
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "SELECT thread_id, team, CASE WHEN offered_to IS NULL THEN 0 ELSE 1 END, told_place FROM chats
             WHERE state = 'waiting' ORDER BY priority DESC, queued_at, thread_id",
        )
        .fetch_all(&self.inner.reader)
        .await?;
        let read = |(thread, team, offered, told)| InLine { thread, team, offered: offered != 0, told };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Whether a conversation about this could begin now.
    pub async fn chat_offer(&self, asked: Asked<'_>) -> Result<ChatOffer, StoreError> {
        let mail = self.sends_mail();
        let route = self.chats().routing.route(asked);
        if !self.is_anybody_there(&route.team).await? {
            return Ok(ChatOffer { mail, ..ChatOffer::default() });
        }
        let ahead = self.ahead(&route, clock::now(), "").await?;
        Ok(ChatOffer { there: true, ahead: count(ahead), wait: self.estimate(&route.team, ahead).await?, mail })
    }

    /// How many wait before a chat of this route and age. `thread` tells two of the same age apart.
    pub(super) async fn ahead(&self, route: &Route, queued_at: i64, thread: &str) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(AHEAD)
            .bind(&route.team)
            .bind(route.priority)
            .bind(queued_at)
            .bind(thread)
            .fetch_one(&self.inner.reader)
            .await?)
    }

    /// In about how many seconds somebody is taken before whom so many wait: the median of what the last ones
    /// of the same team waited for each place. `None` where none was taken yet.
    pub(super) async fn estimate(&self, team: &str, ahead: i64) -> Result<Option<u32>, StoreError> {
        let taken: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT waited, place FROM chats WHERE team = $1 AND taken_at IS NOT NULL AND waited IS NOT NULL
             ORDER BY taken_at DESC LIMIT $2",
        )
        .bind(team)
        .bind(SAMPLE)
        .fetch_all(&self.inner.reader)
        .await?;
        Ok(estimate(&taken, ahead))
    }

    /// Tells those in line whose place has changed. Who is far back isn't told of every step: each is an event of
    /// its own, and a long line would make as many at every step.
    pub async fn tell_places(&self, line: &[InLine]) -> Result<(), StoreError> {
        let mut moved = moved(line);
        if moved.is_empty() {
            return Ok(());
        }
        // Threads are locked in one order, whoever locks several.
        moved.sort_unstable();
        let mut work = self.begin().await?;
        for (thread, place) in moved {
            let Some(thread) = work.lock_thread(thread).await? else { continue };
            if thread.chat != Some(ChatState::Waiting) {
                continue;
            }
            let told = sqlx::query("UPDATE chats SET told_place = $2 WHERE thread_id = $1 AND told_place <> $2")
                .bind(&thread.id)
                .bind(place)
                .execute(&mut *work.transaction)
                .await?;
            if told.rows_affected() == 1 {
                work.announce_chat(&thread, false)?;
            }
        }
        work.commit().await
    }

    /// How long a person waits at most from now on: when, in milliseconds since 1970.
    pub(super) fn miss_at(&self, now: i64) -> i64 {
        now + millis(self.chats().wait)
    }
}

/// Who waits before a chat of this team, priority, age and thread.
const AHEAD: &str = "SELECT COUNT(*) FROM chats WHERE state = 'waiting' AND team = $1
    AND (priority > $2 OR (priority = $2 AND (queued_at < $3 OR (queued_at = $3 AND thread_id < $4))))";

/// A count as the contract shows it.
pub(super) fn count(of: i64) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// The threads of those to be told, with their places.
fn moved(line: &[InLine]) -> Vec<(&str, i64)> {
    let mut places = std::collections::HashMap::new();
    let placed = line.iter().map(|chat| {
        let next: &mut i64 = places.entry(&chat.team).or_default();
        let place = *next;
        *next += 1;
        (chat, place)
    });
    let told = placed.filter(|(chat, place)| {
        let step = (chat.told - place).abs();
        step > 0 && (*place < NEAR || step >= STRIDE)
    });
    told.map(|(chat, place)| (&*chat.thread, place)).collect()
}

/// From (milliseconds waited, others before) of those taken last.
fn estimate(taken: &[(i64, i64)], ahead: i64) -> Option<u32> {
    let mut each: Vec<i64> = taken.iter().map(|(waited, place)| waited / (place + 1)).collect();
    each.sort_unstable();
    let median = each.get(each.len() / 2)?;
    Some(count(median.saturating_mul(ahead + 1).div_euclid(1000) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiting_time_is_the_median_for_each_place() {
        assert_eq!(estimate(&[], 0), None);
        assert_eq!(estimate(&[(10_000, 0)], 0), Some(11));
        // 10, 12 and 100 seconds a place: who waited long is no rule.
        let taken = [(100_000, 0), (20_000, 1), (36_000, 2)];
        assert_eq!(estimate(&taken, 0), Some(13));
        assert_eq!(estimate(&taken, 4), Some(61));
    }

    #[test]
    fn whoever_is_near_hears_of_every_step_and_whoever_is_far_of_every_tenth() {
        let chat = |at: i64, told| InLine::new(&at.to_string(), "", told);
        let line: Vec<_> = (0..40).map(|at| chat(at, at + 1)).collect();
        assert_eq!(moved(&line).len(), 20);
        let line: Vec<_> = (0..40).map(|at| chat(at, at + 10)).collect();
        assert_eq!(moved(&line).len(), 40);
        let line: Vec<_> = (0..40).map(|at| chat(at, at)).collect();
        assert_eq!(moved(&line), []);
    }

    #[test]
    fn each_team_has_its_own_line() {
        let line = [("a", "x"), ("b", "y"), ("c", "x")].map(|(thread, team)| InLine::new(thread, team, 9));
        assert_eq!(moved(&line), [("a", 0), ("b", 0), ("c", 1)]);
    }
}
