//! Language and theme, in the header.

use super::icon::icon;
use crate::browser::element::{El, button, el};
use crate::state::App;
use helplet_content::Ui;

/// The controls: a language button that goes on to the next language, a theme button that goes
/// round automatic, light and dark.
pub fn settings(app: App) -> Vec<El> {
    language(app).into_iter().chain([theme(app)]).collect()
}

fn language(app: App) -> Option<El> {
    let lang = app.lang();
    let languages = &app.options.languages;
    let at = languages.iter().position(|language| language.lang == lang)?;
    let next = languages[(at + 1) % languages.len()].clone();
    if next.lang == lang {
        return None;
    }
    let label = app.fill(Ui::SwitchLanguage, &[("language", &next.name)]);
    // The other language's own name is what a person looks for who can't read this one.
    let name = el("span").attr("lang", &next.lang).text(&next.name);
    Some(
        button("text-button", move || _ = app.set_locale(&next.lang))
            .attr("data-control", "language")
            .attr("aria-label", &label)
            .child(icon("globe"))
            .child(name),
    )
}

fn theme(app: App) -> El {
    let shown = move || match app.theme.get().as_str() {
        "light" => ("sun", Ui::ThemeLight, "dark"),
        "dark" => ("moon", Ui::ThemeDark, "auto"),
        _ => ("auto", Ui::ThemeAuto, "light"),
    };
    button("icon-button", move || app.set_theme(shown().2))
        .attr_live("aria-label", move || Some(app.fill(Ui::ThemeIs, &[("theme", &app.t(shown().1))])))
        .live(move || vec![icon(shown().0)])
}
