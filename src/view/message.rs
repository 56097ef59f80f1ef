//! One message of a ticket, or one that is on its way there.

use super::list::asked_twice;
use super::message_files::{Pictures, message_files};
use super::outgoing::status;
use super::words::Words;
use crate::browser::clock::{format_ago, format_exact};
use crate::browser::element::{El, button, div, el};
use crate::chat::links::{Piece, pieces};
use crate::state::App;
use crate::text::join;
use crate::ticket::mine::Message;
use crate::ticket::outbox::{Entry, Event, Phase};
use crate::ticket::sender;
use helplet_content::Ui;
use helplet_desk_api::Author;

/// A message as the desk has it.
pub fn message(app: App, message: &Message, pictures: Pictures) -> El {
    let (class, who) = match message.author {
        Author::Visitor => ("message own", app.t(Ui::AuthorYou)),
        Author::Agent if message.name.is_empty() => ("message", app.t(Ui::AuthorAgent)),
        Author::Agent => ("message", message.name.clone()),
        Author::Robot => ("message robot", app.t(Ui::ChatRobot)),
        Author::System => ("message system", app.t(Ui::AuthorSystem)),
    };
    let lang = app.lang();
    let when = [format_ago(message.at, &lang).as_str(), " · ", &format_exact(message.at, &lang)].concat();
    let head = div("message-head")
        .child(el("span").class("message-author").text(&who))
        .child(el("span").class("quiet small").text(&when));
    el("li").class(class).child(head).child(body(&message.body)).maybe(message_files(app, &message.files, pictures))
}

/// The words of a message. Addresses of the web can be followed; nothing else of it is more than text.
pub fn body(text: &str) -> El {
    pieces(text).into_iter().fold(el("p").class("message-body"), |body, piece| match piece {
        Piece::Text(text) => body.text(text),
        Piece::Link(address) => body.child(
            el("a")
                .class("link")
                .attr("href", address)
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer nofollow")
                .text(address),
        ),
    })
}

/// A message that is on its way, or was refused; `None` where it is gone.
pub fn outgoing(app: App, key: &str) -> Option<El> {
    let entry = app.outbox.peek(|outbox| outbox.entry(key).cloned())?;
    let (of, for_actions) = (key.to_owned(), key.to_owned());
    let names = join(entry.draft.files.iter().map(|file| file.name.as_str()), ", ");
    let head = div("message-head")
        .child(el("span").class("message-author").say(app, Ui::AuthorYou))
        .child(el("span").class("small status-line").attr("role", "status").text_live(move || status(app, &of)));
    let files = (!names.is_empty()).then(|| el("p").class("quiet small").text(&names));
    Some(
        el("li")
            .class("message own underway")
            .child(head)
            .child(body(&entry.draft.description))
            .maybe(files)
            .live(move || actions(app, &for_actions)),
    )
}

/// What the person can do about a message that has not arrived.
fn actions(app: App, key: &str) -> Vec<El> {
    let phase = app.outbox.with(|outbox| {
        let entry = outbox.entry(key).filter(|_| outbox.percent(key).is_none());
        entry.map(|entry: &Entry| entry.phase.clone())
    });
    let tell = |event: fn(String) -> Event| {
        let key = key.to_owned();
        move || sender::tell(app, event(key.clone()))
    };
    let first = match phase {
        Some(Phase::Refused { .. }) => {
            let key = key.to_owned();
            button("button small-button", move || sender::mend(app, key.clone())).say(app, Ui::Mend)
        }
        Some(Phase::Waiting | Phase::Retrying { .. }) => {
            button("button small-button", tell(Event::Hurried)).say(app, Ui::SendNow)
        }
        _ => return Vec::new(),
    };
    let discard = asked_twice(app, "button small-button", Ui::DiscardEntry, tell(Event::Discarded));
    vec![div("card-actions").child(first).child(discard)]
}
