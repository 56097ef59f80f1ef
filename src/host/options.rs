//! Boot options, as the loader hands them over. docs/EMBED.md documents each.

use crate::browser::json::{get, items, parse, text};
use helplet_content::Person;
use helplet_content::audience::{Edition, Platform, Tier};
use wasm_bindgen::{JsCast, JsValue};

/// A language there is a bundle for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 tag.
    pub lang: String,
    /// Its own name for itself.
    pub name: String,
    /// The bundle's file name, relative to the base.
    pub file: String,
    /// What to say when the bundle can't be had: a sentence, then the contact channels, a line each.
    pub failed: String,
    /// The words for trying again.
    pub retry: String,
}

/// Who takes tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndpointKind {
    /// Helplet's own contract: docs/API.md.
    Desk,
    /// Any address that takes one multipart POST; no tracking.
    Webhook,
}

/// Where tickets go.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Address without a slash at its end; empty where no tickets are taken.
    pub url: String,
    /// How it is spoken to.
    pub kind: EndpointKind,
    /// Headers added to every request.
    pub headers: Vec<(String, String)>,
}

/// Everything the host page decides.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address of the folder with the bundles, with a slash at its end.
    pub base: String,
    /// Languages, the default first.
    pub languages: Vec<Language>,
    /// The language to start in, already matched to one of `languages`.
    pub locale: String,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// The panel is the page, rather than something over it.
    pub page: bool,
    /// Where tickets go.
    pub endpoint: Endpoint,
    /// What the page knows of the person.
    pub person: Person,
    /// The product's version, where the page knows it.
    pub product_version: String,
    /// Votes and searches may be told to the desk.
    pub feedback: bool,
    /// The screen to open with, as a path.
    pub start: String,
}

impl Options {
    /// Reads the loader's object. Words that are not understood count as not said.
    pub fn read(value: &JsValue) -> Self {
        let [base, locale, theme, mode, url, kind, product_version, start] =
            ["base", "locale", "theme", "mode", "endpoint", "endpointKind", "productVersion", "start"]
                .map(|name| text(value, name));
        let said = person(value);
        Self {
            base,
            languages: items(value, "languages").iter().map(language).collect(),
            locale,
            theme,
            page: mode == "page",
            endpoint: Endpoint {
                url: String::from(url.trim_end_matches('/')),
                kind: if kind == "webhook" { EndpointKind::Webhook } else { EndpointKind::Desk },
                headers: headers(value),
            },
            person: Person { platform: said.platform.or_else(crate::browser::environment::platform), ..said },
            product_version,
            feedback: get(value, "feedback") != false && text(value, "feedback") != "false",
            start,
        }
    }
}

/// What the page says of the person.
pub fn person(value: &JsValue) -> Person {
    let [tier, edition, platform, region] = ["tier", "edition", "platform", "region"].map(|name| text(value, name));
    Person {
        tier: Tier::parse(&tier),
        edition: Edition::parse(&edition),
        platform: Platform::parse(&platform),
        region: (!region.is_empty()).then_some(region),
    }
}

fn language(value: &JsValue) -> Language {
    let [lang, name, file] = ["lang", "name", "file"].map(|name| text(value, name));
    let words = get(value, "words");
    let [failed, retry] = ["failed", "retry"].map(|name| text(&words, name));
    Language { lang, name, file, failed, retry }
}

/// `endpointHeaders` is an object, or JSON text of one when it comes from an attribute.
fn headers(value: &JsValue) -> Vec<(String, String)> {
    let given = get(value, "endpointHeaders");
    let object = given.as_string().map_or(Some(given), |json| parse(&json));
    let Some(object) = object.filter(JsValue::is_object) else { return Vec::new() };
    js_sys::Object::keys(object.unchecked_ref::<js_sys::Object>())
        .iter()
        .filter_map(|name| name.as_string())
        .map(|name| (name.clone(), text(&object, &name)))
        .collect()
}
