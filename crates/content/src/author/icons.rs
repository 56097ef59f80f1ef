//! The icons that a category may have: 24 units, drawn by a line of 1.75. The bundle has the drawing itself,
//! so that the widget need not bring all of them.

use super::nearest;
use super::section::Section;

/// Names and paths, as SVG writes them.
const ICONS: &[(&str, &str)] = &[
    ("building", "M5 21V5a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v16M15 9h2a2 2 0 0 1 2 2v10M3 21h18M9 7h2M9 11h2M9 15h2"),
    (
        "chat",
        "M4 5.5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-4.5 3.5v-3.5H4a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1zM8 10h8M8 13.5h5",
    ),
    ("cloud", "M7 18.5a4.5 4.5 0 0 1-.5-8.97A6 6 0 0 1 18 8.8a5 5 0 0 1-1 9.7z"),
    ("crown", "M4 8l4 4 4-6 4 6 4-4-1.5 10h-13zM6 21h12"),
    ("document", "M6 3.5h8l5 5v11a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1zM14 3.5v5h5M8.5 12.5h7M8.5 16h5"),
    ("download", "M12 4v11M7.5 11L12 15.5 16.5 11M4.5 20h15"),
    (
        "lifebuoy",
        "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM5.7 5.7l3.8 3.8M14.5 14.5l3.8 3.8M18.3 5.7l-3.8 3.8M9.5 14.5l-3.8 3.8",
    ),
    (
        "pdf",
        "M6 3.5h8l5 5v11a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1zM14 3.5v5h5M8.5 17c3-1.5 4-4.5 3.5-6.5-.5 2.5 1.5 4.5 3.5 4.5-2.5 0-5 .5-7 2z",
    ),
    ("phone", "M8 2.5h8a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM10.5 18.5h3"),
    (
        "printer",
        "M7 9V3.5h10V9M7 17H4.5a1 1 0 0 1-1-1v-5a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v5a1 1 0 0 1-1 1H17M7 14h10v6.5H7z",
    ),
    ("slides", "M3 4.5h18M4.5 4.5v11h15v-11M12 15.5v3M8 21l4-2.5L16 21M9 12V9.5M12 12V7.5M15 12v-1.5"),
    (
        "table",
        "M4.5 4h15a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM3.5 9.5h17M3.5 14.5h17M9.5 9.5V20",
    ),
    ("user", "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6"),
];

/// What is shown where no icon is named.
const NEUTRAL: &str = "document";

/// The drawing of the icon that `key` names.
pub(super) fn drawing(section: &Section<'_>, key: &str) -> String {
    let named = section.optional_text(key);
    let name = if named.is_empty() { NEUTRAL } else { &named };
    if let Some((_, path)) = ICONS.iter().find(|(known, _)| *known == name) {
        return String::from(*path);
    }
    let names = ICONS.iter().map(|(known, _)| *known);
    let mut hint = nearest::hint(name, names.clone());
    if hint.is_empty() {
        hint = format!("; there are {}", names.collect::<Vec<_>>().join(", "));
    }
    section.faults().error(&section.place_of(key), format!("there is no icon \"{name}\"{hint}"));
    String::new()
}
