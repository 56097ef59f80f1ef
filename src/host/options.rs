//! Boot options, as the loader hands them over. docs/EMBED.md documents each.

use crate::browser::json::{get, items, pairs, text};
use helplet_content::Person;
use helplet_content::audience::{Edition, Platform, Tier};
use wasm_bindgen::JsValue;

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
    /// The panel is the page or a part of it: it can't be closed.
    pub inside: bool,
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
        let [base, locale, theme, mode, into, url, kind, product_version, start] =
            ["base", "locale", "theme", "mode", "into", "endpoint", "endpointKind", "productVersion", "start"]
                .map(|name| text(value, name));
        let said = person(value);
        Self {
            base,
            languages: items(value, "languages").iter().map(language).collect(),
            locale,
            theme: if theme.is_empty() { String::from("auto") } else { theme },
            inside: mode == "page" || !into.is_empty(),
            endpoint: Endpoint {
                url: String::from(url.trim_end_matches('/')),
                kind: if kind == "webhook" { EndpointKind::Webhook } else { EndpointKind::Desk },
                headers: pairs(&get(value, "endpointHeaders")),
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
    let [failed, retry] = ["failed", "retry"].map(|name| text(value, name));
    Language { lang, name, file, failed, retry }
}
