//! Writing JSON by hand: one document with strings and integers needs no library.

use crate::chat::Said;
use crate::feedback::{Feedback, FeedbackItem};
use crate::message::{NewMessage, Rating};
use crate::ticket::{Attachment, NewTicket};

impl NewTicket {
    /// The JSON document that `POST /v1/tickets` takes.
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(512 + self.description.len());
        out.push('{');
        text(&mut out, "type", &self.kind);
        text(&mut out, "description", &self.description);
        key(&mut out, "fields");
        pairs(&mut out, &self.fields);
        text(&mut out, "occurred", &self.occurred);
        key(&mut out, "environment");
        pairs(&mut out, &self.environment);
        key(&mut out, "contact");
        out.push('{');
        text(&mut out, "email", &self.contact.email);
        text(&mut out, "phone", &self.contact.phone);
        out.push('}');
        attachments(&mut out, &self.attachments);
        text(&mut out, "locale", &self.locale);
        key(&mut out, "trail");
        list(&mut out, &self.trail);
        text(&mut out, "tier", &self.tier);
        // Left out where empty: what was sent under a key before these keys were known stays the same.
        if self.chat {
            key(&mut out, "chat");
            out.push_str("true");
        }
        if !self.topic.is_empty() {
            text(&mut out, "topic", &self.topic);
        }
        if !self.talk.is_empty() {
            talk(&mut out, &self.talk);
        }
        out.push('}');
        out
    }
}

impl NewMessage {
    /// The JSON document that `POST /v1/tickets/{id}/messages` takes.
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(64 + self.body.len());
        out.push('{');
        text(&mut out, "body", &self.body);
        attachments(&mut out, &self.attachments);
        out.push('}');
        out
    }
}

impl Rating {
    /// The JSON document that `POST /v1/tickets/{id}/rating` takes.
    pub fn to_json(&self) -> String {
        let mut out = String::from(if self.solved { "{\"solved\":true" } else { "{\"solved\":false" });
        text(&mut out, "comment", &self.comment);
        out.push('}');
        out
    }
}

impl Feedback {
    /// The JSON document that `POST /v1/feedback` takes.
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\"items\":[");
        for item in &self.items {
            comma(&mut out);
            out.push('{');
            match item {
                FeedbackItem::Vote { locale, article, helpful } => {
                    text(&mut out, "kind", "vote");
                    text(&mut out, "locale", locale);
                    text(&mut out, "article", article);
                    key(&mut out, "helpful");
                    out.push_str(if *helpful { "true" } else { "false" });
                }
                FeedbackItem::Chat { locale, topic, outcome, article } => {
                    text(&mut out, "kind", "chat");
                    text(&mut out, "locale", locale);
                    text(&mut out, "topic", topic);
                    text(&mut out, "outcome", outcome.name());
                    if let Some(article) = article {
                        text(&mut out, "article", article);
                    }
                }
                FeedbackItem::Search { locale, query, hits, article } => {
                    text(&mut out, "kind", "search");
                    text(&mut out, "locale", locale);
                    text(&mut out, "query", query);
                    key(&mut out, "hits");
                    integer(&mut out, (*hits).into());
                    if let Some(article) = article {
                        text(&mut out, "article", article);
                    }
                }
            }
            out.push('}');
        }
        out.push_str("]}");
        out
    }
}

fn talk(out: &mut String, said: &[Said]) {
    key(out, "talk");
    out.push('[');
    for one in said {
        comma(out);
        out.push('{');
        text(out, "author", one.author.name());
        text(out, "body", &one.body);
        out.push('}');
    }
    out.push(']');
}

fn attachments(out: &mut String, files: &[Attachment]) {
    key(out, "attachments");
    out.push('[');
    for file in files {
        comma(out);
        out.push('{');
        text(out, "sha256", &file.sha256);
        text(out, "name", &file.name);
        key(out, "size");
        integer(out, file.size);
        text(out, "media_type", &file.media_type);
        out.push('}');
    }
    out.push(']');
}

/// A JSON object of strings, in the order given.
pub fn pairs_json(entries: &[(String, String)]) -> String {
    let mut out = String::new();
    pairs(&mut out, entries);
    out
}

/// A JSON array of strings.
pub fn list_json(entries: &[String]) -> String {
    let mut out = String::new();
    list(&mut out, entries);
    out
}

fn pairs(out: &mut String, entries: &[(String, String)]) {
    out.push('{');
    for (name, value) in entries {
        text(out, name, value);
    }
    out.push('}');
}

fn list(out: &mut String, entries: &[String]) {
    out.push('[');
    for entry in entries {
        comma(out);
        quoted(out, entry);
    }
    out.push(']');
}

fn text(out: &mut String, name: &str, value: &str) {
    key(out, name);
    quoted(out, value);
}

fn key(out: &mut String, name: &str) {
    comma(out);
    quoted(out, name);
    out.push(':');
}

/// A comma, unless this is the first entry: only an opening bracket can stand before that one,
/// because a bracket inside a string is always followed by its closing quote.
fn comma(out: &mut String) {
    if !out.ends_with(['{', '[']) {
        out.push(',');
    }
}

fn quoted(out: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\0'..='\x1f' => {
                let code = character as usize;
                out.push_str("\\u00");
                out.push(HEX[code >> 4] as char);
                out.push(HEX[code & 15] as char);
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

pub(crate) fn integer(out: &mut String, value: u64) {
    if value >= 10 {
        integer(out, value / 10);
    }
    out.push((b'0' + (value % 10) as u8) as char);
}
