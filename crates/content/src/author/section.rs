//! A TOML table as the readers see it: typed access by key, faults with their line, unknown keys named.

use super::fault::{Faults, Place};
use super::keys::Shape;
use super::nearest;
use crate::date::CivilDate;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A piece of TOML inside a file, with what is needed to name its places.
pub(super) struct Source<'a> {
    file: String,
    text: &'a str,
    /// Lines of the file before `text` begins: a front matter stands below its fence.
    lines_before: u32,
    faults: &'a Faults,
}

impl<'a> Source<'a> {
    pub(super) fn new(file: &str, text: &'a str, lines_before: u32, faults: &'a Faults) -> Self {
        Self { file: file.to_owned(), text, lines_before, faults }
    }

    /// The place of a byte of the text.
    pub(super) fn place(&self, at: usize) -> Place {
        let newlines = self.text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count();
        Place { file: self.file.clone(), line: self.lines_before + newlines as u32 + 1 }
    }

    /// Parses the text, naming every fault of syntax; the result holds what could be read.
    pub(super) fn parse(&self) -> Spanned<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let place = self.place(error.span().map_or(0, |span| span.start));
            self.faults.error(&place, format!("this is not valid TOML: {}", error.message()));
        }
        table
    }
}

/// A text with the place it came from.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) place: Place,
}

/// One table of a file.
pub(super) struct Section<'a> {
    source: &'a Source<'a>,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    shape: &'static Shape,
}

impl<'a> Section<'a> {
    /// Looks at `table`, naming every key that `shape` doesn't have.
    pub(super) fn new(
        source: &'a Source<'a>,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        shape: &'static Shape,
    ) -> Self {
        let section = Self { source, table, span, shape };
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !shape.keys.contains(&name) {
                let mut hint = nearest::hint(name, shape.keys.iter().copied());
                if hint.is_empty() {
                    hint = format!("; it may have {}", shape.keys.join(", "));
                }
                let place = source.place(key.span().start);
                section.faults().error(&place, format!("unknown key `{name}` in {}{hint}", shape.name));
            }
        }
        section
    }

    pub(super) fn faults(&self) -> &'a Faults {
        self.source.faults
    }

    /// Where the table begins.
    pub(super) fn place(&self) -> Place {
        self.source.place(self.span.start)
    }

    /// Where `key`'s value stands, or else the table.
    pub(super) fn place_of(&self, key: &str) -> Place {
        self.get(key).map_or_else(|| self.place(), |value| self.source.place(value.span().start))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        debug_assert!(self.shape.keys.contains(&key), "{key} is not declared in keys.rs");
        self.table.get(key)
    }

    fn missing(&self, key: &str, example: &str) {
        let name = self.shape.name;
        self.faults().error(&self.place(), format!("`{key}` is missing in this {name}: add {key} = {example}"));
    }

    fn mistyped(&self, key: &str, value: &Spanned<DeValue<'_>>, example: &str) {
        let found = value.get_ref().type_str();
        self.faults().error(
            &self.source.place(value.span().start),
            format!("`{key}` is of type {found}: write it as {key} = {example}"),
        );
    }

    /// A text that must be there and say something.
    pub(super) fn text(&self, key: &str) -> String {
        if !self.has(key) {
            self.missing(key, "\"…\"");
            return String::new();
        }
        let text = self.optional_text(key);
        if text.is_empty() && self.get(key).is_some_and(|value| value.get_ref().is_str()) {
            self.faults().error(&self.place_of(key), format!("`{key}` is empty: write its text between the quotes"));
        }
        text
    }

    /// A text that may be absent.
    pub(super) fn optional_text(&self, key: &str) -> String {
        let Some(value) = self.get(key) else {
            return String::new();
        };
        match value.get_ref().as_str() {
            Some(text) => self.clean(text, key),
            None => {
                self.mistyped(key, value, "\"…\"");
                String::new()
            }
        }
    }

    /// A text without the spaces around it; characters that can't be shown are a fault.
    fn clean(&self, text: &str, key: &str) -> String {
        if text.contains(|letter: char| letter.is_control() && letter != '\n') {
            let message =
                format!("`{key}` has a control character in it, which can't be shown: write it again by hand");
            self.faults().error(&self.place_of(key), message);
        }
        text.trim().to_owned()
    }

    /// A list of texts; absent is empty.
    pub(super) fn texts(&self, key: &str) -> Vec<Text> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.mistyped(key, value, "[\"…\", \"…\"]");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str().map(|text| self.clean(text, key)) {
                Some(text) if !text.is_empty() => {
                    texts.push(Text { text, place: self.source.place(item.span().start) })
                }
                Some(_) => self.faults().error(
                    &self.source.place(item.span().start),
                    format!("an empty text in `{key}`: fill it in or take it out"),
                ),
                None => self.mistyped(key, item, "[\"…\", \"…\"]"),
            }
        }
        texts
    }

    /// The texts of a list that must be there, without their places.
    pub(super) fn required_texts(&self, key: &str) -> Vec<String> {
        if !self.has(key) {
            self.missing(key, "[\"…\", \"…\"]");
        }
        self.texts(key).into_iter().map(|text| text.text).collect()
    }

    /// `true` or `false`; absent is `false`.
    pub(super) fn flag(&self, key: &str) -> bool {
        let Some(value) = self.get(key) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.mistyped(key, value, "true");
            false
        })
    }

    /// A whole number in `range`; `default` when absent or faulty.
    pub(super) fn number(&self, key: &str, range: RangeInclusive<u32>, default: u32) -> u32 {
        let Some(value) = self.get(key) else {
            return default;
        };
        let Some(integer) = value.get_ref().as_integer() else {
            self.mistyped(key, value, &default.to_string());
            return default;
        };
        match u32::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let (least, most) = range.into_inner();
                self.faults()
                    .error(&self.place_of(key), format!("`{key}` is {integer}: it must be between {least} and {most}"));
                default
            }
        }
    }

    /// A day that must be there.
    pub(super) fn date(&self, key: &str) -> Option<CivilDate> {
        if !self.has(key) {
            self.missing(key, "2026-12-31");
        }
        self.optional_date(key)
    }

    /// A day that may be absent.
    pub(super) fn optional_date(&self, key: &str) -> Option<CivilDate> {
        let value = self.get(key)?;
        let date = value.get_ref().as_datetime().and_then(|at| at.date);
        let day = date.and_then(|date| CivilDate::new(date.year, date.month, date.day));
        if day.is_none() {
            self.faults().error(
                &self.place_of(key),
                format!("`{key}` is no day: write year-month-day without quotes, like {key} = 2026-12-31"),
            );
        }
        day
    }

    /// The tables of a list of tables, such as `[[node]]`; absent is empty.
    pub(super) fn tables(&self, key: &str, shape: &'static Shape) -> Vec<Section<'a>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            let name = self.shape.name;
            self.faults().error(
                &self.place_of(key),
                format!("`{key}` in {name} is a list: write its heading with two brackets, once for each"),
            );
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(table) => sections.push(Section::new(self.source, table, item.span(), shape)),
                None => self.mistyped(key, item, "[{ … }, { … }]"),
            }
        }
        sections
    }

    /// One table, such as `audience = { … }`.
    pub(super) fn table(&self, key: &str, shape: &'static Shape) -> Option<Section<'a>> {
        let value = self.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.mistyped(key, value, "{ … }");
            return None;
        };
        Some(Section::new(self.source, table, value.span(), shape))
    }

    /// An id that must be there: what other places refer to.
    pub(super) fn id(&self) -> Text {
        let text = self.text("id");
        let place = self.place_of("id");
        if !text.is_empty() && !is_id(&text) {
            self.faults().error(
                &place,
                format!("the id \"{text}\" is not usable: lower-case letters a to z, digits and single hyphens, at most 64, like \"forgot-password\""),
            );
        }
        Text { text, place }
    }
}

/// Ids appear in addresses and are sent to the desk, so they stay plain.
fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}
