//! A conversation as an e-mail, in the ticket's language, plain.

use super::letter::is_chinese;
use crate::store::{Line, Transcript};
use std::fmt::Write;

/// The words of one language; where `{}` stands, the ticket's number is put.
struct Words {
    subject: &'static str,
    intro: &'static str,
    person: &'static str,
    agent: &'static str,
    robot: &'static str,
    system: &'static str,
    file: &'static str,
    link: &'static str,
    valid: &'static str,
    automatic: &'static str,
}

const CHINESE: Words = Words {
    subject: "对话记录 {}",
    intro: "这是您要求发送的对话记录，编号 {}。时间为协调世界时（UTC）。",
    person: "我",
    agent: "客服",
    robot: "机器人",
    system: "系统",
    file: "附件：",
    link: "查看对话或继续提问：",
    valid: "打开链接即可看到这个对话，请勿转发。链接 30 天内有效。",
    automatic: "本邮件由系统自动发出，请不要直接回复。",
};

const ENGLISH: Words = Words {
    subject: "Your conversation {}",
    intro: "This is the conversation {} that you asked us to send you. Times are UTC.",
    person: "Me",
    agent: "Agent",
    robot: "Robot",
    system: "System",
    file: "File: ",
    link: "See the conversation, or go on with it:",
    valid: "Whoever opens the link sees this conversation, so please don't forward it. It is valid for 30 days.",
    automatic: "This e-mail was sent automatically; please don't reply to it.",
};

/// Subject and text.
pub fn write(transcript: &Transcript, link: &str) -> (String, String) {
    let words = if is_chinese(transcript.locale.as_deref()) { CHINESE } else { ENGLISH };
    let with_number = |text: &str| text.replace("{}", &transcript.number);
    let mut text = with_number(words.intro);
    for line in &transcript.lines {
        // Writing to a string can't fail.
        let _ = write!(text, "\n\n{}  {}", time(&line.at), who(&words, line));
        if !line.body.is_empty() {
            let _ = write!(text, "\n{}", line.body);
        }
        for file in &line.files {
            let _ = write!(text, "\n{}{file}", words.file);
        }
    }
    let _ = write!(text, "\n\n{}\n{link}\n\n{}\n{}\n", words.link, words.valid, words.automatic);
    (with_number(words.subject), text)
}

fn who<'a>(words: &'a Words, line: &'a Line) -> &'a str {
    match line.author.as_str() {
        "visitor" => words.person,
        "robot" => words.robot,
        "agent" => line.name.as_deref().unwrap_or(words.agent),
        _ => words.system,
    }
}

/// `2026-11-23 08:02`.
fn time(at: &str) -> String {
    at.chars().take(16).map(|character| if character == 'T' { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(author: &str, name: Option<&str>, body: &str, files: &[&str]) -> Line {
        Line {
            author: author.into(),
            name: name.map(str::to_owned),
            body: body.into(),
            files: files.iter().map(|&file| file.into()).collect(),
            at: "2026-11-23T08:02:11Z".into(),
        }
    }

    #[test]
    fn it_says_who_said_what_and_when_in_the_tickets_language() {
        let lines = vec![
            line("visitor", None, "打不开 <b>", &[]),
            line("robot", None, "试试重启", &[]),
            line("agent", Some("小林"), "您好\n请发截图", &[]),
            line("visitor", None, "", &["截图.png"]),
        ];
        let transcript = Transcript { number: "482-913-7".into(), locale: Some("zh-CN".into()), address: None, lines };
        let (subject, text) = write(&transcript, "https://a.cn/#ticket");
        assert_eq!(subject, "对话记录 482-913-7");
        for said in [
            "2026-11-23 08:02  我\n打不开 <b>\n",
            "2026-11-23 08:02  机器人\n试试重启\n",
            "2026-11-23 08:02  小林\n您好\n请发截图\n",
            "2026-11-23 08:02  我\n附件：截图.png\n",
            "\nhttps://a.cn/#ticket\n",
        ] {
            assert!(text.contains(said), "{said:?} in {text}");
        }
        let (subject, text) = write(&Transcript { locale: Some("en".into()), ..transcript }, "");
        assert_eq!(subject, "Your conversation 482-913-7");
        assert!(text.contains("08:02  Robot\n") && text.contains("File: 截图.png"), "{text}");
    }
}
