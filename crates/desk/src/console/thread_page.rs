//! A ticket: both sides' messages, and everything known about it.

use super::Console;
use super::content;
use super::layout::{self, csrf};
use super::queue_page::type_label;
use super::refusal::Refusal;
use super::reply_form::{self, Draft};
use super::text;
use super::visit::Visit;
use super::words::{Lang, Word};
use crate::store::{Agent, Case, CaseFile, CaseMessage};
use axum::extract::{Path, Query, State};
use helplet_desk_api::{MEDIA_TYPES, Status, ticket_number_in};
use maud::{Markup, html};

/// What an address may say beside the number.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What was just done: `reply`, `note`, `change`.
    done: String,
    /// A canned answer to begin with.
    canned: String,
}

/// `GET /desk/tickets/{number}`
pub async fn get(
    State(console): State<Console>,
    visit: Visit,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Refusal> {
    let case = find(&console, &number).await?;
    let body = content::language(&console.languages, case.locale.as_deref().unwrap_or_default())
        .and_then(|language| language.replies.iter().find(|reply| reply.id == asked.canned))
        .map(|reply| reply.with_links(&visit.base));
    let draft = Draft { body: body.unwrap_or_default(), ..Draft::default() };
    let page = page(&console, &visit, &case, &draft, &asked.done).await?;
    Ok(page)
}

/// The ticket of a number, however it is written.
pub async fn find(console: &Console, number: &str) -> Result<Case, Refusal> {
    let number = ticket_number_in(number).ok_or(Refusal::NoTicket)?;
    console.store.case(&number).await?.ok_or(Refusal::NoTicket)
}

/// The page, which whoever is signed in has seen from now on.
pub async fn page(console: &Console, visit: &Visit, case: &Case, draft: &Draft, done: &str) -> Result<Markup, Refusal> {
    if case.agent_seen < case.count {
        console.store.mark_seen(&case.id, case.count).await?;
    }
    let agents = console.store.agents().await?;
    let lang = visit.lang;
    let title = lang.fill(Word::Ticket, &case.number);
    let here = format!("/desk/tickets/{}", case.number);
    let content = html! {
        p.back { a href="/desk/" data-back { (lang.say(Word::BackToQueue)) } }
        div.thread data-number=(case.number) {
            div.thread-main {
                div data-live="head" {
                    h1 {
                        (title) " " span.status data-status=(case.status) { (text::status(lang, &case.status)) }
                        @if let Some(chat) = &case.chat {
                            " " span.status data-chat=(chat.state.name()) { (text::chat(lang, chat.state)) }
                        }
                    }
                    @if case.chat.as_ref().is_some_and(|chat| chat.state.is_live()) {
                        p { a href={ "/desk/live?open=" (case.number) } { (lang.say(Word::OpenLive)) } }
                    }
                }
                @if let Some(word) = done_word(done) {
                    p.notice role="status" data-done=(done) { (lang.say(word)) }
                }
                section aria-labelledby="conversation" {
                    h2 #conversation { (lang.say(Word::Conversation)) }
                    div data-live="messages" data-count=(case.count) {
                        ol.messages { @for message in &case.messages {
                                (self::message(lang, case, message, &format!("message-{}", message.position)))
                            } }
                    }
                }
                (reply_form::show(console, visit, case, draft))
            }
            aside.thread-side data-live="side" {
                (changes(visit, case, &agents))
                (facts(lang, case, console))
                (history(lang, case))
            }
        }
        dialog.picture aria-label=(lang.say(Word::Files)) {
            form method="dialog" { button type="submit" { (lang.say(Word::CloseDialog)) } }
        }
    };
    Ok(layout::page(visit, &title, &here, content))
}

fn done_word(done: &str) -> Option<Word> {
    match done {
        "reply" => Some(Word::Sent),
        "note" => Some(Word::NoteSaved),
        "change" => Some(Word::Changed),
        _ => None,
    }
}

/// A message, under an id that the page has once.
pub fn message(lang: Lang, case: &Case, message: &CaseMessage, id: &str) -> Markup {
    let (class, who) = match message.author.as_str() {
        _ if message.internal => ("message note", message.agent.as_deref().unwrap_or(lang.say(Word::Agent))),
        "agent" => ("message agent", message.agent.as_deref().unwrap_or(lang.say(Word::Agent))),
        "visitor" => ("message person", case.user_name.as_deref().unwrap_or(lang.say(Word::Person))),
        "robot" => ("message robot", lang.say(Word::Robot)),
        _ => ("message system", lang.say(Word::System)),
    };
    let is_seen = message.author == "agent" && !message.internal && message.position < case.visitor_seen;
    html! {
        li class=(class) id=(id) {
            p.by {
                strong { (who) } " "
                @if message.internal { span.tag { (lang.say(Word::NoteOnly)) } " " }
                (text::time(message.created_at))
                @if is_seen { " " span.tag { (lang.say(Word::SeenByPerson)) } }
            }
            @if !message.body.is_empty() { p.body { (text::linked(&message.body)) } }
            @if !message.files.is_empty() {
                ul.files { @for (at, file) in message.files.iter().enumerate() { li { (self::file(lang, message, at, file)) } } }
            }
        }
    }
}

fn file(lang: Lang, message: &CaseMessage, at: usize, file: &CaseFile) -> Markup {
    let address = format!("/desk/files/{}/{at}", message.id);
    let is_picture = MEDIA_TYPES.iter().any(|kind| kind.picture && kind.name == file.media_type);
    html! {
        @if is_picture {
            a.thumbnail href=(address) data-picture=(file.name) aria-label=(lang.fill(Word::EnlargePicture, &file.name)) {
                img src=(address) alt="" loading="lazy" width="160" height="120";
            }
        }
        a.download href=(address) download=(file.name) aria-label=(lang.fill(Word::Download, &file.name)) {
            (file.name) " (" (text::size(file.size)) ")"
        }
    }
}

/// Who is in charge, and the status, each with a way to change it.
fn changes(visit: &Visit, case: &Case, agents: &[Agent]) -> Markup {
    let lang = visit.lang;
    let me = &visit.session.agent.id;
    let action = |what: &str| format!("/desk/tickets/{}/{what}", case.number);
    let is_mine = case.assignee_id.as_ref() == Some(me);
    // One who may not sign in any more is named, but not to be chosen.
    let listed = agents.iter().filter(|agent| !agent.disabled || case.assignee_id.as_ref() == Some(&agent.id));
    html! {
        section.card {
            @if !is_mine {
                form method="post" action=(action("assignee")) {
                    (csrf(visit))
                    input type="hidden" name="agent" value=(me);
                    button.wide type="submit" { (lang.say(Word::TakeOn)) }
                }
            }
            form.inline method="post" action=(action("assignee")) {
                (csrf(visit))
                label for="agent" { (lang.say(Word::Whose)) }
                select #agent name="agent" {
                    option value="" selected[case.assignee_id.is_none()] { (lang.say(Word::Nobody)) }
                    @for agent in listed {
                        option value=(agent.id) selected[case.assignee_id.as_ref() == Some(&agent.id)] disabled[agent.disabled] {
                            (agent.shown_as)
                        }
                    }
                }
                button type="submit" { (lang.say(Word::Assign)) }
            }
            form.inline method="post" action=(action("status")) {
                (csrf(visit))
                label for="status" { (lang.say(Word::Status)) }
                select #status name="status" {
                    @for status in Status::ALL {
                        // Nothing becomes new again.
                        @if status != Status::New || case.status == status.name() {
                            option value=(status.name()) selected[case.status == status.name()] { (text::status(lang, status.name())) }
                        }
                    }
                }
                button type="submit" { (lang.say(Word::ChangeStatus)) }
            }
            @if case.blocked { p.bad { (lang.say(Word::Blocked)) } }
            p { a href=(action("block")) { (lang.say(if case.blocked { Word::Unblock } else { Word::Block })) } }
        }
    }
}

/// What is known of the person and the matter.
pub fn facts(lang: Lang, case: &Case, console: &Console) -> Markup {
    let say = |word| lang.say(word);
    let own = content::language(&console.languages, lang.tag());
    let kind = own.and_then(|own| own.types.iter().find(|kind| kind.id == case.kind));
    let label = |id: &str| {
        let named = kind.and_then(|kind| kind.fields.iter().find(|(field, _)| field == id));
        named.map_or_else(|| id.to_owned(), |(_, label)| label.clone())
    };
    let trail: Vec<String> = serde_json::from_str(&case.trail).unwrap_or_default();
    let environment = text::pairs(&case.environment);
    html! {
        section.card {
            h2 { (say(Word::Contact)) }
            @if case.email.is_none() && case.phone.is_none() && case.user_name.is_none() { p { (say(Word::NoContact)) } }
            dl.facts {
                @if let Some(name) = &case.user_name { div { dt { (say(Word::Person)) } dd { (name) } } }
                @if let Some(email) = &case.email { div { dt { (say(Word::Email)) } dd { a href={ "mailto:" (email) } { (email) } } } }
                @if let Some(phone) = &case.phone { div { dt { (say(Word::Phone)) } dd { a href={ "tel:" (phone) } { (phone) } } } }
                @if let Some(name) = case.tier.as_deref().and_then(|tier| text::tier(lang, tier)) {
                    div {
                        dt { (say(Word::Tier)) }
                        dd { (name) " (" (say(if case.tier_signed { Word::TierSigned } else { Word::TierClaimed })) ")" }
                    }
                }
                @if let Some(locale) = &case.locale { div { dt { (say(Word::TicketLanguage)) } dd { (locale) } } }
            }
        }
        section.card {
            h2 { (say(Word::Details)) }
            dl.facts {
                div { dt { (say(Word::Type)) } dd { (type_label(lang, &console.languages, &case.kind)) } }
                @if let Some(topic) = &case.topic {
                    div { dt { (say(Word::Topic)) } dd { (content::topic_label(lang, &console.languages, topic)) } }
                }
                div { dt { (say(Word::Opened)) } dd { (text::time(case.created_at)) } }
                @if let Some(occurred) = &case.occurred { div { dt { (say(Word::Occurred)) } dd { (occurred.replace('T', " ")) } } }
                @for (id, value) in text::pairs(&case.fields) { div { dt { (label(&id)) } dd { (value) } } }
                @for there in &case.elsewhere {
                    div { dt { (say(Word::Elsewhere)) } dd { (text::page(&there.link, &format!("{} {}", there.bridge, there.remote))) } }
                }
                @if let Some((solved, comment)) = &case.rating {
                    div {
                        dt { (say(Word::Rating)) }
                        dd {
                            (say(if *solved { Word::RatedSolved } else { Word::RatedUnsolved }))
                            @if let Some(comment) = comment { br; (text::linked(comment)) }
                        }
                    }
                }
            }
        }
        @if !environment.is_empty() {
            section.card {
                h2 { (say(Word::Environment)) }
                dl.facts { @for (name, value) in environment { div { dt { (name) } dd { (value) } } } }
            }
        }
        @if !trail.is_empty() {
            section.card { h2 { (say(Word::Trail)) } ol.trail { @for step in trail { li { (step) } } } }
        }
    }
}

fn history(lang: Lang, case: &Case) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(Word::History)) }
            ol.history {
                @for change in &case.history {
                    li {
                        (text::status(lang, &change.to)) " · "
                        @match change.actor.as_str() {
                            "agent" => (change.agent.as_deref().unwrap_or(lang.say(Word::Agent))),
                            "visitor" => (lang.say(Word::Person)),
                            _ => (lang.say(Word::System)),
                        }
                        " · " (text::time(change.changed_at))
                    }
                }
            }
        }
    }
}
