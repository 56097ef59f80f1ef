//! What is written into another system, for the agents there, in the ticket's language.

use super::Opening;
use super::marks::{self, Mark};
use crate::notices::{PublicUrl, is_chinese};
use crate::store::{Case, CaseMessage};
use helplet_desk_api::Author;
use std::fmt::Write;

/// The words of one language.
struct Words {
    visitor: &'static str,
    agent: &'static str,
    other: &'static str,
    kind: &'static str,
    tier: &'static str,
    contact: &'static str,
    occurred: &'static str,
    console: &'static str,
    status: &'static str,
    files: &'static str,
    colon: &'static str,
}

const CHINESE: Words = Words {
    visitor: "客户",
    agent: "客服",
    other: "自动回复",
    kind: "类型",
    tier: "用户等级",
    contact: "联系方式",
    occurred: "发生时间",
    console: "在 Helplet 中查看",
    status: "状态",
    files: "文件",
    colon: "：",
};

const ENGLISH: Words = Words {
    visitor: "Customer",
    agent: "Agent",
    other: "Automatic answer",
    kind: "Type",
    tier: "Tier",
    contact: "Contact",
    occurred: "Occurred",
    console: "In Helplet",
    status: "Status",
    files: "Files",
    colon: ": ",
};

/// The longest subject, in characters; other systems take 200 to 255.
const MAX_SUBJECT: usize = 120;

fn words(case: &Case) -> &'static Words {
    if is_chinese(case.locale.as_deref()) { &CHINESE } else { &ENGLISH }
}

/// A ticket's subject and text: what the person wrote, then what is known of them and their machine.
pub fn opening(case: &Case, console: Option<&PublicUrl>) -> Opening {
    let words = words(case);
    let body = case.messages.first().map(|first| first.body.trim()).unwrap_or_default();
    let line: String = body.lines().find(|line| !line.trim().is_empty()).unwrap_or(&case.kind).trim().into();
    let subject: String = format!("[{}] {line}", case.number).chars().take(MAX_SUBJECT).collect();
    let mut text = format!("{body}\n\n");
    let mut fact = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "{name}{}{value}", words.colon);
        }
    };
    fact(words.files, &case.messages.first().map(names).unwrap_or_default());
    fact(words.kind, &case.kind);
    fact(words.tier, case.tier.as_deref().unwrap_or_default());
    let contact = [case.user_name.as_deref(), case.email.as_deref(), case.phone.as_deref()];
    let contact: Vec<&str> = contact.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    fact(words.contact, &contact.join(", "));
    fact(words.occurred, case.occurred.as_deref().unwrap_or_default());
    for document in [&case.fields, &case.environment] {
        for (name, value) in crate::console::pairs(document) {
            fact(&name, &value);
        }
    }
    if let Some(console) = console {
        fact(words.console, &console.in_console(&case.number));
    }
    text.push_str(&marks::line(&case.number, Mark::Opening));
    Opening { subject, text }
}

/// A message with who wrote it.
pub fn note(case: &Case, message: &CaseMessage) -> String {
    let words = words(case);
    let who = match (Author::parse(&message.author), &message.agent) {
        (Some(Author::Visitor), _) => words.visitor.to_owned(),
        (Some(Author::Agent), Some(name)) => format!("{name} ({})", words.agent),
        (Some(Author::Agent), None) => words.agent.to_owned(),
        _ => words.other.to_owned(),
    };
    let line = marks::line(&case.number, Mark::Message(message.position));
    // The first one's text is the ticket's own: what follows it are its files.
    let mut body = if message.position == 0 { String::new() } else { message.body.trim().to_owned() };
    if !message.files.is_empty() {
        // Also where the other system doesn't take one of them.
        let _ = write!(body, "\n{}{}{}", if body.is_empty() { "" } else { "\n" }, words.files, words.colon);
        body.push_str(&names(message));
    }
    format!("{who}{}\n{}\n\n{line}", words.colon.trim_end(), body.trim_start())
}

fn names(message: &CaseMessage) -> String {
    message.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A change of status.
pub fn status(case: &Case) -> String {
    let words = words(case);
    format!("{}{}{}\n\n{}", words.status, words.colon, case.status, marks::line(&case.number, Mark::Status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::CaseFile;

    fn case(locale: &str) -> Case {
        let message = |position: i64, author: &str, body: &str| CaseMessage {
            id: position.to_string(),
            position,
            author: author.into(),
            agent: (author == "agent").then(|| "Lin".into()),
            internal: false,
            body: body.into(),
            created_at: 0,
            files: vec![],
        };
        Case {
            id: "1".into(),
            number: "482-913-7064".into(),
            kind: "bug".into(),
            topic: None,
            status: "solved".into(),
            fields: r#"{"order":"A-1"}"#.into(),
            environment: r#"{"os":"Windows 11"}"#.into(),
            trail: "[]".into(),
            occurred: None,
            email: Some("a@b.cn".into()),
            phone: None,
            locale: Some(locale.into()),
            tier: Some("member".into()),
            tier_signed: false,
            user_name: None,
            blocked: false,
            assignee_id: None,
            assignee: None,
            count: 2,
            visitor_seen: 0,
            agent_seen: 0,
            rating: None,
            created_at: 0,
            chat: None,
            elsewhere: vec![],
            messages: vec![message(0, "visitor", "\n It crashes. \nOften."), message(1, "agent", "Try again.")],
            history: vec![],
        }
    }

    #[test]
    fn a_ticket_says_what_is_known_and_ends_in_its_mark() {
        let console: PublicUrl = "https://help.example.com".parse().expect("an address");
        let opening = opening(&case("en"), Some(&console));
        assert_eq!(opening.subject, "[482-913-7064] It crashes.");
        let expected = "It crashes. \nOften.\n\nType: bug\nTier: member\nContact: a@b.cn\norder: A-1\nos: Windows 11\n\
                        In Helplet: https://help.example.com/desk/tickets/482-913-7064\nHelplet 482-913-7064 · ticket";
        assert_eq!(opening.text, expected);
    }

    #[test]
    fn a_note_says_who_wrote_it_in_the_tickets_language() {
        let chinese = case("zh-CN");
        assert_eq!(note(&chinese, &chinese.messages[1]), "Lin (客服)：\nTry again.\n\nHelplet 482-913-7064 · 1");
        let mut english = case("en");
        english.messages[0].files =
            vec![CaseFile { sha256: String::new(), name: "a.png".into(), size: 1, media_type: "image/png".into() }];
        let files = note(&english, &english.messages[0]);
        assert_eq!(files, "Customer:\nFiles: a.png\n\nHelplet 482-913-7064 · 0");
        assert_eq!(status(&english), "Status: solved\n\nHelplet 482-913-7064 · status");
    }
}
