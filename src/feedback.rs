//! Whether articles helped and what was searched for: told to the desk in batches, without saying who.

use crate::browser::element::{document, listen};
use crate::browser::http;
use crate::host::event::emit_count;
use crate::host::options::EndpointKind;
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
    item(app, "vote", &[("article", article.into()), ("helpful", helpful.into())]);
}

/// Somebody has asked something, as far as one can tell: tells the host page, unless it knows.
pub fn asked(app: App, query: &str, hits: usize) {
    let query = query.trim();
    if app.asked.replace(query.to_owned()) != query && !query.is_empty() {
        emit_count("search", &[("query", query)], ("results", hits));
    }
}

/// Somebody searched, and opened an article or found nothing. What looks like an address or a number of
/// somebody's is not told.
pub fn search(app: App, query: &str, hits: usize, article: Option<&str>) {
    asked(app, query, hits);
    let query = query.trim();
    let digits = query.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
    if query.is_empty() || query.chars().count() > MAX_QUERY || query.contains('@') || digits >= Some(NUMBER) {
        return;
    }
    let mut values = vec![("query", query.into()), ("hits", JsValue::from(hits as u32))];
    values.extend(article.map(|article| ("article", article.into())));
    item(app, "search", &values);
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
