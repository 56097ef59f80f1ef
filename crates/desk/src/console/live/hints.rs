//! What `/` offers while an agent writes: canned answers, and articles found by the words after it.

use super::super::Console;
use super::super::content;
use super::super::refusal::Refusal;
use super::super::visit::Visit;
use super::super::words::Word;
use axum::extract::{Query, State};
use maud::{Markup, html};

/// Most entries of each kind.
const MOST: usize = 6;

/// What is asked for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The language tag.
    lang: String,
    /// What was typed after the slash.
    q: String,
}

/// `GET /desk/live/hints`: the entries of a listbox, with what each of them writes.
pub async fn get(State(console): State<Console>, visit: Visit, Query(asked): Query<Asked>) -> Result<Markup, Refusal> {
    let lang = visit.lang;
    let words: Vec<String> = asked.q.split_whitespace().map(str::to_lowercase).collect();
    let fits = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let language = content::language(&console.languages, &asked.lang);
    let replies = language.iter().flat_map(|language| &language.replies);
    // What is called so comes before what only says so.
    let (called, others): (Vec<_>, Vec<_>) =
        replies.filter(|reply| fits(&format!("{} {}", reply.title, reply.text))).partition(|reply| fits(&reply.title));
    let articles = console.suggest.find(&asked.lang, &asked.q, MOST);
    let entry = |kind: Word, title: &str, text: &str| {
        html! {
            li role="option" aria-selected="false" data-text=(text) { span.hint-kind { (lang.say(kind)) } " " span { (title) } }
        }
    };
    Ok(html! {
        ul lang=(asked.lang) {
            @for reply in called.into_iter().chain(others).take(MOST) { (entry(Word::HintCanned, &reply.title, &reply.with_links(&visit.base))) }
            @for article in articles { (entry(Word::HintArticle, &article.title, &article.text(&visit.base))) }
        }
    })
}
