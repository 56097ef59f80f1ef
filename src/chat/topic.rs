//! What a chat is about: the wizard's first question decides.

use helplet_content::{Goal, Library, Person};

/// The node that leads to people, by itself: who chooses it wants no robot.
pub const HUMAN: &str = "human";

/// A topic to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The id of the node, article or type that the choice leads to.
    pub id: String,
    /// The choice's words.
    pub label: String,
}

/// The topics that `person` is offered.
pub fn topics(library: &Library, person: &Person) -> Vec<Topic> {
    let choices = library.wizard.first().map_or(&[][..], |node| &node.choices);
    let offered = choices.iter().filter(|choice| choice.audience.admits(person));
    offered.map(|choice| Topic { id: goal_id(library, &choice.to), label: choice.label.clone() }).collect()
}

fn goal_id(library: &Library, goal: &Goal) -> String {
    match goal {
        Goal::Node(at) => library.wizard[usize::from(*at)].id.clone(),
        Goal::Article(at) => library.articles[usize::from(*at)].id.clone(),
        Goal::Ticket(at) => library.tickets.types[usize::from(*at)].id.clone(),
        Goal::Contact(channel) => channel.clone(),
    }
}

/// The words of a topic; `None` where the wizard's first question has it not.
pub fn label<'a>(library: &'a Library, topic: &str) -> Option<&'a str> {
    let choices = &library.wizard.first()?.choices;
    choices.iter().find(|choice| goal_id(library, &choice.to) == topic).map(|choice| choice.label.as_str())
}

/// The ticket type for a topic: the nearest one that the wizard leads to from there, else the last of those
/// offered, which is for everything else.
pub fn kind(library: &Library, topic: &str, person: &Person) -> String {
    let types = &library.tickets.types;
    let offered = |at: &u16| types.get(usize::from(*at)).is_some_and(|kind| kind.audience.admits(person));
    let mut nodes: Vec<usize> = library.wizard.iter().position(|node| node.id == topic).into_iter().collect();
    let mut seen = nodes.clone();
    while !nodes.is_empty() {
        let goals = nodes.iter().flat_map(|at| &library.wizard[*at].choices).map(|choice| &choice.to);
        let goals: Vec<&Goal> = goals.collect();
        let ticket =
            goals.iter().find_map(|goal| if let Goal::Ticket(at) = goal { Some(*at).filter(offered) } else { None });
        if let Some(at) = ticket {
            return types[usize::from(at)].id.clone();
        }
        nodes = goals
            .iter()
            .filter_map(|goal| if let Goal::Node(at) = goal { Some(usize::from(*at)) } else { None })
            .collect();
        nodes.retain(|at| !seen.contains(at));
        seen.extend(&nodes);
    }
    types.iter().rev().find(|kind| kind.audience.admits(person)).map(|kind| kind.id.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use helplet_content::{CivilDate, author};
    use std::path::Path;

    fn library() -> Library {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        author::load(&folder, CivilDate { year: 2026, month: 11, day: 23 }).libraries.remove(0)
    }

    #[test]
    fn topics_are_the_wizards_first_choices() {
        let library = library();
        let topics = topics(&library, &Person::default());
        assert_eq!(topics.len(), library.wizard[0].choices.len());
        assert!(topics.iter().any(|topic| topic.id == HUMAN), "the shipped wizard leads to people under that id");
        assert_eq!(label(&library, "account"), Some(topics[0].label.as_str()));
        assert_eq!(label(&library, "nowhere"), None);
    }

    #[test]
    fn every_topic_has_a_type_of_ticket() {
        let library = library();
        let person = Person::default();
        for (topic, wanted) in [
            ("account", "account"),
            ("payment", "payment"),
            ("file", "file-problem"),
            ("print", "bug"),
            ("", "other"),
            ("nowhere", "other"),
        ] {
            assert_eq!(kind(&library, topic, &person), wanted, "{topic}");
        }
        for topic in topics(&library, &person) {
            assert!(!kind(&library, &topic.id, &person).is_empty(), "{topic:?}");
        }
    }

    #[test]
    fn a_wizard_that_goes_in_a_circle_ends() {
        let mut library = library();
        for node in &mut library.wizard {
            for choice in &mut node.choices {
                choice.to = Goal::Node(0);
            }
        }
        assert_eq!(kind(&library, "account", &Person::default()), "other");
    }
}
