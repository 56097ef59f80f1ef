//! What was said to the robot, and what it answered, as bubbles.

use super::words::said;
use super::{Chat, SETTLED, handover, log};
use crate::browser::element::{El, button, div, el};
use crate::browser::timer::after;
use crate::chat::conversation::{Answer, Conversation, Line};
use crate::chat::topic;
use crate::reactive::derived;
use crate::screen::Screen;
use crate::state::App;
use crate::text::decimal;
use crate::view::blocks::blocks;
use crate::view::icon::icon;
use crate::view::list::{row, rows};
use crate::view::message::body;
use crate::view::ticket_icon::ticket_icon;
use crate::view::words::Words;
use helplet_content::Ui;
use helplet_robot::first_steps;

/// The bubbles, and below the last one the ways to go on.
pub fn lines(chat: &Chat) -> El {
    let app = chat.app;
    let list = el("ol").class("messages bubbles").attr("aria-label", &app.t(Ui::ChatLog));
    let list = list.child(welcome(chat)).maybe(topic(chat));
    let (parts, ways) = (chat.clone(), chat.clone());
    // A vote changes a line and draws no other anew.
    let keys = move || app.chat.with(|chat| chat.lines.iter().map(unvoted).enumerate().collect::<Vec<_>>());
    let last = derived(move || {
        app.chat.with(|chat| match chat.lines.last() {
            _ if !chat.key.is_empty() => None,
            _ if chat.wants_human() => Some(Line::Robot(Answer::Human)),
            last => last.cloned(),
        })
    });
    div("talk").child(log(list, keys, move |(at, line)| bubble(&parts, *at, line))).live_one(move || {
        let last = last.get()?;
        let ways = below(&ways, &last)?;
        if matches!(last, Line::Robot(Answer::Human | Answer::Nothing)) {
            let shown = ways.clone();
            after(SETTLED, move || shown.reveal());
        }
        Some(ways)
    })
}

fn unvoted(line: &Line) -> Line {
    match line {
        Line::Robot(Answer::Steps(id, _)) => Line::Robot(Answer::Steps(id.clone(), None)),
        other => other.clone(),
    }
}

fn welcome(chat: &Chat) -> El {
    let app = chat.app;
    let human = chat.app.chat.peek(|chat| chat.lines.first() == Some(&Line::Robot(Answer::Human)));
    robot(app).child(body(&app.t(if human { Ui::ChatWelcomeHuman } else { Ui::ChatWelcome })))
}

/// What the person chose that it is about; where that is people, it is said already.
fn topic(chat: &Chat) -> Option<El> {
    let topic = chat.app.chat.peek(|chat| chat.topic.clone()).filter(|topic| topic != topic::HUMAN)?;
    topic::label(&chat.loaded.library, &topic).map(|label| own(chat.app, label))
}

/// What the person said.
pub fn own(app: App, text: &str) -> El {
    let who = el("span").class("unseen").say(app, Ui::AuthorYou);
    el("li").class("message own").child(who).child(body(text))
}

fn robot(app: App) -> El {
    let head = div("message-head").child(el("span").class("message-author").say(app, Ui::ChatRobot));
    el("li").class("message robot").child(head)
}

fn bubble(chat: &Chat, at: usize, line: &Line) -> El {
    let app = chat.app;
    let answer = match line {
        Line::Own(text) => return own(app, text),
        Line::Robot(answer) => answer,
    };
    let bubble = robot(app).child(body(&said(app, answer)));
    match answer {
        Answer::Steps(id, _) => bubble.children(steps(chat, at, id)),
        Answer::Choices(ids) => {
            let one = |id: &String| {
                let title = chat.loaded.article(id)?.title.clone();
                let (chat, id) = (chat.clone(), id.clone());
                Some(button("choice", move || chat.pick(&id)).text(&title))
            };
            let none = chat.clone();
            let none = button("choice", move || none.pick_none()).say(app, Ui::ChatNoneOf);
            bubble.child(div("choices").children(ids.iter().filter_map(one)).child(none))
        }
        _ => bubble,
    }
}

/// The beginning of an article, the way to all of it, and whether it helped.
fn steps(chat: &Chat, at: usize, id: &str) -> Vec<El> {
    let app = chat.app;
    let Some(article) = chat.loaded.article(id) else { return Vec::new() };
    let screen = Screen::Article(id.to_owned(), Vec::new());
    let whole = button("link", move || app.go(screen.clone())).say(app, Ui::ChatOpen);
    let vote = derived(move || {
        app.chat.with(|chat| match chat.lines.get(at) {
            Some(Line::Robot(Answer::Steps(_, vote))) => *vote,
            _ => None,
        })
    });
    let answer = |helped: bool, name: &str, label: Ui| {
        let (chat, id) = (chat.clone(), id.to_owned());
        button("icon-button", move || chat.vote(at, &id, helped))
            .attr("aria-label", &app.t(label))
            .state_live("aria-pressed", move || vote.get() == Some(helped))
            .child(icon(name))
    };
    let votes = div("chat-vote")
        .child(el("span").class("small quiet").attr("id", &["helped-", &decimal(at)].concat()).say(app, Ui::ChatHelped))
        .child(answer(true, "thumb_up", Ui::Yes))
        .child(answer(false, "thumb_down", Ui::No));
    let title = el("p").class("strong").text(&article.title);
    let shown = div("chat-steps").child(title).children(blocks(app, &chat.loaded, &first_steps(article)));
    let (ways, sorry) = (chat.clone(), app);
    let after = div("chat-after").live_one(move || {
        Some(if vote.get()? {
            el("p").class("quiet small").say(sorry, Ui::ChatGlad)
        } else {
            div("chat-ways-after").child(el("p").say(sorry, Ui::ChatSorry)).child(on(&ways))
        })
    });
    vec![shown, whole, votes, after]
}

/// What stands below the last thing said.
fn below(chat: &Chat, last: &Line) -> Option<El> {
    let app = chat.app;
    let Line::Robot(answer) = last else { return None };
    let human = || {
        let chat = chat.clone();
        button("button small-button", move || chat.want_human()).child(ticket_icon("person")).say(app, Ui::ChatHuman)
    };
    Some(match answer {
        Answer::Human => handover::handover(chat),
        Answer::Nothing => on(chat),
        Answer::Robot | Answer::Steps(..) | Answer::Choices(_) => div("card-actions").child(human()),
        Answer::Hello | Answer::Thanks | Answer::Bye => return None,
    })
}

/// The ways on: guided, a person, a ticket.
fn on(chat: &Chat) -> El {
    let app = chat.app;
    let topic = app.chat.peek(|chat| chat.topic.clone()).unwrap_or_default();
    let node = if chat.loaded.library.wizard.iter().any(|node| node.id == topic) { topic } else { String::new() };
    let person = {
        let chat = chat.clone();
        button("row", move || chat.want_human())
            .child(el("span").class("row-words").child(el("span").class("row-title").say(app, Ui::ChatHuman)))
            .child(icon("arrow"))
    };
    let trail = app.chat.peek(Conversation::own);
    let takes_tickets = !app.options.endpoint.url.is_empty();
    let ticket = takes_tickets.then(|| row(app, &app.t(Ui::TicketTile), "", Screen::Ticket(String::new(), trail)));
    rows([row(app, &app.t(Ui::WizardTile), "", Screen::Wizard(node, Vec::new())), person].into_iter().chain(ticket))
}
