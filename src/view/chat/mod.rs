//! The chat: what it is about, the talk with the robot, and the way to a person. Once the desk has it, it is
//! drawn by `thread.rs`, with the parts of `live.rs`.

mod composer;
mod handover;
mod lines;
mod live;
mod log;
mod start;
mod words;

pub use live::{after_end, head, typing};
pub use log::log;

use super::list::{asked_twice, screen_title};
use super::outgoing::status;
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::browser::environment::touch;
use crate::browser::pinyin;
use crate::browser::timer::after;
use crate::chat::conversation::{Answer, Conversation, Line};
use crate::chat::topic;
use crate::feedback;
use crate::host::event::emit;
use crate::library::Loaded;
use crate::reactive::{derived, effect};
use crate::screen::Screen;
use crate::state::App;
use crate::ticket::chat::{self, change};
use crate::ticket::outbox::{Event, Phase};
use crate::ticket::sender;
use helplet_content::Ui;
use helplet_robot::{Reply, Robot};
use std::rc::Rc;
use std::time::Duration;

/// When a new screen's heading has got the focus, as every screen's does.
pub const SETTLED: Duration = Duration::from_millis(50);

/// What the parts of the screen share.
#[derive(Clone)]
struct Chat {
    app: App,
    loaded: Rc<Loaded>,
    robot: Rc<Robot>,
}

/// The screen; `about` is what its address says: a topic, perhaps after `human`.
pub fn chat(app: App, about: &str) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let robot = Rc::new(Robot::new(&loaded.library, pinyin::table(&loaded.library.sounds)));
    let chat = Chat { app, loaded, robot };
    chat.begin(about);
    let (begun, sent) = (
        derived(move || app.chat.with(|chat| chat.topic.is_some())),
        derived(move || app.chat.with(|chat| chat.key.clone())),
    );
    let (parts, for_box) = (chat.clone(), chat.clone());
    let screen = div("screen chat");
    let shown = screen.clone();
    effect(move || {
        sent.get();
        if begun.get() && !touch() {
            let shown = shown.clone();
            // After the heading of a new screen has got the focus.
            after(SETTLED, move || _ = shown.focus_first("#chat-box"));
        }
    });
    let said = div("chat-said")
        .child(div("chat-title").child(screen_title(&app.t(Ui::ChatTitle))).live_one(move || {
            // What is on its way to the desk is withdrawn, not begun anew.
            (begun.get() && sent.get().is_empty())
                .then(|| asked_twice(app, "link", Ui::ChatRestart, move || chat::restart(app)))
        }))
        .live(move || if begun.get() { vec![lines::lines(&parts)] } else { start::start(&parts) })
        .live_one(move || {
            let key = sent.get();
            (!key.is_empty()).then(|| passing(app, key))
        });
    screen.child(said).live_one(move || begun.get().then(|| composer::composer(&for_box)))
}

impl Chat {
    /// Takes up what the address and the page say.
    fn begin(&self, about: &str) {
        let app = self.app;
        let message = app.chat_message.take();
        if !message.is_empty() {
            change(app, |chat| chat.typed = message);
        }
        let (human, topic) = match about.strip_prefix(topic::HUMAN) {
            Some(topic) => (true, topic.trim_start_matches('/')),
            None => (false, about),
        };
        // What was begun goes on: nobody's words are lost to a link.
        if about.is_empty() || !app.chat.peek(|chat| chat.key.is_empty()) {
            return;
        }
        let begun = app.chat.peek(|chat| chat.topic.is_some());
        if !begun {
            self.choose(topic, human);
        } else if human {
            self.want_human();
        }
    }

    /// Begins with a topic, empty for none; with a person in mind or not.
    fn choose(&self, topic: &str, human: bool) {
        let human = human || topic == topic::HUMAN;
        change(self.app, |chat| chat.topic = Some(topic.to_owned()));
        if human {
            self.want_human();
        }
    }

    /// The person said something: the robot answers, or it waits for whoever was asked for.
    fn say(&self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let app = self.app;
        if app.chat.peek(|chat| !chat.key.is_empty()) {
            change(app, |chat| {
                chat.more.push(text.to_owned());
                chat.typed.clear();
            });
            return;
        }
        // Who asked for a person gets no more answers of the robot's.
        if app.chat.peek(Conversation::wants_human) {
            change(app, |chat| {
                chat.typed.clear();
                chat.say(Line::Own(text.to_owned()));
            });
            return;
        }
        let reply = app.person.peek(|person| self.robot.answer(&self.loaded.library, &self.loaded.index, person, text));
        let answer = self.answer(reply);
        let (outcome, article) = match &answer {
            Answer::Steps(id, _) => ("answered", Some(id.clone())),
            Answer::Choices(_) => ("choices", None),
            Answer::Nothing => ("nothing", None),
            Answer::Human => ("human", None),
            _ => ("", None),
        };
        self.tell(outcome, article.as_deref());
        change(app, |chat| {
            chat.typed.clear();
            chat.say(Line::Own(text.to_owned()));
            chat.say(Line::Robot(answer));
        });
    }

    fn tell(&self, outcome: &str, article: Option<&str>) {
        if !outcome.is_empty() {
            let topic = self.app.chat.peek(|chat| chat.topic.clone()).unwrap_or_default();
            feedback::chat(self.app, &topic, outcome, article);
        }
    }

    fn answer(&self, reply: Reply) -> Answer {
        let id = |at: u16| self.loaded.library.articles[usize::from(at)].id.clone();
        match reply {
            Reply::Answer(at) => Answer::Steps(id(at), None),
            Reply::Choices(all) => Answer::Choices(all.into_iter().map(id).collect()),
            Reply::Nothing => Answer::Nothing,
            Reply::Human => Answer::Human,
            Reply::Hello => Answer::Hello,
            Reply::Thanks => Answer::Thanks,
            Reply::Bye => Answer::Bye,
            Reply::Robot => Answer::Robot,
        }
    }

    /// One of the choices was taken.
    fn pick(&self, id: &str) {
        let title = self.loaded.article(id).map(|article| article.title.clone()).unwrap_or_default();
        self.tell("answered", Some(id));
        change(self.app, |chat| {
            chat.say(Line::Own(title));
            chat.say(Line::Robot(Answer::Steps(id.to_owned(), None)));
        });
    }

    /// None of the choices was it.
    fn pick_none(&self) {
        let said = self.app.t(Ui::ChatNoneOf);
        change(self.app, |chat| {
            chat.say(Line::Own(said));
            chat.say(Line::Robot(Answer::Nothing));
        });
    }

    /// A person is asked for.
    fn want_human(&self) {
        if !self.app.chat.peek(Conversation::wants_human) {
            self.tell("human", None);
            change(self.app, |chat| chat.say(Line::Robot(Answer::Human)));
        }
    }

    fn vote(&self, at: usize, id: &str, helpful: bool) {
        feedback::vote(self.app, id, helpful);
        emit("article-rated", &[("id", id), ("helped", if helpful { "yes" } else { "no" })]);
        change(self.app, |chat| chat.vote(at, helpful));
    }
}

/// What the desk would not take as it is becomes a ticket's form.
fn mend(app: App, key: String) -> El {
    button("button small-button", move || sender::mend(app, key.clone())).say(app, Ui::Mend)
}

/// The conversation on its way to the desk: how far it is, and what was said since.
fn passing(app: App, key: String) -> El {
    let (of, for_withdrawal, for_mending) = (key.clone(), key.clone(), key.clone());
    let refused = derived(move || {
        app.outbox.with(|outbox| outbox.entry(&key).is_some_and(|it| matches!(it.phase, Phase::Refused { .. })))
    });
    let more = derived(move || app.chat.with(|chat| chat.more.clone()));
    div("passing")
        .child(
            el("ol").class("messages bubbles").live(move || {
                more.get().iter().map(|text| lines::own(app, text).class("message own underway")).collect()
            }),
        )
        .child(
            div("chat-card")
                .child(el("p").class("strong").say(app, Ui::ChatPassing))
                .child(el("p").class("status-line small").attr("role", "status").text_live(move || status(app, &of)))
                .child(el("p").class("quiet small").say(app, Ui::ChatMayLeave))
                .child(
                    div("card-actions")
                        .live_one(move || refused.get().then(|| mend(app, for_mending.clone())))
                        .child(asked_twice(app, "button small-button", Ui::ChatWithdraw, move || {
                            sender::tell(app, Event::Discarded(for_withdrawal.clone()));
                        }))
                        .child(
                            button("button small-button", move || app.go(Screen::Tickets)).say(app, Ui::TicketsTile),
                        ),
                ),
        )
}
