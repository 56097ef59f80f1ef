//! The line below the search field: what may have been meant, or how the query may go on.
//!
//! It comes with the second part: results don't wait for it.

use super::search_box::Search;
use crate::browser::element::{El, button, div};
use crate::browser::timer::after;
use crate::library::{Found, Loaded};
use crate::reactive::{State, derived, effect};
use crate::state::App;
use crate::text::decimal;
use helplet_content::Ui;
use helplet_search::Field;
use std::time::Duration;

/// Completions offered at once: as many as are seen of one line on a wide panel.
const OFFERED: usize = 3;

/// Completions looked at, of which those are taken that lead to a result.
const LOOKED_AT: usize = 50;

/// How long after its results they are looked for: a frame or two, so that the results are painted before.
const PAUSE: Duration = Duration::from_millis(50);

/// What a query may become.
#[derive(Default, Clone, PartialEq)]
struct Offers {
    /// What was probably meant, where the query as it stands finds nothing for sure.
    meant: Option<String>,
    /// Else questions that begin as the query does or have it in them.
    completions: Vec<String>,
}

impl Offers {
    /// What `query` may become, in the order of the results it has now.
    fn new(loaded: &Loaded, query: &str, found: &[Found]) -> Self {
        if let Some(meant) = loaded.index.did_you_mean(query) {
            return Offers { meant: Some(meant), completions: Vec::new() };
        }
        let known = loaded.index.suggest(query, LOOKED_AT);
        let mut completions = Vec::new();
        for result in found {
            let article = &loaded.library.articles[usize::from(result.article)];
            let Some(it) = known.iter().find(|it| it.document == u32::from(result.article)) else { continue };
            let text = match it.field {
                Field::Alias => article.aliases.get(it.value as usize).unwrap_or(&article.title),
                _ => &article.title,
            };
            if !text.eq_ignore_ascii_case(query.trim()) && completions.len() < OFFERED {
                completions.push(text.clone());
            }
        }
        Offers { meant: None, completions }
    }
}

/// The line; what is chosen in it goes into `field`.
pub fn offers(app: App, search: Search, field: &El) -> El {
    let offers = State::new(Offers::default());
    effect(move || {
        let (found, loaded) = (search.found.get(), app.loaded());
        // Typed on within that time, only what stands then is looked at.
        after(PAUSE, move || {
            let offered = |query: &String| Some(Offers::new(&*loaded?, query, &found?));
            let fresh = app.query.peek(offered).unwrap_or_default();
            if offers.peek(|old| *old != fresh) {
                offers.set(fresh);
            }
        });
    });
    // The results have just said their number.
    effect(move || {
        if let Some(meant) = offers.with(|offers| offers.meant.clone()) {
            app.say([app.status.get_untracked(), question(app, &meant)].join(" "));
        }
    });
    let count = derived(move || search.found.with(|found| found.as_ref().map_or(0, |found| found.len())));
    let field = field.clone();
    div("offer-line").live(move || {
        let take = |class: &str, label: &str, text: &str| {
            let (field, text) = (field.clone(), text.to_owned());
            let chosen = move || {
                app.query.set(text.clone());
                field.focus();
            };
            button(class, chosen).text(label)
        };
        let Offers { meant, completions } = offers.get();
        if let Some(meant) = meant {
            vec![take("offer-meant", &question(app, &meant), &meant)]
        } else if !completions.is_empty() {
            let all = completions.iter().map(|text| take("offer", text, text));
            vec![
                div("offer-group")
                    .attr("role", "group")
                    .attr("aria-label", &app.t(Ui::SearchCompletions))
                    .children(all),
            ]
        } else if count.get() > 0 {
            vec![div("offer-count").text(&app.fill(Ui::SearchCount, &[("n", &decimal(count.get()))]))]
        } else {
            Vec::new()
        }
    })
}

fn question(app: App, meant: &str) -> String {
    app.fill(Ui::SearchMeant, &[("query", meant)])
}
