//! The files of a message: pictures to look at, others to save.

use super::ticket_files::size_text;
use super::ticket_icon::ticket_icon;
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::browser::file::{self, Contents};
use crate::browser::keyboard;
use crate::browser::task::spawn;
use crate::browser::timer::after;
use crate::reactive::{Shared, State};
use crate::state::App;
use crate::ticket::desk;
use crate::ticket::draft::FileNote;
use helplet_content::Ui;
use std::time::Duration;

/// The pictures of a ticket, and the one that is looked at.
#[derive(Clone, Copy)]
pub struct Pictures {
    app: App,
    fetched: State<Vec<(String, Contents)>>,
    larger: State<Option<(Contents, El)>>,
}

/// The address of a picture, freed with its owner.
struct Address(String);

impl Drop for Address {
    fn drop(&mut self) {
        file::release(&self.0);
    }
}

fn picture(contents: &Contents) -> El {
    let url = contents.url();
    Shared::new(Address(url.clone()));
    el("img").attr("src", &url)
}

impl Pictures {
    /// None yet.
    pub fn new(app: App) -> Self {
        Self { app, fetched: State::new(Vec::new()), larger: State::new(None) }
    }

    fn fetched(self, sha256: &str) -> Option<Contents> {
        self.fetched.with(|all| all.iter().find(|it| it.0 == sha256).map(|it| it.1.clone()))
    }

    fn fetch(self, note: FileNote) {
        if self.fetched.peek(|all| all.iter().any(|it| it.0 == note.sha256)) {
            return;
        }
        spawn(async move {
            if let Some(contents) = desk::file(self.app, &note).await {
                self.fetched.update(|all| all.push((note.sha256, contents)));
            }
        });
    }

    /// The picture that is looked at, over everything else.
    pub fn larger(self) -> Option<El> {
        let app = self.app;
        let (contents, from) = self.larger.get()?;
        let close = move || {
            self.larger.set(None);
            from.focus();
        };
        let by_key = close.clone();
        let saved = contents.clone();
        let bar = div("card-actions")
            .child(button("button", move || file::save(&saved)).child(ticket_icon("download")).say(app, Ui::Save))
            .child(button("button primary", close).say(app, Ui::Close));
        let shown = div("larger")
            .attr("role", "dialog")
            .attr("aria-modal", "true")
            .attr("aria-label", &contents.name)
            .child(picture(&contents).attr("alt", &contents.name))
            .child(bar)
            .on("keydown", move |event| {
                if keyboard::key(&event).as_deref() == Some("Escape") {
                    event.stop_propagation();
                    by_key();
                }
            });
        let focused = shown.clone();
        after(Duration::ZERO, move || _ = focused.focus_first(".primary"));
        Some(shown)
    }
}

/// The files; `None` where there are none.
pub fn message_files(app: App, files: &[FileNote], pictures: Pictures) -> Option<El> {
    (!files.is_empty()).then(|| el("ul").class("files").children(files.iter().map(|note| one(app, note, pictures))))
}

fn one(app: App, note: &FileNote, pictures: Pictures) -> El {
    let failed = State::new(false);
    let shown = note.media_type.starts_with("image/") && note.media_type != "image/heic";
    if shown {
        pictures.fetch(note.clone());
    }
    let (wanted, named) = (note.clone(), note.clone());
    let save = button("icon-button", move || {
        let wanted = wanted.clone();
        spawn(async move {
            let contents = desk::file(app, &wanted).await;
            failed.set(contents.is_none());
            contents.iter().for_each(file::save);
        });
    });
    let save = save.attr("aria-label", &app.fill(Ui::SaveFile, &[("name", &note.name)])).child(ticket_icon("download"));
    let words = div("file-words")
        .child(el("span").class("file-name").text(&note.name))
        .child(el("span").class("quiet small").text(&size_text(note.size)))
        .live_one(move || {
            failed.get().then(|| el("span").class("fault").attr("role", "alert").say(app, Ui::FileFailed))
        });
    el("li")
        .class("file")
        .live_one(move || {
            let contents = pictures.fetched(&named.sha256).filter(|_| shown);
            let Some(contents) = contents else { return Some(el("span").class("preview").child(ticket_icon("file"))) };
            let small = picture(&contents).class("preview").attr("alt", "");
            let opener = El::clone;
            let thumb = el("button")
                .attr("type", "button")
                .class("thumb")
                .attr("aria-label", &app.fill(Ui::Enlarge, &[("name", &named.name)]))
                .child(small);
            let from = opener(&thumb);
            Some(thumb.on("click", move |_| pictures.larger.set(Some((contents.clone(), from.clone())))))
        })
        .child(words)
        .child(save)
}
