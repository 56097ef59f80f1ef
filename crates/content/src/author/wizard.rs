//! `wizard.toml`: questions that lead to an article, a channel or a ticket.

use super::audience::audience;
use super::fault::{Faults, Place};
use super::ids::Ids;
use super::keys;
use super::section::Section;
use crate::model::{Choice, Goal, WizardNode};

/// What a wizard answer can lead to.
pub(super) struct Goals<'a> {
    pub(super) articles: &'a Ids,
    pub(super) contacts: &'a Ids,
    pub(super) types: &'a Ids,
}

/// Reads the whole file; the ids are those of the nodes.
pub(super) fn wizard(file: &Section<'_>, goals: &Goals<'_>) -> (Vec<WizardNode>, Ids) {
    let faults = file.faults();
    let tables = file.tables("node", keys::NODE);
    let mut ids = Ids::new("wizard node");
    for table in &tables {
        ids.add(table.id(), faults);
    }
    let mut all_lead_somewhere = true;
    let mut choice = |table: &Section<'_>| {
        let (label, to) = (table.text("label"), table.text("to"));
        let to = if to.is_empty() { None } else { goal(&to, &table.place_of("to"), &ids, goals, faults) };
        all_lead_somewhere &= to.is_some();
        Choice { label, to: to.unwrap_or(Goal::Contact(String::new())), audience: audience(table) }
    };
    let mut node = |table: &Section<'_>| WizardNode {
        id: table.text("id"),
        question: table.text("question"),
        hint: table.optional_text("hint"),
        choices: table.tables("choice", keys::CHOICE).iter().map(&mut choice).collect(),
    };
    let nodes: Vec<WizardNode> = tables.iter().map(&mut node).collect();
    // A slip in a `to` is one fault; what can't be reached because of it would only hide it.
    if all_lead_somewhere {
        check_paths(&nodes, &ids, faults);
    }
    (nodes, ids)
}

fn goal(text: &str, place: &Place, nodes: &Ids, goals: &Goals<'_>, faults: &Faults) -> Option<Goal> {
    match text.split_once(':').unwrap_or((text, "")) {
        ("node", id) => nodes.find(id, place, faults).map(Goal::Node),
        ("article", id) => goals.articles.find(id, place, faults).map(Goal::Article),
        ("ticket", id) => goals.types.find(id, place, faults).map(Goal::Ticket),
        ("contact", "") => Some(Goal::Contact(String::new())),
        ("contact", id) => goals.contacts.find(id, place, faults).map(|_| Goal::Contact(id.to_owned())),
        _ => {
            faults.error(
                place,
                format!("\"{text}\" leads nowhere: write node:ID, article:ID, ticket:TYPE, contact or contact:CHANNEL"),
            );
            None
        }
    }
}

/// Every node must be reached from the first, lead to an end, and offer everyone an answer.
fn check_paths(nodes: &[WizardNode], ids: &Ids, faults: &Faults) {
    let next = |node: usize| {
        nodes[node]
            .choices
            .iter()
            .filter_map(|choice| if let Goal::Node(index) = choice.to { Some(usize::from(index)) } else { None })
    };
    let mut reached = vec![false; nodes.len()];
    let mut open: Vec<usize> = if nodes.is_empty() { Vec::new() } else { vec![0] };
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut reached[node], true) {
            open.extend(next(node));
        }
    }
    let mut ends: Vec<bool> =
        nodes.iter().map(|node| node.choices.iter().any(|choice| !matches!(choice.to, Goal::Node(_)))).collect();
    // Spreads backwards until nothing changes; each round settles at least one node.
    while let Some(node) = (0..nodes.len()).find(|&node| !ends[node] && next(node).any(|to| ends[to])) {
        ends[node] = true;
    }
    for ((id, node), (reached, ends)) in ids.iter().zip(nodes).zip(reached.into_iter().zip(ends)) {
        let name = &id.text;
        if !reached {
            faults.error(&id.place, format!("nobody reaches the wizard node \"{name}\": lead an answer to it with to = \"node:{name}\", or take it out"));
        }
        if node.choices.is_empty() {
            faults.error(&id.place, format!("the wizard node \"{name}\" has no answers: add choice = [ … ] under it"));
        } else if !ends {
            faults.error(&id.place, format!("the wizard node \"{name}\" never ends: every way from it comes back; let an answer lead to an article, a contact or a ticket"));
        } else if node.choices.iter().all(|choice| choice.audience != Default::default()) {
            faults.error(
                &id.place,
                format!(
                    "the wizard node \"{name}\" may leave someone without an answer: let one answer have no `audience`"
                ),
            );
        }
    }
}
