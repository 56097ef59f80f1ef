//! What of an e-mail's text is new: without the letter it answers and the signature, where that is certain.

use crate::notices::ABOVE;

/// What a mail program writes above a letter that it quotes whole, in several languages.
const ORIGINAL: [&str; 6] = [
    "-----original message-----",
    "----- original message -----",
    "-----原始邮件-----",
    "----- 原始邮件 -----",
    "------------------ 原始邮件 ------------------",
    "-------- 转发邮件信息 --------",
];

/// What begins the header of a quoted letter, and what else such a header has.
const FROM: [&str; 4] = ["from:", "发件人:", "发件人：", "寄件者："];
const SENT: [&str; 7] = ["sent:", "date:", "发送时间:", "发送时间：", "发送日期:", "日期:", "日期："];

/// How the last line of an introduction to a quotation ends: `On Monday, Anna wrote:`.
const WROTE: [&str; 8] = ["wrote:", "writes:", "写道：", "写道:", "寫道：", "schrieb:", "écrit :", "escribió:"];

/// Lines that phones add.
const SENT_FROM: [&str; 4] = ["sent from my ", "发自我的", "从我的", "来自我的"];

/// How many lines before a quotation may introduce it.
const INTRODUCTION: usize = 3;

/// The new part. All of it where nothing is certain, or nothing else is left.
pub fn new_part(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().collect();
    let end = history(&lines).unwrap_or(lines.len());
    let end = signature(&lines[..end]);
    let kept = lines[..end].join("\n").trim().to_owned();
    if kept.is_empty() { text.trim().to_owned() } else { kept }
}

/// Where the quoted letter begins.
fn history(lines: &[&str]) -> Option<usize> {
    // Our own letters begin with a line to answer above.
    if let Some(at) = lines.iter().position(|line| ABOVE.iter().any(|above| line.contains(above))) {
        return Some(introduced(lines, start_of_quotation(lines, at)));
    }
    let plain = |line: &str| line.trim().to_lowercase();
    let whole = lines.iter().enumerate().position(|(at, line)| {
        let line = plain(line);
        let header = |names: &[&str], line: &str| names.iter().any(|name| line.starts_with(name));
        let next = lines[at + 1..].iter().take(4);
        ORIGINAL.contains(&line.as_str())
            || header(&FROM, line.trim_start_matches('*'))
                && next.clone().any(|line| header(&SENT, plain(line).trim_start_matches('*')))
    });
    if let Some(at) = whole {
        // Outlook draws a line above.
        let ruled = at > 0 && lines[at - 1].trim().len() > 9 && lines[at - 1].trim().chars().all(|c| c == '_');
        return Some(at - usize::from(ruled));
    }
    // Quoted lines up to the end. With something new between or below them, they are needed to understand it.
    let last_new = lines.iter().rposition(|line| !line.trim().is_empty() && !line.starts_with('>'));
    let from = lines.iter().position(|line| line.starts_with('>'))?;
    if last_new.is_some_and(|last| last > from) {
        return None;
    }
    let at = introduced(lines, from);
    // A quotation that nobody introduces may be the person's own.
    (at < from).then_some(at)
}

/// The first of the quoted lines that end in this one.
fn start_of_quotation(lines: &[&str], at: usize) -> usize {
    let quoted = |line: &&&str| line.starts_with('>') || line.trim().is_empty();
    if !lines[at].starts_with('>') {
        return at;
    }
    at - lines[..at].iter().rev().take_while(quoted).filter(|line| line.starts_with('>')).count()
}

/// Where the introduction to what begins here begins.
fn introduced(lines: &[&str], from: usize) -> usize {
    let said: Vec<usize> = (0..from).rev().filter(|&at| !lines[at].trim().is_empty()).take(INTRODUCTION).collect();
    let Some(&last) = said.first() else { return from };
    let ends = lines[last].trim_end().to_lowercase();
    if !WROTE.iter().any(|wrote| ends.ends_with(wrote)) {
        return from;
    }
    // It may be broken into lines that follow one another; it begins with a paragraph of its own.
    let mut start = last;
    while start > 0 && last - start + 1 < INTRODUCTION && !lines[start - 1].trim().is_empty() {
        start -= 1;
    }
    // Three lines without a break are rather the person's own words: only the last is taken away then.
    if start > 0 && !lines[start - 1].trim().is_empty() { last } else { start }
}

/// Where the signature begins; the end where there is none.
fn signature(lines: &[&str]) -> usize {
    // As RFC 3676 marks it, 4.3; some programs lose the space.
    if let Some(at) = lines.iter().rposition(|line| *line == "-- " || *line == "--") {
        return at;
    }
    let last = lines.iter().rposition(|line| !line.trim().is_empty());
    let phone = last.filter(|&at| {
        let line = lines[at].trim().to_lowercase();
        line.chars().count() < 40 && SENT_FROM.iter().any(|begins| line.starts_with(begins))
    });
    phone.unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certainly_old_is_left_out() {
        for (text, expected) in [
            ("Still broken.\n", "Still broken."),
            (
                "Still broken.\n\nOn Mon, 23 Nov 2026 at 08:02, Help <help@a.cn> wrote:\n> Try\n> again\n",
                "Still broken.",
            ),
            (
                "Still broken.\r\n\r\nOn Mon, 23 Nov 2026 at 08:02, Help\r\n<help@a.cn> wrote:\r\n\r\n> Try\r\n",
                "Still broken.",
            ),
            ("还是不行。\n\n在 2026年11月23日，帮助 <help@a.cn> 写道：\n\n> 请重新安装\n", "还是不行。"),
            ("还是不行。\n\n------------------ 原始邮件 ------------------\n发件人: 帮助\n请重新安装", "还是不行。"),
            (
                "No.\n\n________________________________\nFrom: Help <help@a.cn>\nSent: Monday\nTo: me\n\nTry again",
                "No.",
            ),
            ("No.\n\n*From:* Help\n*Date:* Monday\n\nTry again", "No."),
            ("No.\n\nOn Monday Help wrote:\n> — Please reply above this line —\n> Hello", "No."),
            ("不行。\n\n— 请在此行以上回复 —\n您的工单", "不行。"),
            ("No.\n-- \nAnna\nExample Ltd.", "No."),
            ("No.\n\nSent from my iPhone", "No."),
            ("不行\n\n发自我的iPhone\n\n在 2026年，帮助写道：\n\n> 请重新安装\n", "不行"),
        ] {
            assert_eq!(new_part(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_may_be_needed_is_kept() {
        for text in [
            "> Which version?\n12.1\n> Which system?\nWindows",
            "Your page says:\n\n> not found",
            "Line one\nline two -- with dashes\nFrom: the menu I chose Open",
            "She wrote: it is broken",
            "> only a quotation",
            "Sent from my office I have tried it on three machines and none of them opens the file",
        ] {
            assert_eq!(new_part(text), text, "{text:?}");
        }
        // Nothing new: all of it, rather than nothing.
        let all = "On Monday Help wrote:\n> Try again";
        assert_eq!(new_part(all), all);
    }

    #[test]
    fn any_text_is_taken() {
        for text in ["", "\n", ">", "--", "-- \n", "From:", "From:\nSent:", "wrote:\n>", "\u{feff}> \r\n\r\n"] {
            new_part(text);
        }
    }
}
