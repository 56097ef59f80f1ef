//! The two boxes below a ticket: a reply to the person, a note for colleagues.

use super::Console;
use super::content;
use super::layout::csrf;
use super::text;
use super::visit::Visit;
use super::words::{Lang, Word};
use crate::store::Case;
use helplet_desk_api::{Attachment, MEDIA_TYPES, Status};
use maud::{Markup, html};

/// What an agent has written and not sent yet.
#[derive(Debug, Default)]
pub struct Draft {
    /// A note, not a reply.
    pub is_note: bool,
    pub body: String,
    /// Files that are kept already.
    pub files: Vec<Attachment>,
    /// The status chosen for afterwards.
    pub status: Option<Status>,
    /// Why it was not sent.
    pub fault: Option<String>,
}

/// What a reply may leave a ticket in; the first is chosen at first.
pub const AFTERWARDS: [Status; 3] = [Status::Waiting, Status::Solved, Status::Open];

/// Both boxes; the one the draft belongs to is filled in.
pub fn show(console: &Console, visit: &Visit, case: &Case, draft: &Draft) -> Markup {
    let lang = visit.lang;
    html! {
        p.newer role="status" data-newer=(lang.say(Word::NewerMessage)) {}
        (reply(console, visit, case, draft))
        details.note-box open[draft.is_note] {
            summary { (lang.say(Word::Note)) }
            form method="post" action={ "/desk/tickets/" (case.number) "/note" } data-draft="note" {
                (csrf(visit))
                input type="hidden" name="seen" value=(case.count);
                @if draft.is_note { (fault(draft)) }
                label for="note" { (lang.say(Word::NoteLabel)) }
                textarea #note name="body" rows="4" required { @if draft.is_note { (draft.body) } }
                button type="submit" { (lang.say(Word::SaveNote)) }
            }
        }
    }
}

fn fault(draft: &Draft) -> Markup {
    html! { @if let Some(fault) = &draft.fault { p.fault role="alert" { (fault) } } }
}

fn reply(console: &Console, visit: &Visit, case: &Case, draft: &Draft) -> Markup {
    let lang = visit.lang;
    let body = if draft.is_note { "" } else { draft.body.as_str() };
    let chosen = draft.status.unwrap_or(AFTERWARDS[0]);
    let kinds: Vec<String> = MEDIA_TYPES.iter().map(|kind| format!(".{}", kind.extension)).collect();
    html! {
        section.reply-box aria-labelledby="reply-title" {
            h2 #reply-title { (lang.say(Word::Reply)) }
            (canned(console, visit, case))
            form method="post" action={ "/desk/tickets/" (case.number) "/reply" } enctype="multipart/form-data" data-draft="reply" {
                (csrf(visit))
                input type="hidden" name="seen" value=(case.count);
                @if !draft.is_note { (fault(draft)) }
                label for="reply" { (lang.say(Word::ReplyLabel)) }
                textarea #reply name="body" rows="8" { (body) }
                @for file in &draft.files {
                    label.kept {
                        input type="checkbox" name="keep" value={ (file.sha256) " " (file.name) } checked;
                        " " (lang.fill(Word::KeepFile, &file.name)) " (" (text::size(file.size)) ")"
                    }
                }
                label.file-picker {
                    span { (lang.say(Word::Files)) " · " (lang.fill(Word::FilesHint, console.rules.max_files)) }
                    input type="file" name="files" multiple accept=(kinds.join(","));
                }
                fieldset.after {
                    legend { (lang.say(Word::StatusAfter)) }
                    @for status in AFTERWARDS {
                        label { input type="radio" name="status" value=(status.name()) checked[status == chosen]; " " (text::status(lang, status.name())) }
                    }
                }
                button.main type="submit" { (lang.say(Word::Send)) }
            }
        }
    }
}

/// A list of answers to begin with. With the script they go where the caret is.
fn canned(console: &Console, visit: &Visit, case: &Case) -> Markup {
    let lang: Lang = visit.lang;
    let language = content::language(&console.languages, case.locale.as_deref().unwrap_or_default());
    html! {
        @if let Some(language) = language.filter(|language| !language.replies.is_empty()) {
            form.inline.canned method="get" action={ "/desk/tickets/" (case.number) } data-canned {
                label for="canned" { (lang.say(Word::Canned)) }
                select #canned name="canned" lang=(language.tag) {
                    @for reply in &language.replies {
                        option value=(reply.id) data-text=(reply.with_links(&visit.base)) { (reply.title) }
                    }
                }
                button type="submit" { (lang.say(Word::Insert)) }
            }
        }
    }
}
