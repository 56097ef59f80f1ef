//! Pictures and files of a ticket: picked, dropped or pasted, with previews and sizes.

use super::ticket_icon::ticket_icon;
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::browser::file::{self, Contents};
use crate::browser::task::spawn;
use crate::browser::{clock, screen};
use crate::reactive::{Shared, State};
use crate::state::App;
use crate::text::{decimal, join, two_digits};
use crate::ticket::attachment::{self, Attachment};
use crate::view::field::Faults;
use crate::view::picture_editor::Editor;
use helplet_content::{Tickets, Ui};
use helplet_desk_api::MEDIA_TYPES;

/// The files of the draft, shared by the form and this part of it.
pub type Files = State<Vec<Attachment>>;

/// What is done when something of the draft has changed.
#[derive(Clone, Copy)]
pub struct Changed(Shared<Box<dyn Fn()>>);

impl Changed {
    /// Does `work` at every change.
    pub fn new(work: impl Fn() + 'static) -> Self {
        Self(Shared::new(Box::new(work)))
    }

    /// Something has changed.
    pub fn tell(self) {
        if let Some(work) = self.0.get() {
            work();
        }
    }
}

/// A size as people read it: whole kilobytes, or megabytes with one digit.
pub fn size_text(bytes: u32) -> String {
    const KILO: u32 = 1 << 10;
    const MEGA: u32 = 1 << 20;
    if bytes < MEGA {
        return [&decimal(bytes.div_ceil(KILO) as usize), " KB"].concat();
    }
    let tenths = (u64::from(bytes) * 10 / u64::from(MEGA)) as usize;
    let fraction = if tenths.is_multiple_of(10) { String::new() } else { [".", &decimal(tenths % 10)].concat() };
    [&decimal(tenths / 10), &fraction, " MB"].concat()
}

/// Takes files in one after the other, so that they keep their order, and reports when all are in.
pub fn add(app: App, files: Files, most: usize, new: Vec<Contents>, changed: Changed) {
    add_and(app, files, most, new, changed, None);
}

/// The same, and opens each in the editor if there is one.
fn add_and(app: App, files: Files, most: usize, new: Vec<Contents>, changed: Changed, editor: Option<Editor>) {
    let room = most.saturating_sub(files.peek(Vec::len));
    if new.len() > room {
        app.say(app.fill(Ui::FaultTooMany, &[("max", &decimal(most))]));
    }
    spawn(async move {
        for contents in new.into_iter().take(room) {
            let file = attachment::take_in(contents).await;
            if let Some(editor) = editor {
                editor.open(file.clone());
            }
            files.update(|files| files.push(file));
        }
        changed.tell();
    });
}

/// Takes one picture of the screen in and opens it in the editor: more may be seen on it than was meant.
fn capture(app: App, files: Files, most: usize, editor: Editor, changed: Changed) {
    let shared = screen::ask();
    spawn(async move {
        let Some(mut contents) = screen::frame(shared).await else { return editor.regret(Ui::CaptureRefused) };
        let minute = usize::from(clock::now().minute);
        contents.name = ["screen-", &two_digits(minute / 60), &two_digits(minute % 60), ".png"].concat();
        add_and(app, files, most, vec![contents], changed, Some(editor));
    });
}

/// The drop zone with the list of files.
pub fn ticket_files(app: App, tickets: &Tickets, files: Files, faults: Faults, changed: Changed) -> El {
    let most = usize::from(tickets.max_files);
    let full = move || files.with(Vec::len) >= most;
    let editor = Editor::new(app, files, changed);
    let accept = [".", &join(MEDIA_TYPES.iter().map(|kind| kind.extension), ",.")].concat();
    let picker = el("input")
        .class("unseen")
        .attr("type", "file")
        .attr("id", "field-attachments")
        .attr("multiple", "")
        .attr("accept", &accept)
        .attr("aria-describedby", "files-hint")
        .attr("data-path", "attachments")
        .flag_live("disabled", full)
        .on("change", move |event| add(app, files, most, file::picked(&event), changed));
    let values = [("n", decimal(most)), ("size", size_text(tickets.max_file_bytes))];
    let hint = app.fill(Ui::FilesHint, &[(values[0].0, &values[0].1), (values[1].0, &values[1].1)]);
    let over = State::new(false);
    let zone = el("div")
        .attr_live("class", move || Some(String::from(if over.get() { "drop-zone over" } else { "drop-zone" })))
        .child(picker)
        .child(
            el("label")
                .class("button")
                .attr("for", "field-attachments")
                .child(ticket_icon("paperclip"))
                .say(app, Ui::FilesAdd),
        )
        .maybe(screen::offered().then(|| {
            button("button", move || capture(app, files, most, editor, changed))
                .flag_live("disabled", full)
                .child(ticket_icon("screen"))
                .say(app, Ui::Capture)
        }))
        .child(el("p").class("hint").attr("id", "files-hint").text(&hint))
        .live_one(move || editor.notice())
        .on("dragover", move |event| {
            if file::carries_files(&event) {
                event.prevent_default();
                over.set(true);
            }
        })
        .on("dragleave", move |_| over.set(false))
        .on("drop", move |event| {
            over.set(false);
            if file::carries_files(&event) {
                event.prevent_default();
                add(app, files, most, file::transferred(&event), changed);
            }
        });
    let list = el("ul").class("files").live(move || {
        let count = files.with(Vec::len);
        (0..count).map(|at| one_file(app, files, faults, at, editor, changed)).collect()
    });
    let edited = list.clone();
    el("fieldset")
        .class("field")
        .child(el("legend").say(app, Ui::Files).child(el("span").class("optional").say(app, Ui::Optional)))
        .child(zone)
        .live_one(move || Some(el("p").class("fault").text(&faults.at("attachments")?)))
        .child(list)
        .live_one(move || editor.view(&edited))
}

/// The address of a preview, freed with its owner.
struct Preview(String);

impl Drop for Preview {
    fn drop(&mut self) {
        file::release(&self.0);
    }
}

fn one_file(app: App, files: Files, faults: Faults, at: usize, editor: Editor, changed: Changed) -> El {
    let Some(attachment) = files.peek(|files| files.get(at).cloned()) else { return el("li") };
    let note = &attachment.note;
    let shown = attachment.is_shown();
    let preview = if shown {
        let url = attachment.contents.url();
        Shared::new(Preview(url.clone()));
        el("img").class("preview").attr("src", &url).attr("alt", "")
    } else {
        el("span").class("preview").child(ticket_icon("file"))
    };
    let labelled = |button: El, label: Ui| button.attr("aria-label", &app.fill(label, &[("name", &note.name)]));
    let picture = attachment.clone();
    let edit = shown.then(|| button("icon-button", move || editor.open(picture.clone())).child(ticket_icon("pencil")));
    let remove = button("icon-button", move || {
        files.update(|files| _ = (at < files.len()).then(|| files.remove(at)));
        changed.tell();
    });
    let path = ["attachments[", &decimal(at), "]"].concat();
    el("li")
        .class("file")
        .child(preview)
        .child(
            div("file-words")
                .child(el("span").class("file-name").text(&note.name))
                .child(el("span").class("quiet small").text(&size_text(note.size)))
                .live_one(move || {
                    let of_file = |it: &&(String, String)| it.0.starts_with(&path);
                    let message =
                        faults.0.with(|faults| faults.iter().find(of_file).map(|(_, message)| message.clone()))?;
                    Some(el("span").class("fault").text(&message))
                }),
        )
        .maybe(edit.map(|edit| labelled(edit, Ui::Edit)))
        .child(labelled(remove.child(ticket_icon("trash")), Ui::Remove))
}

#[cfg(test)]
mod tests {
    use super::size_text;

    #[test]
    fn sizes_read_as_people_say_them() {
        let cases = [
            (0, "0 KB"),
            (1, "1 KB"),
            (1024, "1 KB"),
            (1025, "2 KB"),
            (1 << 20, "1 MB"),
            (10 << 20, "10 MB"),
            (1_600_000, "1.5 MB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(size_text(bytes), text);
        }
    }
}
