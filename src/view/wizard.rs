//! The guided wizard: one question a screen, the answers carried along to where it ends.

use super::contact::tried;
use super::icon::icon;
use super::list::{row, rows, screen_title};
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::library::Loaded;
use crate::screen::Screen;
use crate::state::App;
use crate::text::decimal;
use helplet_content::{Goal, Ui, WizardNode};

/// The question named `id`, or the first one; `trail` is what was answered so far.
pub fn wizard(app: App, id: &str, trail: &[String]) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let nodes = &loaded.library.wizard;
    let Some(node) = nodes.iter().find(|node| node.id == id).or(nodes.first()) else {
        return div("screen").child(screen_title(&app.t(Ui::NotFound)));
    };
    let choices = app.person.with(|person| {
        let offered = node.choices.iter().filter(|choice| choice.audience.admits(person));
        offered
            .map(|choice| {
                let mut trail = trail.to_vec();
                trail.push(choice.label.clone());
                row(app, &choice.label, "", goal(&loaded, &choice.to, trail))
            })
            .collect::<Vec<_>>()
    });
    let hint = (!node.hint.is_empty()).then(|| el("p").class("quiet").text(&node.hint));
    div("screen wizard")
        .child(progress(app, nodes, node))
        .child(screen_title(&node.question))
        .maybe(hint)
        .child(rows(choices))
        .maybe(tried(app, trail))
        .maybe(start_over(app, nodes, node))
}

/// Where a choice leads.
fn goal(loaded: &Loaded, goal: &Goal, trail: Vec<String>) -> Screen {
    let library = &loaded.library;
    match goal {
        Goal::Node(at) => Screen::Wizard(library.wizard[usize::from(*at)].id.clone(), trail),
        Goal::Article(at) => Screen::Article(library.articles[usize::from(*at)].id.clone(), trail),
        Goal::Contact(first) => Screen::Contact(first.clone(), trail),
        Goal::Ticket(at) => Screen::Ticket(library.tickets.types[usize::from(*at)].id.clone(), trail),
    }
}

/// How many questions were answered of how many at most lie on the way.
fn progress(app: App, nodes: &[WizardNode], node: &WizardNode) -> El {
    let done = app.history.with(|history| history.trailing(|screen| matches!(screen, Screen::Wizard(..)))).max(1);
    let total = done + longest_way(nodes, node).saturating_sub(1);
    let (now, most) = (decimal(done), decimal(total));
    let label = app.fill(Ui::WizardStep, &[("n", &now), ("total", &most)]);
    let dots = (0..total).map(|at| el("span").class(if at < done { "dot done" } else { "dot" }));
    div("progress")
        .child(icon("compass"))
        .child(el("span").class("small quiet").text(&label))
        .child(div("dots").attr("aria-hidden", "true").children(dots.collect::<Vec<_>>()))
}

/// Questions on the longest way on from `node`, itself included.
fn longest_way(nodes: &[WizardNode], node: &WizardNode) -> usize {
    let after = |node: &WizardNode| {
        let questions = node.choices.iter().map(|choice| if let Goal::Node(at) = choice.to { Some(at) } else { None });
        questions.flatten().collect::<Vec<u16>>()
    };
    let mut reached = after(node);
    let mut steps = 1;
    // Content that goes in a circle is refused when it is packed; the bound is for a damaged one.
    while !reached.is_empty() && steps < nodes.len() {
        steps += 1;
        reached = reached.iter().flat_map(|&at| after(&nodes[usize::from(at)])).collect();
        reached.sort_unstable();
        reached.dedup();
    }
    steps
}

fn start_over(app: App, nodes: &[WizardNode], node: &WizardNode) -> Option<El> {
    let first = nodes.first().is_some_and(|first| first.id == node.id);
    (!first).then(|| {
        button("button", move || {
            app.history.update(|history| {
                history.leave(|screen| matches!(screen, Screen::Wizard(..)));
                history.push(Screen::Wizard(String::new(), Vec::new()));
            });
        })
        .say(app, Ui::StartOver)
    })
}
