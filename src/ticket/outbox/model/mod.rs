//! A model checker: every order in which things can happen to the outbox, up to a number of steps,
//! breadth first; and by chance far beyond.

mod world;

use std::collections::HashSet;
use world::{Scope, World};

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
