//! Whether articles helped and what was searched for: told to the desk in batches, without saying who.
//!
//! The first part only notes it; the later one makes of the notes what the desk hears.

use crate::browser::element::{document, listen};
use crate::browser::http;
use crate::host::event::emit_count;
use crate::host::options::EndpointKind;
use crate::later::Wish;
use crate::state::App;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::JsValue;

/// Items told at once: as many as the desk takes.
const MOST: usize = 50;

/// The longest query told, in characters.
const MAX_QUERY: usize = 100;

/// Digits in a row that may be somebody's number.
const NUMBER: usize = 7;

fn is_wanted(app: App) -> bool {
    let endpoint = &app.options.endpoint;
    app.options.feedback && !endpoint.url.is_empty() && endpoint.kind == EndpointKind::Desk
}

/// Something to be told.
pub enum Note {
    /// Whether the article of this id helped.
    Vote(String, bool),
    /// What was searched for, how much was found, and the article opened.
    Search(String, usize, Option<String>),
}

fn note(app: App, note: Note) {
    if is_wanted(app) {
        // No reason to fetch the later part: it comes when the browser is idle.
        app.wishes.update(|wishes| wishes.push(Wish::Note(note)));
    }
}

/// Takes up what was noted.
pub fn take(app: App, note: Note) {
    match note {
        Note::Vote(article, helpful) => {
            item(app, "vote", &[("article", article.into()), ("helpful", helpful.into())]);
        }
        Note::Search(query, hits, article) => {
            let query = query.trim();
            let digits = query.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
            // What looks like an address or a number of somebody's is not told.
            if query.is_empty() || query.chars().count() > MAX_QUERY || query.contains('@') || digits >= Some(NUMBER) {
                return;
            }
            let mut values = vec![("query", query.into()), ("hits", JsValue::from(hits as u32))];
            values.extend(article.map(|article| ("article", article.into())));
            item(app, "search", &values);
        }
    }
}

/// Tells what there is when the page or the panel is left.
pub fn follow(app: App) {
    listen(&document(), "visibilitychange", move |_| {
        if document().hidden() {
            tell(app);
        }
    });
    listen(&document(), "helplet:close", move |_| tell(app));
}

fn item(app: App, kind: &str, values: &[(&str, JsValue)]) {
    if !is_wanted(app) {
        return;
    }
    let item = Object::new();
    let set = |name: &str, value: &JsValue| _ = Reflect::set(&item, &name.into(), value);
    set("kind", &kind.into());
    set("locale", &app.lang().into());
    values.iter().for_each(|(name, value)| set(name, value));
    let mut items = app.feedback.borrow_mut();
    if items.len() < MOST {
        items.push(item.into());
    }
}

/// Somebody said whether an article helped.
pub fn vote(app: App, article: &str, helpful: bool) {
    note(app, Note::Vote(article.to_owned(), helpful));
}

/// Somebody asked the robot; `outcome` is what came of it, in the words of the desk's contract.
pub fn chat(app: App, topic: &str, outcome: &str, article: Option<&str>) {
    let mut values = vec![("topic", topic.into()), ("outcome", outcome.into())];
    values.extend(article.map(|article| ("article", article.into())));
    item(app, "chat", &values);
}

/// Somebody has asked something, as far as one can tell: tells the host page, unless it knows.
pub fn asked(app: App, query: &str, hits: usize) {
    let query = query.trim();
    if app.asked.replace(query.to_owned()) != query && !query.is_empty() {
        emit_count("search", &[("query", query)], ("results", hits));
    }
}

/// Somebody searched, and opened an article or found nothing.
pub fn search(app: App, query: &str, hits: usize, article: Option<&str>) {
    asked(app, query, hits);
    note(app, Note::Search(query.to_owned(), hits, article.map(String::from)));
}

fn tell(app: App) {
    let items: Array = app.feedback.take().into_iter().collect();
    if items.length() == 0 {
        return;
    }
    let document = Object::new();
    _ = Reflect::set(&document, &"items".into(), &items);
    if let Ok(body) = JSON::stringify(&document) {
        http::leave(&[&app.options.endpoint.url, "/v1/feedback"].concat(), &body.into());
    }
}
