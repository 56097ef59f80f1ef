//! The environment that goes with a ticket: shown, to be edited or taken out before it is sent.

use super::ticket_icon::ticket_icon;
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::reactive::{State, derived};
use crate::state::App;
use crate::ticket::draft::Draft;
use crate::view::field::input;
use crate::view::ticket_files::Changed;
use helplet_content::Ui;

/// The environment of a new draft. The product's version is asked for even where it isn't known.
pub fn found(app: App) -> Vec<(String, String)> {
    let version = app.options.product_version.clone();
    let facts = crate::browser::environment::facts();
    let own = |name: &str, value: String| (name.to_owned(), value);
    let mut found = app.facts.borrow().clone();
    if !found.iter().any(|(name, _)| name == "product_version") {
        found.insert(0, own("product_version", version));
    }
    for (name, value) in facts {
        // The page knows better.
        if !found.iter().any(|(known, _)| known == name) {
            found.push(own(name, value));
        }
    }
    found
}

/// The list of facts.
pub fn ticket_facts(app: App, draft: State<Draft>, changed: Changed) -> El {
    // Rebuilt when a fact goes, not when one is typed in.
    let names =
        derived(move || draft.with(|draft| draft.facts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()));
    let summary = el("summary").say(app, Ui::FactsTitle);
    let list = div("facts").live(move || {
        let names = names.get();
        names.into_iter().map(|name| fact(app, draft, name, changed)).collect()
    });
    el("details")
        .class("facts-box")
        .attr("open", "")
        .child(summary)
        .child(el("p").class("hint").say(app, Ui::FactsHint))
        .child(list)
}

/// What a fact is called.
fn label(app: App, name: &str) -> String {
    app.t(match name {
        "product_version" => Ui::FactProductVersion,
        "os" => Ui::FactSystem,
        "browser" => Ui::FactBrowser,
        "screen" => Ui::FactScreen,
        "language" => Ui::FactLanguage,
        "time_zone" => Ui::FactTimeZone,
        "page" => Ui::FactPage,
        // The page's own names stand as they are.
        _ => return name.to_owned(),
    })
}

fn fact(app: App, draft: State<Draft>, name: String, changed: Changed) -> El {
    let label = label(app, &name);
    let value = draft.peek(|draft| draft.facts.iter().find(|(it, _)| *it == name).map(|(_, value)| value.clone()));
    let id = ["fact-", &name].concat();
    let (for_input, for_button) = (name.clone(), name.clone());
    let placeholder = if name == "product_version" { app.t(Ui::FactProductVersionHint) } else { String::new() };
    let edit = input(
        "text",
        &value.unwrap_or_default(),
        Box::new(move |text: String| {
            draft.update(|draft| {
                if let Some((_, value)) = draft.facts.iter_mut().find(|(it, _)| *it == for_input) {
                    text.clone_into(value);
                }
            });
            changed.tell();
        }),
    );
    let remove = button("icon-button", move || {
        draft.update(|draft| draft.facts.retain(|(it, _)| *it != for_button));
        changed.tell();
    });
    div("fact")
        .child(el("label").attr("for", &id).text(&label))
        .child(edit.attr("id", &id).attr("maxlength", "500").attr("placeholder", &placeholder))
        .child(remove.attr("aria-label", &app.fill(Ui::Remove, &[("name", &label)])).child(ticket_icon("trash")))
}
