//! One conversation: what was said, what is known of the person, and articles for it.

use super::super::Console;
use super::super::content::topic_label;
use super::super::queue_page::type_label;
use super::super::text;
use super::super::thread_page;
use super::super::visit::Visit;
use super::super::words::Word;
use super::{Group, person, since, tongue, write};
use crate::store::{Case, CaseMessage, LiveChat, Presence};
use maud::{Markup, html};

/// Articles suggested for the person's last message.
const SUGGESTIONS: usize = 3;

/// The whole column.
pub fn show(console: &Console, visit: &Visit, case: &Case, presences: &[Presence]) -> Markup {
    let lang = visit.lang;
    let number = &case.number;
    let chat = case.chat.as_ref();
    let group = chat.and_then(|chat| Group::of(chat, &visit.session.agent.id));
    html! {
        section.chat id={ "chat-" (number) } data-number=(number) data-count=(case.count) data-seen=(case.agent_seen)
            data-group=(group.map_or("over", Group::name)) aria-labelledby={ "title-" (number) } tabindex="-1" {
            div.chat-head data-part="head" {
                h2 id={ "title-" (number) } { (person(lang, case.user_name.as_ref())) " " span.number { (number) } }
                (state(visit, chat, group))
                a.close href="/desk/live" data-close aria-label=(lang.fill(Word::CloseColumn, number)) title=(lang.say(Word::CloseDialog)) { "×" }
                p.chat-facts { (facts(console, visit, case)) }
            }
            details.about data-part="about" {
                summary { (lang.say(Word::About)) }
                (thread_page::facts(lang, case, console))
                p {
                    a href={ "/desk/tickets/" (number) } { (lang.say(Word::WholeTicket)) } " · "
                    a href={ "/desk/tickets/" (number) "/block" } {
                        (lang.say(if case.blocked { Word::Unblock } else { Word::Block }))
                    }
                }
            }
            div.talk role="log" tabindex="0" aria-label=(lang.fill(Word::TalkWith, number)) data-talk {
                ol.messages {
                    @for message in &case.messages {
                        (thread_page::message(lang, case, message, &format!("chat-{number}-{}", message.position)))
                    }
                }
            }
            p.typing role="status" data-typing {}
            div data-part="suggested" { @if group == Some(Group::Mine) { (suggested(console, visit, case)) } }
            div.chat-write data-part="write" { (write::show(console, visit, case, group, presences)) }
        }
    }
}

fn state(visit: &Visit, chat: Option<&LiveChat>, group: Option<Group>) -> Markup {
    let lang = visit.lang;
    let Some(chat) = chat else { return html! { span.status { (lang.say(Word::ChatNever)) } } };
    html! {
        span.status data-chat=(chat.state.name()) { (text::chat(lang, chat.state)) }
        @match group {
            Some(Group::Offered | Group::Waiting) => (since(lang, chat.queued_at)),
            Some(Group::Mine | Group::Others) => (since(lang, chat.taken_at.unwrap_or(chat.queued_at))),
            None => {}
        }
        @if group == Some(Group::Others) { @if let Some(name) = &chat.agent { span.who { (name) } } }
    }
}

/// What an agent has to know before the first word, in a line.
fn facts(console: &Console, visit: &Visit, case: &Case) -> Markup {
    let lang = visit.lang;
    let tier = case.tier.as_deref().and_then(|tier| text::tier(lang, tier));
    let environment = text::pairs(&case.environment);
    html! {
        span { (type_label(lang, &console.languages, &case.kind)) }
        @if let Some(topic) = &case.topic { " · " span { (topic_label(lang, &console.languages, topic)) } }
        @if let Some(tier) = tier {
            " · " span { (tier) " (" (lang.say(if case.tier_signed { Word::TierSigned } else { Word::TierClaimed })) ")" }
        }
        @if let Some(locale) = &case.locale { " · " span { (locale) } }
        @for (_, value) in environment.iter().take(2) { " · " span { (value) } }
        @if case.blocked { " · " strong.bad { (lang.say(Word::Blocked)) } }
    }
}

/// Articles for the last thing the person said.
fn suggested(console: &Console, visit: &Visit, case: &Case) -> Markup {
    let lang = visit.lang;
    let last = case.messages.iter().rev().find(|message| message.author == "visitor" && !message.body.is_empty());
    let found = last.map(|CaseMessage { body, .. }| console.suggest.find(tongue(case), body, SUGGESTIONS));
    let found: Vec<_> = found.unwrap_or_default().into_iter().filter(|article| article.sure).collect();
    html! {
        @if !found.is_empty() {
            div.suggested {
                p { (lang.say(Word::SuggestedArticles)) }
                ul {
                    @for article in &found {
                        li lang=[case.locale.as_deref()] {
                            button.needs-script type="button" data-insert=(article.text(&visit.base)) {
                                (lang.fill(Word::InsertArticle, &article.title))
                            }
                            a href=(article.address(&visit.base)) target="_blank" rel="noopener"
                                aria-label=(lang.fill(Word::ReadArticle, &article.title)) { "↗" }
                        }
                    }
                }
            }
        }
    }
}
