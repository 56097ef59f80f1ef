//! What every page has around it.

use super::assets;
use super::visit::{Visit, cookie};
use super::words::{Lang, Word};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use maud::{DOCTYPE, Markup, html};

/// The cookie of whoever has chosen a language.
pub const LANGUAGE_COOKIE: &str = "helplet_language";

/// The language chosen, else the one the browser prefers.
pub fn language(headers: &HeaderMap) -> Lang {
    let chosen = cookie(headers, LANGUAGE_COOKIE).and_then(Lang::parse);
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    chosen.unwrap_or_else(|| Lang::accepted(accepted))
}

/// Where somebody is in the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Among the tickets.
    Tickets,
    /// At the conversations.
    Live,
    /// At the figures.
    Figures,
}

/// A page about tickets for somebody signed in; `here` is its own address, for the switch of languages.
pub fn page(visit: &Visit, title: &str, here: &str, content: Markup) -> Markup {
    page_of(View::Tickets, visit, title, here, content)
}

/// A page for somebody signed in.
pub fn page_of(view: View, visit: &Visit, title: &str, here: &str, content: Markup) -> Markup {
    let lang = visit.lang;
    let places = [
        (View::Tickets, "/desk/", Word::Queue),
        (View::Live, "/desk/live", Word::Live),
        (View::Figures, "/desk/figures", Word::Figures),
    ];
    document(
        lang,
        title,
        Some(view),
        html! {
            header.bar {
                a.brand href="/desk/" { "Helplet" }
                nav.places aria-label=(lang.say(Word::Console)) {
                    @for (place, address, word) in places {
                        a href=(address) aria-current=[(place == view).then_some("page")] { (lang.say(word)) }
                    }
                }
                div.bar-end {
                    (switch(lang, here))
                    span.me { (visit.session.agent.shown_as) }
                    form method="post" action="/desk/sign-out" data-sign-out {
                        (csrf(visit))
                        button.quiet type="submit" { (lang.say(Word::SignOut)) }
                    }
                }
            }
            p.live-lost role="status" data-live-lost=(lang.say(Word::LiveLost)) {}
            div role="status" { p.offer data-offer hidden { a href="/desk/live" { (lang.say(Word::OfferNow)) } } }
            main #content.wide[view == View::Live] tabindex="-1" { (content) }
            (keys(lang, view))
        },
    )
}

/// A page for whoever is not signed in.
pub fn plain(lang: Lang, title: &str, content: Markup) -> Markup {
    document(
        lang,
        title,
        None,
        html! {
            header.bar { span.brand { "Helplet" } span.bar-title { (lang.say(Word::Console)) } }
            main #content.narrow tabindex="-1" { (content) }
        },
    )
}

/// The session's token, first in every form.
pub fn csrf(visit: &Visit) -> Markup {
    html! { input type="hidden" name="csrf" value=(visit.session.csrf); }
}

/// Links to the same page in the other language.
pub fn switch(lang: Lang, here: &str) -> Markup {
    let back: String = url::form_urlencoded::byte_serialize(here.as_bytes()).collect();
    html! {
        nav.languages aria-label=(lang.say(Word::Language)) {
            @for other in Lang::ALL.into_iter().filter(|other| *other != lang) {
                a href={ "/desk/language/" (other.tag()) "?back=" (back) } lang=(other.tag()) { (other.name()) }
            }
        }
    }
}

fn document(lang: Lang, title: &str, view: Option<View>, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="robots" content="noindex";
                title { (title) " · Helplet" }
                link rel="icon" href=(assets::icon()) type="image/svg+xml";
                link rel="stylesheet" href=(assets::style());
                script defer src=(assets::script()) {}
                @if view == Some(View::Live) {
                    link rel="stylesheet" href=(assets::live_style());
                    @for script in assets::live_scripts() { script defer src=(script) {} }
                }
            }
            body {
                a.skip href="#content" { (lang.say(Word::SkipToContent)) }
                (body)
            }
        }
    }
}

/// What the keys do; the script keeps whether they are on.
fn keys(lang: Lang, view: View) -> Markup {
    let tickets = [
        ("/", Word::KeySearch),
        ("j k", Word::KeyMove),
        ("r", Word::KeyReply),
        ("n", Word::KeyNote),
        ("u", Word::KeyBack),
        ("Ctrl Enter", Word::KeySend),
    ];
    let live = [
        ("j k", Word::KeyMoveChat),
        ("t", Word::KeyTake),
        ("r", Word::KeyReply),
        ("n", Word::KeyNote),
        ("x", Word::KeyTransfer),
        ("e", Word::KeyEnd),
        ("c", Word::KeyClose),
        ("/", Word::KeyHints),
        ("Enter", Word::KeySend),
        ("Esc", Word::KeyLeave),
    ];
    let list = if view == View::Live { live.as_slice() } else { tickets.as_slice() };
    html! {
        footer {
            details.keys {
                summary { (lang.say(Word::Keys)) }
                label { input type="checkbox" data-keys; " " (lang.say(Word::KeysOn)) }
                dl {
                    @for (keys, word) in list {
                        div { dt { @for key in keys.split(' ') { kbd { (key) } " " } } dd { (lang.say(*word)) } }
                    }
                }
            }
        }
    }
}
