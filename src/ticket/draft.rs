//! The ticket being written. Pure: where it is kept is the caller's matter.
//!
//! It is kept as text, one `name<TAB>value` a line, saved on every change, so that a reload, a crash
//! or a closed tab loses nothing.

use crate::text::{decimal, number};
use helplet_desk_api::{Attachment, Author, Contact, NewTicket, Said};

/// What is known of a chosen file without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileNote {
    /// File name.
    pub name: String,
    /// Length in bytes.
    pub size: u32,
    /// Media type, by the name and the first bytes.
    pub media_type: String,
    /// SHA-256 in hexadecimal; empty where the browser withholds hashing.
    pub sha256: String,
}

/// A ticket being written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Draft {
    /// The Idempotency-Key: made with the draft, never changed, so that a repeated sending is one ticket.
    pub key: String,
    /// The ticket type's id; empty while none is chosen.
    pub kind: String,
    /// What is wrong, in the person's words.
    pub description: String,
    /// When it happened, `YYYY-MM-DDTHH:MM`, or empty.
    pub occurred: String,
    /// E-mail address as typed.
    pub email: String,
    /// Telephone number as typed.
    pub phone: String,
    /// The type's own fields, by id.
    pub fields: Vec<(String, String)>,
    /// The environment as it will be sent: found by itself, edited or thinned out by the person.
    pub facts: Vec<(String, String)>,
    /// What was tried before: wizard answers, the search that found nothing.
    pub trail: Vec<String>,
    /// The chosen files.
    pub files: Vec<FileNote>,
    /// A person is asked for, now.
    pub chat: bool,
    /// What it is about, a node of the wizard; empty for a ticket that was no chat.
    pub topic: String,
    /// What was said to the robot after the description: by the robot or not, and the words.
    pub talk: Vec<(bool, String)>,
}

impl Draft {
    /// An empty ticket with its key.
    pub fn new(key: String, facts: Vec<(String, String)>) -> Self {
        Self { key, facts, ..Self::default() }
    }

    /// Whether the person has put nothing in yet.
    pub fn is_untouched(&self) -> bool {
        let typed = [&self.description, &self.occurred, &self.email, &self.phone];
        typed.iter().all(|text| text.is_empty()) && self.fields.is_empty() && self.files.is_empty()
    }

    /// The value of one of the type's own fields.
    pub fn field(&self, id: &str) -> &str {
        self.fields.iter().find(|(name, _)| name == id).map_or("", |(_, value)| value)
    }

    /// Sets one of the type's own fields; an empty value removes it.
    pub fn set_field(&mut self, id: &str, value: String) {
        self.fields.retain(|(name, _)| name != id);
        if !value.is_empty() {
            self.fields.push((id.to_owned(), value));
        }
    }

    /// The text to keep on the device.
    pub fn encode(&self) -> String {
        let mut out = String::new();
        line(&mut out, "key", &[&self.key]);
        line(&mut out, "kind", &[&self.kind]);
        line(&mut out, "description", &[&self.description]);
        line(&mut out, "occurred", &[&self.occurred]);
        line(&mut out, "email", &[&self.email]);
        line(&mut out, "phone", &[&self.phone]);
        for (name, value) in &self.fields {
            line(&mut out, "field", &[name, value]);
        }
        for (name, value) in &self.facts {
            line(&mut out, "fact", &[name, value]);
        }
        for step in &self.trail {
            line(&mut out, "trail", &[step]);
        }
        for file in &self.files {
            line(&mut out, "file", &[&file.name, &decimal(file.size as usize), &file.media_type, &file.sha256]);
        }
        if self.chat {
            line(&mut out, "chat", &[&self.topic]);
        }
        for (robot, words) in &self.talk {
            line(&mut out, "talk", &[if *robot { "robot" } else { "" }, words]);
        }
        out
    }

    /// Reads what [`Draft::encode`] wrote. Lines that are not understood are skipped, so that a
    /// newer or damaged draft still gives back what can be read; without a key there is none.
    pub fn decode(text: &str) -> Option<Self> {
        Self::decode_with(text, &mut |_, _| ())
    }

    /// Like [`Draft::decode`]; `other` hears the name of each further line and asks for its values.
    pub fn decode_with(text: &str, other: &mut dyn FnMut(&str, &mut dyn FnMut() -> String)) -> Option<Self> {
        let mut draft = Self::default();
        lines(text, &mut |name, values| {
            let mut next = || values.next().unwrap_or_default();
            match name {
                "key" => draft.key = next(),
                "kind" => draft.kind = next(),
                "description" => draft.description = next(),
                "occurred" => draft.occurred = next(),
                "email" => draft.email = next(),
                "phone" => draft.phone = next(),
                "field" => draft.fields.push((next(), next())),
                "fact" => draft.facts.push((next(), next())),
                "trail" => draft.trail.push(next()),
                "file" => draft.files.push(FileNote {
                    name: next(),
                    size: number(&next()).unwrap_or(0),
                    media_type: next(),
                    sha256: next(),
                }),
                "chat" => (draft.chat, draft.topic) = (true, next()),
                "talk" => draft.talk.push((next() == "robot", next())),
                _ => other(name, &mut next),
            }
        });
        (!draft.key.is_empty()).then_some(draft)
    }

    /// The ticket as it travels; `tier` is what the person is known to pay for, or empty.
    pub fn ticket(&self, locale: &str, tier: &str) -> NewTicket {
        let trimmed = |text: &str| text.trim().to_owned();
        NewTicket {
            kind: self.kind.clone(),
            description: trimmed(&self.description),
            fields: self.fields.iter().map(|(name, value)| (name.clone(), trimmed(value))).collect(),
            occurred: self.occurred.clone(),
            environment: self.facts.iter().filter(|(_, value)| !value.trim().is_empty()).cloned().collect(),
            contact: Contact {
                email: trimmed(&self.email),
                phone: helplet_desk_api::normalize_phone(&self.phone).unwrap_or_else(|| trimmed(&self.phone)),
            },
            attachments: self
                .files
                .iter()
                .map(|file| Attachment {
                    sha256: file.sha256.clone(),
                    name: file.name.clone(),
                    size: file.size.into(),
                    media_type: file.media_type.clone(),
                })
                .collect(),
            locale: locale.to_owned(),
            trail: self.trail.clone(),
            tier: tier.to_owned(),
            chat: self.chat,
            topic: self.topic.clone(),
            talk: self
                .talk
                .iter()
                .map(|(robot, body)| Said {
                    author: if *robot { Author::Robot } else { Author::Visitor },
                    body: body.clone(),
                })
                .collect(),
            website: String::new(),
        }
    }
}

/// Adds a line of a name and its values to a text that is kept.
pub fn line(out: &mut String, name: &str, values: &[&str]) {
    out.push_str(name);
    for value in values {
        out.push('\t');
        escape(value, out);
    }
    out.push('\n');
}

/// Reads what [`line`] wrote: tells of each line its name and its values.
pub fn lines(text: &str, hear: &mut dyn FnMut(&str, &mut dyn Iterator<Item = String>)) {
    for line in text.lines() {
        let mut parts = line.split('\t').map(unescape);
        let name = parts.next().unwrap_or_default();
        hear(&name, &mut parts);
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            // A lone carriage return would be taken for the end of a line.
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_kept_draft_comes_back_as_it_was(
            texts in proptest::collection::vec(".*", 6),
            pairs in proptest::collection::vec((".*", ".*"), 0..4),
            trail in proptest::collection::vec(".*", 0..4),
            size in any::<u32>(),
        ) {
            let file = FileNote { name: texts[5].clone(), size, media_type: "image/png".into(), sha256: "ab".into() };
            let draft = Draft {
                key: "k".into(),
                kind: texts[0].clone(),
                description: texts[1].clone(),
                occurred: texts[2].clone(),
                email: texts[3].clone(),
                phone: texts[4].clone(),
                fields: pairs.clone(),
                facts: pairs,
                trail,
                files: vec![file],
                chat: true,
                topic: texts[0].clone(),
                talk: vec![(true, texts[1].clone()), (false, texts[2].clone())],
            };
            prop_assert_eq!(Draft::decode(&draft.encode()), Some(draft));
        }

        #[test]
        fn a_damaged_draft_never_panics(text in "\\PC*|(key\t.*\n)?(\\\\|\t|\n|file|fact)*") {
            let _ = Draft::decode(&text);
        }
    }

    #[test]
    fn what_the_person_removed_from_the_environment_is_not_sent() {
        let mut draft = Draft::new("k".into(), vec![("os".into(), "Windows".into()), ("page".into(), "x".into())]);
        draft.facts.retain(|(name, _)| name != "page");
        draft.facts[0].1 = "  ".into();
        assert!(draft.ticket("zh-CN", "").environment.is_empty());
    }

    #[test]
    fn a_mainland_number_travels_in_international_form() {
        let mut draft = Draft::new("k".into(), vec![]);
        draft.phone = "138 0013 8000".into();
        assert_eq!(draft.ticket("zh-CN", "").contact.phone, "+8613800138000");
    }
}
