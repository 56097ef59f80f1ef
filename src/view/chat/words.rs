//! The robot's words, as they are shown and as they go to a person.

use crate::chat::conversation::Answer;
use crate::library::Loaded;
use crate::state::App;
use crate::text::join;
use helplet_content::Ui;
use helplet_robot::plain_steps;

/// What an answer says before anything else.
pub fn said(app: App, answer: &Answer) -> String {
    app.t(match answer {
        Answer::Steps(..) => Ui::ChatAnswer,
        Answer::Choices(_) => Ui::ChatChoices,
        Answer::Nothing => Ui::ChatNothing,
        Answer::Human => Ui::ChatHumanSaid,
        Answer::Hello => Ui::ChatHello,
        Answer::Thanks => Ui::ChatThanks,
        Answer::Bye => Ui::ChatBye,
        Answer::Robot => Ui::ChatIsRobot,
    })
}

/// All of an answer as text.
pub fn plain(app: App, loaded: &Loaded, answer: &Answer) -> String {
    let title = |id: &String| loaded.article(id).map_or("", |article| article.title.as_str());
    let said = said(app, answer);
    match answer {
        Answer::Steps(id, _) => {
            let steps = loaded.article(id).map(plain_steps).unwrap_or_default();
            join([said.as_str(), title(id), &steps], "\n")
        }
        Answer::Choices(ids) => join(std::iter::once(said.as_str()).chain(ids.iter().map(title)), "\n- "),
        _ => said,
    }
}
