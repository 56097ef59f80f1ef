//! Drawing boxes and arrows on a picture of the ticket, and blacking parts of it out, before it is sent.

use super::ticket_files::{Changed, Files};
use super::ticket_icon::ticket_icon;
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::browser::image::Picture;
use crate::browser::task::spawn;
use crate::browser::timer::after;
use crate::browser::{keyboard, pointer};
use crate::reactive::{State, effect};
use crate::state::App;
use crate::text::decimal;
use crate::ticket::attachment::{self, Attachment};
use crate::ticket::markup::{Markup, Point, Tool};
use helplet_content::Ui;
use std::rc::Rc;
use std::time::Duration;

/// Seen on light and dark pictures alike: red between white edges.
const RED: &str = "#d92d20";
const EDGE: &str = "#fff";

/// The picture that is being edited.
struct Editing {
    attachment: Attachment,
    picture: Picture,
}

/// The editor of the ticket form; it stands in the form's place while a picture is open.
#[derive(Clone, Copy)]
pub struct Editor {
    app: App,
    files: Files,
    changed: Changed,
    open: State<Option<Rc<Editing>>>,
    /// Where the picture edited last is in the list: the focus goes back there.
    left: State<Option<usize>>,
    /// What could not be done.
    notice: State<String>,
}

impl Editor {
    /// An editor with no picture open.
    pub fn new(app: App, files: Files, changed: Changed) -> Self {
        Self { app, files, changed, open: State::new(None), left: State::new(None), notice: State::new(String::new()) }
    }

    /// Opens a picture of the list; where it can't be read, says so.
    pub fn open(self, attachment: Attachment) {
        spawn(async move {
            match Picture::open(&attachment.contents, &attachment.note.media_type).await {
                Some(picture) => {
                    self.notice.set(String::new());
                    self.open.set(Some(Rc::new(Editing { attachment, picture })));
                }
                None => self.regret(Ui::EditRefused),
            }
        });
    }

    /// Says what could not be done.
    pub fn regret(self, what: Ui) {
        self.notice.set(self.app.t(what));
        self.app.say(self.app.t(what));
    }

    /// What could not be done, shown until something is.
    pub fn notice(self) -> Option<El> {
        let text = self.notice.get();
        (!text.is_empty()).then(|| el("p").class("fault").text(&text))
    }

    /// Closes the picture; with `edited` in its place if there is one.
    fn close(self, edited: Option<Attachment>) {
        let Some(editing) = self.open.get_untracked() else { return };
        // By the contents themselves: the list may have grown at its start meanwhile.
        let same = |file: &Attachment| file.contents.blob == editing.attachment.contents.blob;
        let at = self.files.peek(|files| files.iter().position(same));
        self.left.set(at);
        if let (Some(at), Some(edited)) = (at, edited) {
            self.files.update(|files| files[at] = edited);
            self.changed.tell();
        }
        self.open.set(None);
    }

    /// The editor while a picture is open; when it has closed, the focus goes back into `list`.
    pub fn view(self, list: &El) -> Option<El> {
        if let Some(editing) = self.open.get() {
            return Some(self.screen(editing));
        }
        if let Some(at) = self.left.peek(|left| *left) {
            let list = list.clone();
            after(Duration::ZERO, move || list.point_at(&["li:nth-child(", &decimal(at + 1), ") button"].concat()));
        }
        None
    }

    fn screen(self, editing: Rc<Editing>) -> El {
        let app = self.app;
        let (width, height) = editing.picture.canvas.size();
        let markup = State::new(Markup::new(width, height));
        let shown = editing.clone();
        effect(move || markup.with(|markup| paint(&shown.picture, markup)));
        let count = move || app.say(app.fill(Ui::EditorCount, &[("n", &decimal(markup.peek(Markup::count)))]));
        let canvas = drawing_area(editing.picture.canvas.el(), markup, count);
        let tool = |tool: Tool, name: &str, label: Ui| {
            let canvas = canvas.clone();
            tool_button(app, name, label)
                .state_live("aria-pressed", move || markup.with(|markup| markup.tool() == tool))
                .on("click", move |event| {
                    markup.update(|markup| markup.choose(tool));
                    // Chosen with the keyboard, it is there to be moved at once.
                    if pointer::by_keyboard(&event) {
                        markup.update(Markup::start_in_middle);
                        canvas.focus();
                    }
                })
        };
        let undo = tool_button(app, "undo", Ui::EditorUndo).on("click", move |_| {
            markup.update(Markup::undo);
            count();
        });
        let title = el("h2").class("editor-title").attr("tabindex", "-1").say(app, Ui::EditorTitle);
        let heading = title.clone();
        after(Duration::ZERO, move || heading.focus());
        div("picture-editor")
            .child(title)
            .child(el("p").class("hint").say(app, Ui::EditorHint))
            .child(
                div("tools")
                    .child(tool(Tool::Box, "box", Ui::EditorBox))
                    .child(tool(Tool::Arrow, "pointer", Ui::EditorArrow))
                    .child(tool(Tool::Redact, "redact", Ui::EditorRedact))
                    .child(undo),
            )
            .child(canvas.attr("aria-label", &editing.attachment.note.name))
            .live_one(move || self.notice())
            .child(
                div("card-actions")
                    .child(self.done_button(editing, markup))
                    .child(button("button", move || self.close(None)).say(app, Ui::EditorLeave)),
            )
            // Last, so that nothing moves away under the pointer when it comes and goes.
            .child(el("p").class("hint keys").attr("id", "editor-keys").say(app, Ui::EditorKeys))
            .on("keydown", move |event| {
                if keyboard::key(&event).as_deref() == Some("Escape") {
                    event.stop_propagation();
                    if markup.peek(Markup::is_open) {
                        markup.update(|markup| _ = markup.cancel());
                    } else {
                        self.close(None);
                    }
                }
            })
    }

    fn done_button(self, editing: Rc<Editing>, markup: State<Markup>) -> El {
        button("button primary", move || {
            // What is on the picture goes with it, placed or not.
            markup.update(Markup::place);
            if markup.peek(Markup::count) == 0 {
                return self.close(None);
            }
            let editing = editing.clone();
            spawn(async move {
                // Drawn here and now: effects run later.
                markup.peek(|markup| paint(&editing.picture, markup));
                let name = &editing.attachment.note.name;
                let Some(contents) = editing.picture.encode(name).await else { return self.regret(Ui::EditRefused) };
                self.close(Some(attachment::take_in(contents).await));
            });
        })
        .say(self.app, Ui::EditorDone)
    }
}

fn tool_button(app: App, name: &str, label: Ui) -> El {
    el("button").attr("type", "button").class("button tool").child(ticket_icon(name)).child(el("span").say(app, label))
}

/// The canvas with what pointer and keys do on it; `placed` is told of every mark placed or taken back.
fn drawing_area(canvas: El, markup: State<Markup>, placed: impl Fn() + Copy + 'static) -> El {
    let place = move || {
        markup.update(Markup::place);
        placed();
    };
    canvas
        .class("drawing-area")
        .attr("tabindex", "0")
        .attr("role", "application")
        .attr("aria-describedby", "editor-keys")
        .on("pointerdown", move |event| {
            if let Some(at) = pointer::pressed(&event) {
                markup.update(|markup| markup.start(at));
            }
        })
        .on("pointermove", move |event| {
            if let Some(at) = pointer::dragged(&event) {
                markup.update(|markup| markup.drag(at));
            }
        })
        .on("pointerup", move |_| place())
        .on("pointercancel", move |_| markup.update(|markup| _ = markup.cancel()))
        .on("keydown", move |event| {
            let Some(key) = keyboard::key(&event) else { return };
            let steps: Point = match key.as_str() {
                "ArrowLeft" => (-1, 0),
                "ArrowRight" => (1, 0),
                "ArrowUp" => (0, -1),
                "ArrowDown" => (0, 1),
                "Enter" => {
                    event.prevent_default();
                    if markup.peek(Markup::is_open) {
                        place();
                    } else {
                        markup.update(Markup::start_in_middle);
                    }
                    return;
                }
                "Delete" | "Backspace" => {
                    markup.update(Markup::undo);
                    return placed();
                }
                _ => return,
            };
            event.prevent_default();
            markup.update(|markup| {
                markup.start_in_middle();
                if keyboard::shift(&event) { markup.resize(steps) } else { markup.shift(steps) }
            });
        })
}

/// Draws the picture with its marks.
fn paint(picture: &Picture, markup: &Markup) {
    picture.clear();
    let line = f64::from(markup.line());
    for mark in markup.marks() {
        if mark.tool == Tool::Redact {
            picture.canvas.fill("#000", mark.bounds());
        } else {
            let outline = mark.outline(line);
            picture.canvas.stroke(&outline, EDGE, line * 1.8);
            picture.canvas.stroke(&outline, RED, line);
        }
    }
}
