//! The list: who is offered to the agent, who waits, and who is talked to.

use super::super::Console;
use super::super::content::topic_label;
use super::super::layout::csrf;
use super::super::queue_page::type_label;
use super::super::text;
use super::super::visit::Visit;
use super::super::words::Word;
use super::{Group, person, since};
use crate::store::LiveChat;
use maud::{Markup, html};

/// All groups with their rows.
pub fn show(console: &Console, visit: &Visit, chats: &[LiveChat]) -> Markup {
    let lang = visit.lang;
    let me = &visit.session.agent.id;
    html! {
        nav.live-list aria-label=(lang.say(Word::Conversations)) data-list {
            @for group in Group::ALL {
                @let own: Vec<_> = chats.iter().filter(|chat| Group::of(chat, me) == Some(group)).collect();
                section.group data-group=(group.name()) {
                    h2 { (lang.say(group.word())) " " span.count { (own.len()) } }
                    ul { @for chat in own { (row(console, visit, chat, group)) } }
                    p.none { (lang.say(Word::LiveNone)) }
                }
            }
        }
    }
}

/// A conversation's row.
pub fn row(console: &Console, visit: &Visit, chat: &LiveChat, group: Group) -> Markup {
    let lang = visit.lang;
    let first_line = chat.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let is_waiting = matches!(group, Group::Offered | Group::Waiting);
    let tier = chat.tier.as_deref().and_then(|tier| text::tier(lang, tier));
    html! {
        li data-number=(chat.number) data-group=(group.name()) data-order=(order(chat)) data-offered[chat.offered_to.is_some()]
            data-unread[chat.unread] data-updated=(chat.updated_at) {
            a.row href={ "/desk/live?open=" (chat.number) } data-open {
                span.row-top {
                    @if chat.unread { span.dot role="img" aria-label=(lang.say(Word::Unread)) title=(lang.say(Word::Unread)) {} " " }
                    strong { (person(lang, chat.user_name.as_ref())) } " "
                    (since(lang, if is_waiting { chat.queued_at } else { chat.taken_at.unwrap_or(chat.queued_at) }))
                }
                span.words { (first_line) }
                span.facts {
                    span { (type_label(lang, &console.languages, &chat.kind)) } " "
                    @if let Some(topic) = &chat.topic { span { (topic_label(lang, &console.languages, topic)) } " " }
                    @if let Some(tier) = tier { span { (tier) } " " }
                    @if let Some(locale) = &chat.locale { span { (locale) } " " }
                    @if !chat.team.is_empty() { span { (lang.fill(Word::Team, &chat.team)) } " " }
                    @match group {
                        Group::Waiting => @if let Some(name) = &chat.offered { span { (lang.fill(Word::OfferedTo, name)) } },
                        Group::Others => @if let Some(name) = &chat.agent { span { (name) } },
                        Group::Offered | Group::Mine => {}
                    }
                }
            }
            @if is_waiting { (take(visit, chat, group)) }
        }
    }
}

/// The ways to take a waiting conversation, or to leave it to others.
pub fn take(visit: &Visit, chat: &LiveChat, group: Group) -> Markup {
    let lang = visit.lang;
    let action = |what: &str| format!("/desk/tickets/{}/{what}", chat.number);
    html! {
        div.row-steps {
            form method="post" action=(action("take")) data-step="take" {
                (csrf(visit))
                button.main[group == Group::Offered] type="submit" { (lang.say(Word::Take)) }
            }
            @if group == Group::Offered {
                form method="post" action=(action("decline")) data-step="decline" {
                    (csrf(visit))
                    button type="submit" { (lang.say(Word::NotNow)) }
                }
            }
        }
    }
}

/// A text by whose order a group is sorted: who waits by priority and age, who talks by when they began.
fn order(chat: &LiveChat) -> String {
    let first = chat.taken_at.filter(|_| chat.state == helplet_desk_api::ChatState::Talking);
    let urgency = if first.is_some() { 0 } else { i64::from(u32::MAX) - chat.priority };
    format!("{urgency:020} {:020} {}", first.unwrap_or(chat.queued_at), chat.thread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use helplet_desk_api::ChatState;

    fn chat(thread: &str, state: ChatState, priority: i64, queued_at: i64, taken_at: Option<i64>) -> LiveChat {
        LiveChat {
            thread: thread.into(),
            number: String::new(),
            kind: String::new(),
            topic: None,
            tier: None,
            tier_signed: false,
            locale: None,
            user_name: None,
            text: String::new(),
            state,
            team: String::new(),
            priority,
            agent_id: None,
            agent: None,
            offered_to: None,
            offered: None,
            offer_until: None,
            queued_at,
            miss_at: 0,
            taken_at,
            ended_at: None,
            unread: false,
            updated_at: 0,
        }
    }

    #[test]
    fn the_order_of_the_texts_is_that_of_the_line() {
        let (waiting, talking) = (ChatState::Waiting, ChatState::Talking);
        // One that waits again was taken before; that doesn't count.
        let line = [
            chat("d", waiting, 2, 900, Some(1)),
            chat("c", waiting, 1, 100, None),
            chat("a", waiting, 0, 99, None),
            chat("b", waiting, 0, 99, None),
            chat("a", waiting, -3, 1, None),
        ];
        assert!(line.map(|chat| order(&chat)).is_sorted());
        let taken = [chat("b", talking, 0, 9, Some(10)), chat("a", talking, 5, 1, Some(1_795_420_931_999))];
        assert!(taken.map(|chat| order(&chat)).is_sorted());
    }
}
