//! What a thread shows besides its messages while somebody talks in it, and when that has ended.

use super::handover::queue;
use crate::browser::clock::format_exact;
use crate::browser::element::{El, button, div, el};
use crate::browser::file;
use crate::browser::task::spawn;
use crate::reactive::State;
use crate::screen::Screen;
use crate::state::App;
use crate::text::join;
use crate::ticket::chat::{is_typing, mail_transcript, set_contact, set_live};
use crate::ticket::mine::{Chat, Thread};
use crate::view::field::input;
use crate::view::list::asked_twice;
use crate::view::words::Words;
use helplet_content::Ui;
use helplet_desk_api::{Author, ChatState};

/// What the agent is called.
fn name(app: App, chat: &Chat) -> String {
    if chat.agent.is_empty() { app.t(Ui::AuthorAgent) } else { chat.agent.clone() }
}

/// Where the conversation stands.
pub fn head(app: App, number: &str, chat: &Chat) -> El {
    let said = match chat.state {
        ChatState::Waiting => app.t(Ui::ChatWaiting),
        ChatState::Talking => app.fill(Ui::ChatTalking, &[("name", &name(app, chat))]),
        ChatState::Ended => app.t(Ui::ChatEnded),
        ChatState::Missed => app.fill(Ui::ChatMissed, &[("number", number)]),
    };
    let more = match chat.state {
        ChatState::Waiting => join([queue(app, chat.ahead, chat.wait).as_str(), &app.t(Ui::ChatMayLeave)], " "),
        ChatState::Ended if chat.until > 0 => {
            app.fill(Ui::ChatUntil, &[("time", &format_exact(chat.until, &app.lang()))])
        }
        _ => String::new(),
    };
    let failed = State::new(false);
    let of = number.to_owned();
    let end = chat.state.is_live().then(|| {
        asked_twice(app, "button small-button", Ui::ChatEnd, move || {
            let of = of.clone();
            spawn(async move {
                failed.set(set_live(app, &of, false).await.is_some());
            });
        })
    });
    div(&["chat-head chat-", chat.state.name()].concat())
        .child(el("p").class("strong").attr("role", "status").text(&said))
        .maybe((!more.is_empty()).then(|| el("p").class("quiet small").text(&more)))
        .maybe(end)
        .live_one(move || {
            failed.get().then(|| el("p").class("fault small").attr("role", "alert").say(app, Ui::RatingFailed))
        })
}

/// That the agent is writing.
pub fn typing(app: App, number: &str, chat: &Chat) -> Option<El> {
    is_typing(app, number).then(|| {
        let said = app.fill(Ui::ChatTyping, &[("name", &name(app, chat))]);
        el("p").class("typing quiet small").child(el("span").class("dots").attr("aria-hidden", "true")).text(&said)
    })
}

/// What one can do once nobody talks any more.
pub fn after_end(app: App, number: &str, thread: &Thread) -> Option<El> {
    thread.chat.as_ref().filter(|chat| !chat.state.is_live())?;
    let failed = State::new(None::<Ui>);
    let (of, mailed) = (number.to_owned(), number.to_owned());
    let resume = button("button primary", move || {
        let of = of.clone();
        spawn(async move {
            if let Some(why) = set_live(app, &of, true).await {
                failed.set(Some(why));
            }
        });
    });
    let saved = (thread.clone(), number.to_owned());
    let save = button("button", move || {
        let contents = file::from_text(&transcript(app, &saved.0), ["chat-", &saved.1, ".txt"].concat());
        file::save(&contents);
    });
    let mail = button("button", move || {
        let of = mailed.clone();
        spawn(async move {
            let done = mail_transcript(app, &of).await;
            failed.set(Some(if done { Ui::ChatMailed } else { Ui::ChatNoMail }));
        });
    });
    // Whether it is too late to go on, the desk's clock decides.
    let anew = move || button("button", move || app.go(Screen::Chat(String::new()))).say(app, Ui::ChatAnew);
    Some(
        div("chat-after-end")
            .maybe(thread.email.is_empty().then(|| address(app, number)))
            .child(
                div("card-actions")
                    .child(resume.say(app, Ui::ChatResume))
                    .child(save.say(app, Ui::ChatSave))
                    .child(mail.say(app, Ui::ChatMail)),
            )
            .live_one(move || {
                let said = failed.get()?;
                let anew = matches!(said, Ui::ChatFailed | Ui::ChatOver).then(anew);
                Some(div("chat-outcome").child(el("p").attr("role", "status").say(app, said)).maybe(anew))
            }),
    )
}

/// Where an answer that comes later is to go.
fn address(app: App, number: &str) -> El {
    let typed = State::new(String::new());
    let outcome = State::new(None::<bool>);
    let of = number.to_owned();
    el("form")
        .class("field")
        .attr("novalidate", "")
        .child(el("label").attr("for", "chat-address").say(app, Ui::ChatAddress))
        .child(
            div("chat-address")
                .child(input("text", "", Box::new(move |text| typed.set(text))).attr("id", "chat-address"))
                .child(el("button").attr("type", "submit").class("button").say(app, Ui::ChatAddressSave)),
        )
        .live_one(move || {
            let (class, said) =
                if outcome.get()? { ("quiet", Ui::ChatAddressSaved) } else { ("fault", Ui::ChatAddressFailed) };
            Some(el("p").class(class).attr("role", "status").say(app, said))
        })
        .on("submit", move |event| {
            event.prevent_default();
            let (of, typed) = (of.clone(), typed.get_untracked().trim().to_owned());
            if typed.is_empty() {
                return;
            }
            spawn(async move {
                let (email, phone) = if typed.contains('@') { (typed.as_str(), "") } else { ("", typed.as_str()) };
                outcome.set(Some(set_contact(app, &of, email, phone).await));
            });
        })
}

/// All that was said, as text.
fn transcript(app: App, thread: &Thread) -> String {
    let lang = app.lang();
    let mut out = String::new();
    for message in &thread.messages {
        let who = match message.author {
            Author::Visitor => app.t(Ui::AuthorYou),
            Author::Robot => app.t(Ui::ChatRobot),
            Author::System => app.t(Ui::AuthorSystem),
            Author::Agent if message.name.is_empty() => app.t(Ui::AuthorAgent),
            Author::Agent => message.name.clone(),
        };
        let files = join(message.files.iter().map(|file| file.name.as_str()), ", ");
        let files = if files.is_empty() { files } else { ["[", &files, "]"].concat() };
        let words = join([message.body.as_str(), &files], "\n");
        out.push_str(&[who.as_str(), ", ", &format_exact(message.at, &lang), "\n", &words, "\n\n"].concat());
    }
    out
}
