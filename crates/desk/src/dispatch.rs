//! Gives waiting chats to agents. Every process of a desk does: each step is a transaction that begins at the
//! state it was planned from, so that two who do the same do it once.

use crate::store::{Free, Heard, InLine, Store, StoreError, Subscription, clock};
use std::collections::HashSet;
use std::time::Duration;
use tokio::sync::watch;

/// The longest sleep: agents who come and go make no event.
const LONGEST: Duration = Duration::from_secs(1);

/// The shortest: where another process is always faster, it is no busy loop.
const SHORTEST: Duration = Duration::from_millis(20);

/// Does what is due, until `stopping` turns true.
pub async fn always(store: Store, mut stopping: watch::Receiver<bool>) {
    let mut listening = store.subscribe();
    loop {
        let nap = step(&store).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "chats can't be given to agents, trying again");
            LONGEST
        });
        tokio::select! {
            // A closed channel is a desk that was dropped.
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = woken(&mut listening) => {}
            () = tokio::time::sleep(nap) => {}
        }
    }
}

/// Waits until something happens that may move a chat.
async fn woken(listening: &mut Subscription) {
    loop {
        match listening.next().await {
            Some(Heard::Event(event)) if matches!(&*event.kind, "chat.updated" | "ticket.created") => return,
            Some(Heard::Missed) => return,
            Some(Heard::Event(_) | Heard::Typing(_)) => {}
            None => std::future::pending().await,
        }
    }
}

/// Does what is due now; tells when to look again.
async fn step(store: &Store) -> Result<Duration, StoreError> {
    if !store.has_live_chats().await? {
        return Ok(LONGEST);
    }
    store.miss_chats().await?;
    store.lapse_offers().await?;
    store.requeue_chats().await?;
    store.end_idle_chats().await?;
    let line = store.line().await?;
    let given = give(store, &line).await?;
    store.tell_places(&line).await?;
    if !given {
        return Ok(SHORTEST);
    }
    let left = store
        .next_chat_due()
        .await?
        .map_or(LONGEST, |due| Duration::from_millis(u64::try_from(due - clock::now()).unwrap_or_default()));
    Ok(left.clamp(SHORTEST, LONGEST))
}

/// Asks agents to take chats; false where another process was faster. The rest of the plan is then dropped: it
/// counts on what was not done, and would give somebody more than their share.
async fn give(store: &Store, line: &[InLine]) -> Result<bool, StoreError> {
    if line.iter().all(|chat| chat.offered) {
        return Ok(true);
    }
    let free = store.free_agents().await?;
    if free.is_empty() {
        return Ok(true);
    }
    let passes = store.passes().await?;
    for (thread, agent) in plan(line, free, &passes) {
        if !store.offer_chat(thread, &agent).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Who is asked to take what: each chat goes to the agent with the fewest conversations, of these to whoever was
/// asked longest ago.
fn plan<'a>(line: &'a [InLine], mut free: Vec<Free>, passes: &HashSet<(String, String)>) -> Vec<(&'a str, Free)> {
    let mut planned = Vec::new();
    for chat in line.iter().filter(|chat| !chat.offered) {
        let takes = |agent: &&mut Free| {
            agent.load < agent.room
                && (chat.team.is_empty() || agent.teams.is_empty() || agent.teams.contains(&chat.team))
                && !passes.contains(&(chat.thread.clone(), agent.agent.clone()))
        };
        let next = free
            .iter_mut()
            .filter(takes)
            .min_by(|a, b| (a.load, a.offered_at, &a.agent).cmp(&(b.load, b.offered_at, &b.agent)));
        if let Some(agent) = next {
            planned.push((&*chat.thread, agent.clone()));
            agent.load += 1;
            agent.offered_at = i64::MAX;
        }
    }
    planned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(agent: &str, room: i64, load: i64, offered_at: i64, teams: &[&str]) -> Free {
        let teams = teams.iter().map(|&team| team.to_owned()).collect();
        Free { agent: agent.into(), room, load, offered_at, teams }
    }

    fn asked(teams: &[&str], free: Vec<Free>, passes: &[(&str, &str)]) -> Vec<(String, String)> {
        let line: Vec<InLine> =
            teams.iter().enumerate().map(|(at, team)| InLine::new(&at.to_string(), team, 0)).collect();
        let passes = passes.iter().map(|(thread, agent)| ((*thread).to_owned(), (*agent).to_owned())).collect();
        let planned = plan(&line, free, &passes);
        planned.into_iter().map(|(thread, agent)| (thread.to_owned(), agent.agent)).collect()
    }

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(thread, agent)| ((*thread).to_owned(), (*agent).to_owned())).collect()
    }

    #[test]
    fn the_least_busy_is_asked_and_of_these_whoever_was_asked_longest_ago() {
        let agents = || vec![free("a", 4, 1, 5, &[]), free("b", 4, 0, 9, &[]), free("c", 4, 0, 7, &[])];
        assert_eq!(asked(&["", "", "", ""], agents(), &[]), pairs(&[("0", "c"), ("1", "b"), ("2", "a"), ("3", "b")]));
        assert_eq!(asked(&[""], agents(), &[("0", "c"), ("0", "b")]), pairs(&[("0", "a")]));
    }

    #[test]
    fn nobody_is_asked_beyond_their_room_or_for_another_team() {
        let agents = || vec![free("a", 1, 0, 0, &["x"]), free("b", 1, 0, 0, &["y"]), free("c", 2, 2, 0, &[])];
        // The second one of team x waits, and holds up nobody.
        assert_eq!(asked(&["x", "x", "y"], agents(), &[]), pairs(&[("0", "a"), ("2", "b")]));
        assert_eq!(asked(&["", "z"], agents(), &[]), pairs(&[("0", "a")]));
        assert_eq!(asked(&["z"], vec![free("c", 2, 1, 0, &[])], &[]), pairs(&[("0", "c")]));
    }
}
