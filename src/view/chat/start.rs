//! The beginning: whom one asks, and what it is about.

use super::Chat;
use crate::browser::element::{El, button, div, el};
use crate::chat::topic::topics;
use crate::reactive::State;
use crate::screen::Screen;
use crate::view::list::{row, rows, section_title};
use crate::view::ticket_icon::ticket_icon;
use crate::view::words::Words;
use helplet_content::Ui;

/// The choices, and the way back into a conversation that goes on.
pub fn start(chat: &Chat) -> Vec<El> {
    let app = chat.app;
    let human = State::new(false);
    let live = app.mine.with(|mine| mine.live().map(String::from));
    let back = live.map(|number| rows([row(app, &app.t(Ui::ChatContinue), &number, Screen::Thread(number.clone()))]));
    let whom = |wants: bool, name: &str, label: Ui, below: Ui| {
        button("whom", move || human.set(wants))
            .state_live("aria-pressed", move || human.get() == wants)
            .child(ticket_icon(name))
            .child(el("span").class("row-title").say(app, label))
            .child(el("span").class("row-below").say(app, below))
    };
    let choice = |id: String, label: &str| {
        let chat = chat.clone();
        button("choice", move || chat.choose(&id, human.get_untracked())).text(label)
    };
    let topics = app.person.with(|person| topics(&chat.loaded.library, person));
    let choices = topics.into_iter().map(|topic| choice(topic.id, &topic.label));
    let skip = choice(String::new(), &app.t(Ui::ChatSkip));
    let whom = el("section").child(section_title(&app.t(Ui::ChatWho))).child(
        div("whoms").child(whom(false, "robot", Ui::ChatAskRobot, Ui::ChatAskRobotBelow)).child(whom(
            true,
            "person",
            Ui::ChatAskHuman,
            Ui::ChatAskHumanBelow,
        )),
    );
    let about =
        el("section").child(section_title(&app.t(Ui::ChatTopic))).child(div("choices").children(choices.chain([skip])));
    back.into_iter().chain([whom, about]).collect()
}
