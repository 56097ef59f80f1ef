//! A model checker: every order in which things can happen to the outbox, up to a number of steps,
//! breadth first; and by chance far beyond.

mod world;

use super::{Answer, Command, Event, Outbox};
use std::collections::HashSet;
use world::{Scope, World, submission};

/// Explores from the start; the number of states.
fn explore(scope: Scope) -> usize {
    let start = World::new(scope);
    let mut seen = HashSet::from([start.print()]);
    let mut ends = HashSet::new();
    let mut layer = vec![start];
    let mut steps = 0;
    while !layer.is_empty() && seen.len() < scope.most {
        let mut next = Vec::new();
        for world in &layer {
            for successor in world.successors(scope) {
                if seen.insert(successor.print()) {
                    successor.holds();
                    world.loses_nothing(&successor);
                    successor.clone().ends_well(scope, &mut ends);
                    next.push(successor);
                }
            }
        }
        layer = next;
        steps += 1;
    }
    let all = if layer.is_empty() { "all states" } else { "every state" };
    println!("{}: {all} within {steps} steps, {} states, {} on the ways out", scope.name, seen.len(), ends.len());
    seen.len()
}

/// Goes far from the start, by chance (the same one every time); the number of states.
fn walk(scope: Scope, walks: usize, steps: usize) -> usize {
    let (mut seen, mut ends) = (HashSet::new(), HashSet::new());
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..walks {
        let mut world = World::new(scope);
        for _ in 0..steps {
            let mut next = world.successors(scope);
            if next.is_empty() {
                break;
            }
            // Xorshift.
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            let chosen = next.swap_remove(chance as usize % next.len());
            chosen.holds();
            world.loses_nothing(&chosen);
            if seen.insert(chosen.print()) {
                chosen.clone().ends_well(scope, &mut ends);
            }
            world = chosen;
        }
    }
    println!("{}: {walks} walks of {steps} steps, {} states, {} on the ways out", scope.name, seen.len(), ends.len());
    seen.len()
}

const SCOPE: Scope = Scope { name: "", whole: false, mishaps: 2, most: 12_000, entries: 1, pages: 1 };

#[test]
fn one_page_one_ticket() {
    assert!(explore(Scope { name: "one page, one ticket, three mishaps", mishaps: 3, ..SCOPE }) > 1_000);
}

#[test]
fn one_page_a_ticket_and_a_message() {
    assert!(explore(Scope { name: "one page, two entries, two mishaps", entries: 2, ..SCOPE }) > 1_000);
}

#[test]
fn two_pages_one_ticket() {
    assert!(explore(Scope { name: "two pages, one ticket, two mishaps", pages: 2, ..SCOPE }) > 1_000);
}

#[test]
fn two_pages_with_a_webhook() {
    assert!(explore(Scope { name: "two pages, webhook, two mishaps", pages: 2, whole: true, ..SCOPE }) > 1_000);
}

#[test]
fn far_from_the_start() {
    let scope = Scope { name: "two pages, two entries, ten mishaps", mishaps: 10, entries: 2, pages: 2, ..SCOPE };
    assert!(walk(scope, 600, 80) > 1_000);
}

/// An outbox with the lock and one entry, whose last of so many tries was answered so, at second 1000.
fn failed(tries: u32, answer: &Answer) -> (Outbox, String) {
    let mut outbox = Outbox::new(false, true);
    let mut entry = submission(1, 900);
    (entry.kept, entry.seen, entry.tries) = (entry.encode(), true, tries);
    let key = entry.draft.key.clone();
    let texts = |entry: &super::Entry| Event::Device(Some(vec![entry.encode()]));
    outbox.handle(texts(&entry), 1000, 0.5);
    outbox.handle(Event::Lock(true), 1000, 0.5);
    let sent = outbox.handle(texts(&entry), 1000, 0.5);
    assert!(sent.iter().any(|command| matches!(command, Command::Send(_))), "{sent:?}");
    outbox.handle(Event::Answered(answer.clone()), 1000, 0.5);
    let entry = outbox.entry(&key).expect("an entry").clone();
    outbox.handle(texts(&entry), 1000, 0.5);
    (outbox, key)
}

#[test]
fn who_hurries_waits_as_long_as_the_endpoint_asks_and_no_longer() {
    let busy = Answer { status: 503, retry_after: Some(2), ..Answer::default() };
    let (mut outbox, key) = failed(9, &busy);
    let due = outbox.handle(Event::Due, 1001, 0.5);
    assert!(matches!(due[..], [Command::Timer(wait)] if wait > 600), "its own wait is longer: {due:?}");
    assert_eq!(outbox.handle(Event::Hurried(key), 1001, 0.5), [Command::Timer(1)]);
    let due = outbox.handle(Event::Due, 1002, 0.5);
    assert!(due.iter().any(|command| matches!(command, Command::Send(_))), "{due:?}");

    let many = Answer { status: 429, ..Answer::default() };
    let (mut outbox, key) = failed(9, &many);
    let hurried = outbox.handle(Event::Hurried(key), 1001, 0.5);
    assert!(
        matches!(hurried[..], [Command::Timer(wait)] if wait > 600),
        "without a time there is no hurrying: {hurried:?}"
    );
}

#[test]
fn whoever_opens_the_widget_in_one_tab_wakes_the_one_that_sends() {
    let (mut sending, _) = failed(9, &Answer::default());
    let due = sending.handle(Event::Due, 1001, 0.5);
    assert!(matches!(due[..], [Command::Timer(wait)] if wait > 600), "{due:?}");
    let mut other = Outbox::new(false, true);
    other.handle(Event::Device(Some(Vec::new())), 1001, 0.5);
    let woken = other.handle(Event::Woken, 1001, 0.5);
    let told = woken.into_iter().find_map(|it| if let Command::Tell(text) = it { Some(text) } else { None });
    let heard = sending.handle(Event::Told(told.expect("a word to the others")), 1001, 0.5);
    assert!(heard.iter().any(|command| matches!(command, Command::Send(_))), "{heard:?}");
}
