//! The queue: who waits, for how long, and for whom.

use super::Console;
use super::content::{self, ConsoleLanguage};
use super::layout;
use super::refusal::Refusal;
use super::text;
use super::visit::Visit;
use super::words::{Lang, Word};
use crate::store::{Filter, Waiting, clock};
use axum::extract::{Query, State};
use maud::{Markup, html};
use url::form_urlencoded;

/// The views over the statuses: the value in the address, what it is called, what it holds.
const VIEWS: [(&str, Word, &[&str]); 7] = [
    ("", Word::ToDo, &["new", "open"]),
    ("new", Word::New, &["new"]),
    ("open", Word::Open, &["open"]),
    ("waiting", Word::Waiting, &["waiting"]),
    ("solved", Word::Solved, &["solved"]),
    ("closed", Word::Closed, &["closed"]),
    ("all", Word::All, &[]),
];

/// The filters, as they stand in the address.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    status: String,
    #[serde(rename = "type")]
    kind: String,
    who: String,
    tier: String,
    lang: String,
    sort: String,
    q: String,
    /// From 1.
    page: String,
}

impl Asked {
    /// The address of this view with one value replaced, on its first page.
    fn with(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (own, current) in self.values() {
            let value = if own == name { value } else { current };
            if !value.is_empty() && (own != "page" || name == "page") {
                query.append_pair(own, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { "/desk/".to_owned() } else { format!("/desk/?{query}") }
    }

    fn values(&self) -> [(&'static str, &str); 8] {
        [
            ("status", &self.status),
            ("type", &self.kind),
            ("who", &self.who),
            ("tier", &self.tier),
            ("lang", &self.lang),
            ("sort", &self.sort),
            ("q", &self.q),
            ("page", &self.page),
        ]
    }

    /// Whether anything but the view is chosen.
    fn is_narrowed(&self) -> bool {
        self.values().iter().any(|(name, value)| !matches!(*name, "status" | "sort" | "page") && !value.is_empty())
    }

    fn page(&self) -> u32 {
        self.page.parse().unwrap_or(1).clamp(1, 10_000)
    }

    fn filter(&self, visit: &Visit) -> Filter {
        let view = VIEWS.iter().find(|(value, ..)| *value == self.status).unwrap_or(&VIEWS[0]);
        Filter {
            statuses: view.2.to_vec(),
            kind: self.kind.clone(),
            assignee: if self.who == "me" { visit.session.agent.id.clone() } else { String::new() },
            unassigned: self.who == "nobody",
            tier: self.tier.clone(),
            locale: self.lang.clone(),
            words: self.q.split_whitespace().map(str::to_owned).collect(),
            newest: self.sort == "newest",
            page: self.page() - 1,
        }
    }
}

/// `GET /desk/`
pub async fn get(State(console): State<Console>, visit: Visit, Query(asked): Query<Asked>) -> Result<Markup, Refusal> {
    let filter = asked.filter(&visit);
    let (found, more) = console.store.queue(&filter).await?;
    let counts = console.store.queue_counts(&filter).await?;
    let lang = visit.lang;
    let here = asked.with("page", &asked.page);
    let content = html! {
        h1 { (lang.say(Word::Queue)) }
        div data-live="queue" {
            (views(lang, &asked, &counts))
        }
        (filters(lang, &asked, &console.languages))
        div data-live="list" {
            @if found.is_empty() {
                p.empty { (lang.say(if asked.is_narrowed() || !asked.status.is_empty() { Word::NothingFound } else { Word::NothingToDo })) }
            } @else {
                ul.queue { @for ticket in &found { (row(lang, ticket, &console.languages)) } }
            }
            (pages(lang, &asked, more))
        }
    };
    Ok(layout::page(&visit, lang.say(Word::Queue), &here, content))
}

fn views(lang: Lang, asked: &Asked, counts: &[(String, i64)]) -> Markup {
    let count = |statuses: &[&str]| -> i64 {
        counts.iter().filter(|(name, _)| statuses.is_empty() || statuses.contains(&name.as_str())).map(|(_, n)| n).sum()
    };
    html! {
        nav.views aria-label=(lang.say(Word::Status)) {
            @for (value, word, statuses) in VIEWS {
                a href=(asked.with("status", value)) aria-current=[(asked.status == value).then_some("page")] {
                    (lang.say(word)) " " span.count { (count(statuses)) }
                }
            }
        }
    }
}

/// A list of (value, label) to choose from.
fn choice(lang: Lang, name: &str, label: Word, chosen: &str, entries: &[(&str, &str)]) -> Markup {
    html! {
        label.filter {
            span { (lang.say(label)) }
            select name=(name) {
                @for (value, label) in entries {
                    option value=(value) selected[*value == chosen] { (label) }
                }
            }
        }
    }
}

fn filters(lang: Lang, asked: &Asked, languages: &[ConsoleLanguage]) -> Markup {
    let say = |word| lang.say(word);
    let mut types = vec![("", say(Word::AnyType))];
    let own = content::language(languages, lang.tag());
    types.extend(own.iter().flat_map(|own| &own.types).map(|kind| (kind.id.as_str(), kind.label.as_str())));
    let mut tongues = vec![("", say(Word::AnyLanguage))];
    tongues.extend(languages.iter().map(|language| (language.tag.as_str(), language.name.as_str())));
    let who = [("", say(Word::Anyone)), ("me", say(Word::Mine)), ("nobody", say(Word::Nobody))];
    let tiers = [
        ("", say(Word::AnyTier)),
        ("free", say(Word::Free)),
        ("member", say(Word::Member)),
        ("enterprise", say(Word::Enterprise)),
    ];
    let sorts = [("", say(Word::LongestWait)), ("newest", say(Word::Newest))];
    html! {
        form.filters role="search" method="get" action="/desk/" {
            @if !asked.status.is_empty() { input type="hidden" name="status" value=(asked.status); }
            label.filter.search {
                span { (say(Word::Search)) }
                input type="search" name="q" value=(asked.q) placeholder=(say(Word::SearchHint)) maxlength="200" data-search;
            }
            (choice(lang, "who", Word::Whose, &asked.who, &who))
            (choice(lang, "type", Word::Type, &asked.kind, &types))
            (choice(lang, "tier", Word::Tier, &asked.tier, &tiers))
            (choice(lang, "lang", Word::TicketLanguage, &asked.lang, &tongues))
            (choice(lang, "sort", Word::Sort, &asked.sort, &sorts))
            button type="submit" { (say(Word::Apply)) }
            @if asked.is_narrowed() {
                a.reset href=(Asked { status: asked.status.clone(), ..Asked::default() }.with("", "")) { (say(Word::Reset)) }
            }
        }
    }
}

/// What a type is called in the console's language.
pub fn type_label<'a>(lang: Lang, languages: &'a [ConsoleLanguage], id: &'a str) -> &'a str {
    let own = content::language(languages, lang.tag());
    let named = own.and_then(|own| own.types.iter().find(|kind| kind.id == id));
    named.map_or(id, |kind| kind.label.as_str())
}

fn row(lang: Lang, ticket: &Waiting, languages: &[ConsoleLanguage]) -> Markup {
    let now = clock::now();
    let first_line = ticket.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    html! {
        li.unread[ticket.unread] {
            a.ticket href={ "/desk/tickets/" (ticket.number) } {
                span.subject {
                    @if ticket.unread { span.dot role="img" aria-label=(lang.say(Word::Unread)) title=(lang.say(Word::Unread)) {} " " }
                    span.words { (first_line) }
                }
                span.facts {
                    span.status data-status=(ticket.status) { (text::status(lang, &ticket.status)) } " "
                    span.number { (ticket.number) } " "
                    span { (type_label(lang, languages, &ticket.kind)) } " "
                    @if let Some(contact) = &ticket.contact { span { (contact) } " " }
                    @if let Some(name) = ticket.tier.as_deref().and_then(|tier| text::tier(lang, tier)) {
                        span { (name) @if !ticket.tier_signed { " (" (lang.say(Word::TierClaimed)) ")" } } " "
                    }
                    @if let Some(locale) = &ticket.locale { span { (locale) } " " }
                    @if ticket.messages > 1 { span { (lang.fill(Word::Messages, ticket.messages)) } }
                }
                span.since {
                    @match ticket.waiting_since {
                        Some(since) => strong { (lang.fill(Word::WaitsFor, text::duration(lang, now - since))) },
                        None => (lang.fill(Word::UpdatedAgo, text::duration(lang, now - ticket.updated_at))),
                    }
                }
                span.who { (ticket.assignee.as_deref().unwrap_or(lang.say(Word::Nobody))) }
            }
        }
    }
}

fn pages(lang: Lang, asked: &Asked, more: bool) -> Markup {
    let page = asked.page();
    html! {
        @if page > 1 || more {
            nav.pages aria-label=(lang.fill(Word::Page, page)) {
                @if page > 1 { a rel="prev" href=(asked.with("page", &(page - 1).to_string())) { (lang.say(Word::Previous)) } }
                span { (lang.fill(Word::Page, page)) }
                @if more { a rel="next" href=(asked.with("page", &(page + 1).to_string())) { (lang.say(Word::Next)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_what_is_chosen() {
        let asked = Asked { status: "open".into(), q: "白 页".into(), page: "3".into(), ..Asked::default() };
        assert_eq!(asked.with("who", "me"), "/desk/?status=open&who=me&q=%E7%99%BD+%E9%A1%B5");
        assert_eq!(asked.with("page", "4"), "/desk/?status=open&q=%E7%99%BD+%E9%A1%B5&page=4");
        assert_eq!(Asked::default().with("status", ""), "/desk/");
        assert!(asked.is_narrowed() && !Asked::default().is_narrowed());
        for (text, page) in [("", 1), ("0", 1), ("-1", 1), ("x", 1), ("7", 7), ("99999999", 10_000)] {
            assert_eq!(Asked { page: text.into(), ..Asked::default() }.page(), page);
        }
    }
}
