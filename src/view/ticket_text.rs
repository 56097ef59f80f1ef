//! A ticket as plain text, to be carried elsewhere by hand.

use crate::state::App;
use crate::text::join;
use crate::ticket::draft::Draft;
use helplet_content::Ui;

/// Everything the person wrote, a line a field; files by their names.
pub fn ticket_text(app: App, draft: &Draft) -> String {
    let types = app.loaded();
    let kind = types.as_ref().and_then(|it| it.library.tickets.types.iter().find(|kind| kind.id == draft.kind));
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&[label, ": ", value, "\n"].concat());
        }
    };
    line(&app.t(Ui::TicketKind), kind.map_or("", |kind| &kind.label));
    for (id, value) in &draft.fields {
        let field = kind.and_then(|kind| kind.fields.iter().find(|field| field.id == *id));
        line(field.map_or(id, |field| &field.label), value);
    }
    line(&app.t(Ui::Description), &draft.description);
    line(&app.t(Ui::Occurred), &draft.occurred);
    line(&app.t(Ui::Email), &draft.email);
    line(&app.t(Ui::Phone), &draft.phone);
    line(&app.t(Ui::Files), &join(draft.files.iter().map(|file| file.name.as_str()), ", "));
    for (name, value) in &draft.facts {
        line(name, value);
    }
    text
}
