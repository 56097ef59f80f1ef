//! The last line of all that goes to another system. By it what is ours is known there again: nothing is sent
//! twice, and nothing of ours comes back.

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The ticket's own text, made with it.
    Opening,
    /// The message at this position of its thread.
    Message(i64),
    /// A change of status alone.
    Status,
}

/// The line.
pub fn line(number: &str, mark: Mark) -> String {
    match mark {
        Mark::Opening => format!("Helplet {number} · ticket"),
        Mark::Message(position) => format!("Helplet {number} · {position}"),
        Mark::Status => format!("Helplet {number} · status"),
    }
}

/// What a text of this ticket is, where it is ours. A quotation is not: something stands before the line.
pub fn of(text: &str, number: &str) -> Option<Mark> {
    let last = text.trim_end().lines().next_back()?.trim_end();
    let rest = last.strip_prefix("Helplet ")?.strip_prefix(number)?.strip_prefix(" · ")?;
    let digits = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    match rest {
        "ticket" => Some(Mark::Opening),
        "status" => Some(Mark::Status),
        rest => rest.parse().ok().filter(|_| digits).map(Mark::Message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_back_from_the_last_line_alone() {
        for mark in [Mark::Opening, Mark::Message(0), Mark::Message(12), Mark::Status] {
            let text = format!("Hello\n\n{}\r\n", line("482-913-7064", mark));
            assert_eq!(of(&text, "482-913-7064"), Some(mark));
            assert_eq!(of(&text, "482-913-7065"), None);
            assert_eq!(of(&format!("> {}", line("482-913-7064", mark)), "482-913-7064"), None);
            assert_eq!(of(&format!("{text}\nThanks, Anna"), "482-913-7064"), None);
        }
        for text in ["", "Helplet 482-913-7064", "Helplet 482-913-7064 · ", "Helplet 482-913-7064 · +1"] {
            assert_eq!(of(text, "482-913-7064"), None, "{text}");
        }
    }
}
