//! Timely notices.

use super::blocks::link;
use super::list::remark;
use crate::browser::clock;
use crate::browser::element::{El, el};
use crate::library::Loaded;
use crate::state::App;
use helplet_content::Ui;

/// The notices of today for this person.
pub fn announcements(app: App, loaded: &Loaded) -> Vec<El> {
    let today = clock::now().date;
    app.person.with(|person| {
        let timely = loaded
            .library
            .site
            .announcements
            .iter()
            .filter(|notice| notice.from <= today && today <= notice.to && notice.audience.admits(person));
        timely
            .map(|notice| {
                let text = el("p").text(&notice.text);
                let text = match &notice.link {
                    Some(target) => text.text(" ").child(link(app, loaded, &app.t(Ui::More), target)),
                    None => text,
                };
                remark("note", "info").child(text)
            })
            .collect()
    })
}
