//! What an e-mail says, in the ticket's language.

use std::fmt::Write;

/// The words of one language.
struct Words {
    language: &'static str,
    answered: &'static str,
    waits: &'static str,
    answered_intro: &'static str,
    waits_intro: &'static str,
    link: &'static str,
    valid: &'static str,
    automatic: &'static str,
    answerable: &'static str,
}

/// The first line of a letter that can be answered, Chinese and English: what stands above it in an answer is
/// new, whatever the mail program does with the rest.
pub const ABOVE: [&str; 2] = ["— 请在此行以上回复 —", "— Please reply above this line —"];

/// Where `{}` stands, the ticket's number is put.
const CHINESE: Words = Words {
    language: "zh-CN",
    answered: "您的工单 {} 有新回复",
    waits: "您的工单 {} 等待您补充信息",
    answered_intro: "客服回复了您的工单 {}：",
    waits_intro: "处理您的工单 {} 还需要您补充信息。",
    link: "查看对话并回复：",
    valid: "打开链接即可看到这个工单，请勿转发。链接 30 天内有效。",
    automatic: "本邮件由系统自动发出，请不要直接回复。",
    answerable: "您也可以直接回复本邮件。",
};

const ENGLISH: Words = Words {
    language: "en",
    answered: "Your ticket {} has a new reply",
    waits: "Your ticket {} is waiting for you",
    answered_intro: "An agent has answered your ticket {}:",
    waits_intro: "We need more information from you to go on with your ticket {}.",
    link: "See the conversation and reply:",
    valid: "Whoever opens the link sees this ticket, so please don't forward it. It is valid for 30 days.",
    automatic: "This e-mail was sent automatically; please don't reply to it.",
    answerable: "You can also simply reply to this e-mail.",
};

/// What an e-mail is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub number: &'a str,
    /// A language tag.
    pub locale: Option<&'a str>,
    /// The desk waits for the person.
    pub waiting: bool,
    /// What agents wrote, oldest first.
    pub messages: &'a [String],
    pub link: &'a str,
    /// An answer to the e-mail lands in the thread.
    pub answerable: bool,
}

/// An e-mail's text, twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub subject: String,
    pub plain: String,
    pub html: String,
}

/// Chinese in whatever region it is read; English to all others.
pub fn is_chinese(locale: Option<&str>) -> bool {
    locale.is_some_and(|locale| locale.to_ascii_lowercase().starts_with("zh"))
}

/// Writes it.
pub fn write(about: About<'_>) -> Text {
    let chinese = is_chinese(about.locale);
    let words = if chinese { CHINESE } else { ENGLISH };
    let with_number = |text: &str| text.replace("{}", about.number);
    let subject = with_number(if about.waiting { words.waits } else { words.answered });
    let mut paragraphs = Vec::new();
    if about.waiting {
        paragraphs.push(with_number(words.waits_intro));
    }
    if !about.messages.is_empty() {
        paragraphs.push(with_number(words.answered_intro));
    }
    let above = if chinese { ABOVE[0] } else { ABOVE[1] };
    let last = if about.answerable { words.answerable } else { words.automatic };
    let mut plain = if about.answerable { format!("{above}\n\n") } else { String::new() };
    plain += &paragraphs.join("\n\n");
    for message in about.messages {
        let _ = write!(plain, "\n\n{message}");
    }
    let _ = write!(plain, "\n\n{}\n{}\n\n{}\n{}\n", words.link, about.link, words.valid, last);

    let mut html = format!("<!DOCTYPE html>\n<html lang=\"{}\">\n<body>\n", words.language);
    if about.answerable {
        let _ = writeln!(html, "<p>{above}</p>");
    }
    for text in &paragraphs {
        let _ = writeln!(html, "<p>{}</p>", escape(text));
    }
    for message in about.messages {
        let _ = writeln!(html, "<blockquote>{}</blockquote>", escape(message));
    }
    let link = escape(about.link);
    let _ = writeln!(html, "<p>{}<br>\n<a href=\"{link}\">{link}</a></p>", words.link);
    let _ = writeln!(html, "<p>{}<br>\n{}</p>\n</body>\n</html>", words.valid, last);
    Text { subject, plain, html }
}

/// Text as HTML that shows it, line breaks too.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("<br>\n"),
            '\r' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about<'a>(locale: &'a str, waiting: bool, messages: &'a [String]) -> About<'a> {
        About {
            number: "482-913-7",
            locale: Some(locale),
            waiting,
            messages,
            link: "https://a.cn/?a=1&b#ticket",
            answerable: false,
        }
    }

    #[test]
    fn what_can_be_answered_says_so_and_where() {
        let chinese = write(About { answerable: true, ..about("zh-CN", true, &[]) });
        assert!(chinese.plain.starts_with(ABOVE[0]) && chinese.plain.contains("直接回复本邮件"), "{}", chinese.plain);
        let english = write(About { answerable: true, ..about("en", true, &[]) });
        assert!(english.html.contains(ABOVE[1]) && !english.html.contains("please don't reply"), "{}", english.html);
        assert!(!write(about("en", true, &[])).plain.contains(ABOVE[1]));
    }

    #[test]
    fn it_is_in_the_tickets_language() {
        for (locale, subject) in [
            ("zh-CN", "您的工单 482-913-7 有新回复"),
            ("zh-Hant-TW", "您的工单 482-913-7 有新回复"),
            ("en", "Your ticket 482-913-7 has a new reply"),
            ("fr", "Your ticket 482-913-7 has a new reply"),
        ] {
            assert_eq!(write(about(locale, false, &["x".into()])).subject, subject, "{locale}");
        }
        assert_eq!(write(about("en", true, &[])).subject, "Your ticket 482-913-7 is waiting for you");
    }

    #[test]
    fn what_an_agent_wrote_is_shown_and_never_markup() {
        let text = write(about("en", true, &["<script>alert(1)</script>\nsecond & last".into(), "another".into()]));
        assert!(text.plain.contains("<script>alert(1)</script>\nsecond & last\n\nanother\n\n"), "{}", text.plain);
        assert!(text.plain.contains("https://a.cn/?a=1&b#ticket\n"), "{}", text.plain);
        let shown = "<blockquote>&lt;script&gt;alert(1)&lt;/script&gt;<br>\nsecond &amp; last</blockquote>";
        assert!(text.html.contains(shown), "{}", text.html);
        assert!(text.html.contains(r#"<a href="https://a.cn/?a=1&amp;b#ticket">"#), "{}", text.html);
    }
}
