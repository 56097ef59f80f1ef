//! The box at the foot of the chat. What stands in it is kept at every change.

use super::Chat;
use crate::browser::element::{El, el};
use crate::browser::keyboard;
use crate::ticket::chat::change;
use crate::view::field::text_area;
use crate::view::ticket_icon::ticket_icon;
use crate::view::words::Words;
use helplet_content::Ui;

/// The box: Enter says it, Shift and Enter begin a new line.
pub fn composer(chat: &Chat) -> El {
    let app = chat.app;
    let typed = app.chat.peek(|chat| chat.typed.clone());
    let keep = move |text: String| _ = change(app, |chat| chat.typed = text);
    let area = text_area(&typed, Box::new(keep))
        .attr("rows", "1")
        .attr("id", "chat-box")
        .attr("enterkeyhint", "send")
        .attr("aria-label", &app.t(Ui::ChatMessage))
        .attr("placeholder", &app.t(Ui::ChatPlaceholder));
    let (by_key, by_button) = (chat.clone(), chat.clone());
    let (box_of_key, box_of_button) = (area.clone(), area.clone());
    let say = |chat: &Chat, area: &El| {
        chat.say(&area.value());
        area.set_value("");
        area.focus();
    };
    let area = area.on("keydown", move |event| {
        if keyboard::key(&event).as_deref() == Some("Enter") && !keyboard::shift(&event) {
            event.prevent_default();
            say(&by_key, &box_of_key);
        }
    });
    el("form")
        .class("composer")
        .child(area)
        .child(
            el("button")
                .attr("type", "submit")
                .class("button primary send")
                .child(ticket_icon("send"))
                .child(el("span").class("unseen").say(app, Ui::ChatSend)),
        )
        .on("submit", move |event| {
            event.prevent_default();
            say(&by_button, &box_of_button);
        })
}
