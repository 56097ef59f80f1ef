//! An e-mail as RFC 5322 and MIME have it, as far as the desk needs it.

use axum::body::Bytes;
use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

/// An e-mail that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// SHA-256 of its Message-ID, or of all of it where it has none: the same when it comes again.
    pub id: String,
    /// Who wrote it, in lower case.
    pub from: String,
    /// All addresses it was sent to, by its own word and by that of the servers on its way.
    pub to: Vec<String>,
    /// The Message-IDs of what it answers.
    pub answers: Vec<String>,
    /// What it is about.
    pub subject: String,
    /// Its text; made of its HTML where it has no other.
    pub text: String,
    /// The files with it.
    pub files: Vec<(String, Bytes)>,
    /// Why no person wrote it, where none did.
    pub automatic: Option<&'static str>,
}

/// Headers in which servers note whom an e-mail was for.
const DELIVERED: [&str; 4] = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"];

/// Reads it; `None` where it is no e-mail, or nobody's.
pub fn read(raw: &[u8]) -> Option<Incoming> {
    let message = MessageParser::default().parse(raw)?;
    let from = addresses(message.from()).into_iter().next()?;
    let mut to = addresses(message.to());
    to.extend(addresses(message.cc()));
    for name in DELIVERED {
        let raw = message.headers_raw().filter(|(header, _)| header.eq_ignore_ascii_case(name));
        to.extend(raw.map(|(_, value)| value.trim().trim_matches(['<', '>']).to_lowercase()));
    }
    let id = match message.message_id() {
        Some(id) => format!("{:x}", Sha256::digest(id)),
        None => format!("{:x}", Sha256::digest(raw)),
    };
    let mut answers = ids(message.in_reply_to());
    answers.extend(ids(message.references()));
    Some(Incoming {
        id,
        to,
        answers,
        subject: message.subject().unwrap_or_default().trim().to_owned(),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        files: message.attachments().filter_map(file).collect(),
        automatic: automatic(&message, &from),
        from,
    })
}

fn addresses(header: Option<&Address<'_>>) -> Vec<String> {
    let all = header.into_iter().flat_map(|addresses| addresses.iter());
    all.filter_map(|address| address.address()).map(|address| address.trim().to_lowercase()).collect()
}

fn ids(header: &HeaderValue<'_>) -> Vec<String> {
    header.as_text_list().unwrap_or_default().iter().map(|id| id.to_string()).collect()
}

fn file(part: &mail_parser::MessagePart<'_>) -> Option<(String, Bytes)> {
    let kind = part.content_type();
    let subtype = kind.and_then(|kind| kind.subtype()).unwrap_or("bin").to_ascii_lowercase();
    let bytes = match &part.body {
        // A second text of an e-mail, such as a list's footer, has no name, and one that has is a file.
        PartType::Text(text) | PartType::Html(text) => {
            part.attachment_name()?;
            Bytes::copy_from_slice(text.as_bytes())
        }
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => Bytes::copy_from_slice(bytes),
        PartType::Message(message) => Bytes::copy_from_slice(message.raw_message()),
        PartType::Multipart(_) => return None,
    };
    let name = part.attachment_name().map_or_else(|| format!("file.{subtype}"), str::to_owned);
    Some((name, bytes))
}

/// Why no person wrote it (RFC 3834, and what older programs do).
fn automatic(message: &Message<'_>, from: &str) -> Option<&'static str> {
    let said = |name: &str| {
        let mut values = message.headers_raw().filter(|(header, _)| header.eq_ignore_ascii_case(name));
        values.next().map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    if said("Auto-Submitted").is_some_and(|how| how.split([';', ' ']).next() != Some("no")) {
        return Some("Auto-Submitted");
    }
    if said("Precedence").is_some_and(|how| matches!(how.as_str(), "bulk" | "junk" | "list" | "auto_reply")) {
        return Some("Precedence");
    }
    if said("List-Id").is_some() || said("X-Autoreply").is_some() || said("X-Autorespond").is_some() {
        return Some("a list's or an automatic e-mail");
    }
    let report =
        message.content_type().is_some_and(|kind| kind.ctype() == "multipart" && kind.subtype() == Some("report"));
    let daemon = from.split('@').next().is_some_and(|name| name == "mailer-daemon" || name == "postmaster");
    if report || daemon || said("Return-Path").is_some_and(|path| path == "<>") {
        return Some("a report on an e-mail");
    }
    None
}
