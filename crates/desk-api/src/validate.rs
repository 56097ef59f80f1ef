//! The one check of a ticket, the same on the person's device and at the desk.

use crate::chat::Said;
use crate::contact::{is_email, normalize_phone};
use crate::date::is_local_date_time;
use crate::fault::{Fault, FaultCode};
use crate::feedback::{Feedback, FeedbackItem};
use crate::identity::TIERS;
use crate::media::may_be;
use crate::message::{NewMessage, Rating};
use crate::rules::*;
use crate::status::Author;
use crate::ticket::{Attachment, Contact, NewTicket};

/// Everything wrong with `ticket`, in the order of the form; empty is acceptable.
///
/// At most one fault a place, and only what the document itself shows: whether the desk has the
/// files, the desk tells.
pub fn validate(ticket: &NewTicket, rules: &Rules) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    fields(&mut faults, ticket, rules);
    faults.text("description", &ticket.description, true, rules.max_description);
    if !ticket.occurred.is_empty() && !is_local_date_time(&ticket.occurred) {
        faults.add("occurred", FaultCode::Date);
    }
    environment(&mut faults, ticket);
    contact(&mut faults, &ticket.contact, !ticket.chat);
    files(&mut faults, &ticket.attachments, rules);
    if !ticket.tier.is_empty() && !TIERS.contains(&&*ticket.tier) {
        faults.add("tier", FaultCode::UnknownOption);
    }
    if !is_locale(&ticket.locale) {
        faults.add("locale", FaultCode::Locale);
    }
    if ticket.trail.len() > MAX_TRAIL as usize {
        faults.add("trail", FaultCode::TooMany { max: MAX_TRAIL });
    }
    for (at, step) in ticket.trail.iter().enumerate().take(MAX_TRAIL as usize) {
        faults.text(&indexed("trail", at), step, false, MAX_TRAIL_STEP);
    }
    faults.text("topic", &ticket.topic, false, MAX_TOPIC);
    talk(&mut faults, &ticket.talk, rules);
    faults.0
}

/// Everything wrong with how a person says they can be reached, at the places of a ticket's `contact`; empty
/// is acceptable.
pub fn validate_contact(given: &Contact) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    contact(&mut faults, given, true);
    faults.0
}

/// Everything wrong with a message; empty is acceptable.
pub fn validate_message(message: &NewMessage, rules: &Rules) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    faults.text("body", &message.body, message.attachments.is_empty(), rules.max_description);
    files(&mut faults, &message.attachments, rules);
    faults.0
}

/// Everything wrong with feedback; empty is acceptable.
pub fn validate_feedback(feedback: &Feedback) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    let (items, max) = (&feedback.items, MAX_FEEDBACK);
    if items.is_empty() {
        faults.add("items", FaultCode::Required);
    } else if items.len() > max as usize {
        faults.add("items", FaultCode::TooMany { max });
    }
    for (at, item) in items.iter().enumerate().take(max as usize) {
        let part = |name: &str| [&indexed("items", at), ".", name].concat();
        let (locale, article) = match item {
            FeedbackItem::Vote { locale, article, .. } => (locale, Some(article)),
            FeedbackItem::Search { locale, query, article, .. } => {
                faults.text(&part("query"), query, true, MAX_QUERY);
                (locale, article.as_ref())
            }
            FeedbackItem::Chat { locale, topic, article, .. } => {
                faults.text(&part("topic"), topic, false, MAX_TOPIC);
                (locale, article.as_ref())
            }
        };
        if locale.is_empty() || !is_locale(locale) {
            faults.add(&part("locale"), FaultCode::Locale);
        }
        if let Some(article) = article {
            faults.text(&part("article"), article, true, MAX_QUERY);
        }
    }
    faults.0
}

/// Everything wrong with a rating; empty is acceptable.
pub fn validate_rating(rating: &Rating) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    faults.text("comment", &rating.comment, false, MAX_COMMENT);
    faults.0
}

/// Whether `text` is a SHA-256 as this contract writes it: 64 lower-case hexadecimal digits.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether `text` may be an Idempotency-Key: 8 to 128 visible ASCII characters. Make it of at least
/// 128 random bits, once a ticket.
pub fn is_idempotency_key(text: &str) -> bool {
    (8..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, path: &str, code: FaultCode) {
        self.0.push(Fault { path: path.to_owned(), code });
    }

    fn text(&mut self, path: &str, value: &str, required: bool, max: u32) {
        if required && value.trim().is_empty() {
            self.add(path, FaultCode::Required);
        } else if value.contains('\0') {
            self.add(path, FaultCode::Character);
        } else if is_longer(value, max) {
            self.add(path, FaultCode::TooLong { max });
        }
    }
}

fn fields(faults: &mut Faults, ticket: &NewTicket, rules: &Rules) {
    let Some(kind) = rules.types.iter().find(|kind| kind.id == ticket.kind) else {
        let code = if ticket.kind.is_empty() { FaultCode::Required } else { FaultCode::UnknownType };
        faults.add("type", code);
        return;
    };
    for field in &kind.fields {
        let path = ["fields.", &field.id].concat();
        // Whoever talks to somebody can be asked.
        let required = field.required && !ticket.chat;
        let value = ticket.fields.iter().find(|(id, _)| *id == field.id).map_or("", |(_, value)| value);
        if field.options.is_empty() {
            faults.text(&path, value, required, field.max_length);
        } else if value.is_empty() {
            if required {
                faults.add(&path, FaultCode::Required);
            }
        } else if !field.options.iter().any(|option| option == value) {
            faults.add(&path, FaultCode::UnknownOption);
        }
    }
    let known = kind.fields.len();
    // One fault more than there are fields tells enough.
    for (at, (id, _)) in ticket.fields.iter().enumerate().take(known + 1) {
        let path = || ["fields.", shortened(id)].concat();
        if !kind.fields.iter().any(|field| field.id == *id) {
            faults.add(&path(), FaultCode::UnknownField);
        } else if ticket.fields[..at].iter().any(|(other, _)| other == id) {
            faults.add(&path(), FaultCode::Repeated);
        }
    }
}

fn environment(faults: &mut Faults, ticket: &NewTicket) {
    if ticket.environment.len() > MAX_ENVIRONMENT as usize {
        faults.add("environment", FaultCode::TooMany { max: MAX_ENVIRONMENT });
    }
    for (at, (name, value)) in ticket.environment.iter().enumerate().take(MAX_ENVIRONMENT as usize) {
        let path = ["environment.", shortened(name)].concat();
        let before = faults.0.len();
        faults.text(&path, name, true, MAX_ENVIRONMENT_NAME);
        if faults.0.len() > before {
            continue;
        }
        if ticket.environment[..at].iter().any(|(other, _)| other == name) {
            faults.add(&path, FaultCode::Repeated);
        } else {
            faults.text(&path, value, false, MAX_ENVIRONMENT_VALUE);
        }
    }
}

fn contact(faults: &mut Faults, contact: &Contact, required: bool) {
    let (email, phone) = (contact.email.trim(), contact.phone.trim());
    if required && email.is_empty() && phone.is_empty() {
        faults.add("contact", FaultCode::Required);
    }
    if !email.is_empty() && !is_email(email) {
        faults.add("contact.email", FaultCode::Email);
    }
    if !phone.is_empty() && normalize_phone(phone).is_none() {
        faults.add("contact.phone", FaultCode::Phone);
    }
}

/// One fault is enough: what was said is no form, and nobody mends it entry by entry.
fn talk(faults: &mut Faults, talk: &[Said], rules: &Rules) {
    if talk.len() > MAX_TALK as usize {
        faults.add("talk", FaultCode::TooMany { max: MAX_TALK });
        return;
    }
    let before = faults.0.len();
    for (at, said) in talk.iter().enumerate() {
        let path = indexed("talk", at);
        // What an agent or the desk has said, only they say.
        if !matches!(said.author, Author::Visitor | Author::Robot) {
            faults.add(&[&path, ".author"].concat(), FaultCode::UnknownOption);
        }
        faults.text(&[&path, ".body"].concat(), &said.body, true, rules.max_description);
        if faults.0.len() > before {
            return;
        }
    }
}

fn files(faults: &mut Faults, attachments: &[Attachment], rules: &Rules) {
    if attachments.len() > rules.max_files as usize {
        faults.add("attachments", FaultCode::TooMany { max: rules.max_files });
    }
    // Beyond the limit, one fault for the list is enough: a hostile list must not make a long answer.
    for (at, attachment) in attachments.iter().enumerate().take(rules.max_files as usize) {
        file(faults, &indexed("attachments", at), attachment, rules);
    }
}

fn file(faults: &mut Faults, path: &str, attachment: &Attachment, rules: &Rules) {
    let part = |name: &str| [path, ".", name].concat();
    if !is_sha256(&attachment.sha256) {
        faults.add(&part("sha256"), FaultCode::Sha256);
    }
    faults.text(&part("name"), &attachment.name, true, MAX_FILE_NAME);
    if attachment.size == 0 {
        faults.add(&part("size"), FaultCode::FileEmpty);
    } else if attachment.size > u64::from(rules.max_file_bytes) {
        faults.add(&part("size"), FaultCode::FileTooBig { max: rules.max_file_bytes });
    }
    if !may_be(&attachment.name, &attachment.media_type) {
        faults.add(&part("media_type"), FaultCode::MediaType);
    }
}

/// Empty, or subtags of letters and digits with hyphens between, as in `zh-CN`.
fn is_locale(text: &str) -> bool {
    let subtag = |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.is_empty() || (text.len() <= MAX_LOCALE as usize && text.split('-').all(subtag))
}

/// Counts no further than it must: `max` characters are at most four times as many bytes.
fn is_longer(text: &str, max: u32) -> bool {
    text.len() > max as usize && text.chars().nth(max as usize).is_some()
}

/// A sender's own name in a path, cut so that the answer stays short.
fn shortened(name: &str) -> &str {
    let cut = name.char_indices().nth(MAX_ENVIRONMENT_NAME as usize);
    // `get`, because slicing brings the text of its panic into the widget.
    cut.and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}

/// `list[7]`, written by hand: the widget has no other use for number formatting.
fn indexed(list: &str, at: usize) -> String {
    let mut path = String::with_capacity(list.len() + 5);
    path.push_str(list);
    path.push('[');
    crate::json::integer(&mut path, at as u64);
    path.push(']');
    path
}
