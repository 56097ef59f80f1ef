//! Whether a ticket was solved, as the person says.

use super::field::text_area;
use super::words::Words;
use crate::browser::element::{El, button, div, el};
use crate::browser::task::spawn;
use crate::reactive::State;
use crate::state::App;
use crate::ticket::desk;
use crate::ticket::mine::Thread;
use crate::view::icon::icon;
use helplet_content::Ui;
use helplet_desk_api::MAX_COMMENT;

/// The question, its answer, and room for a word about it.
pub fn rating(app: App, thread: Option<Thread>) -> El {
    let number = thread.as_ref().map(|it| it.summary.number.clone()).unwrap_or_default();
    let chosen = State::new(thread.and_then(|it| it.solved));
    let comment = State::new(String::new());
    let kept = State::new(None::<bool>);
    let send = {
        let number = number.clone();
        move || {
            let number = number.clone();
            let Some(solved) = chosen.get_untracked() else { return };
            spawn(async move {
                let done = desk::rate(app, &number, solved, &comment.get_untracked()).await;
                kept.set(Some(done));
                if done {
                    app.say(app.t(Ui::RatingThanks));
                }
            });
        }
    };
    let answer = |solved: bool, name: &str, label: Ui| {
        let send = send.clone();
        button("button vote", move || {
            chosen.set(Some(solved));
            send();
        })
        .child(icon(name))
        .say(app, label)
        .state_live("aria-pressed", move || chosen.get() == Some(solved))
    };
    let (yes, no) = (answer(true, "thumb_up", Ui::RatingYes), answer(false, "thumb_down", Ui::RatingNo));
    let with_comment = send.clone();
    div("vote-bar rating")
        .child(el("p").class("vote-question").say(app, Ui::RatingQuestion))
        .child(div("vote-answers").child(yes).child(no))
        .live_one(move || {
            chosen.get()?;
            let words = text_area(&comment.get_untracked(), Box::new(move |text| comment.set(text)))
                .attr("rows", "2")
                .attr("id", "rating-comment")
                .attr("maxlength", &crate::text::decimal(MAX_COMMENT as usize));
            let send = with_comment.clone();
            Some(
                div("field wide")
                    .child(el("label").attr("for", "rating-comment").say(app, Ui::RatingComment))
                    .child(words)
                    .child(button("button", send).say(app, Ui::RatingSend)),
            )
        })
        .live_one(move || {
            let (class, said) = if kept.get()? { ("quiet", Ui::RatingThanks) } else { ("fault", Ui::RatingFailed) };
            Some(el("p").class(class).attr("role", "status").say(app, said))
        })
}
