//! Server-sent events, read from the pieces in which they come. Pure.

/// One event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// What to go on after.
    pub id: String,
    /// Its type.
    pub name: String,
    /// Its data.
    pub data: String,
}

/// What has come and is not read yet.
#[derive(Debug, Default)]
pub struct Reader {
    rest: String,
    event: Sent,
}

impl Reader {
    /// Takes a piece in; the events that it completes.
    pub fn take(&mut self, piece: &str) -> Vec<Sent> {
        self.rest.push_str(piece);
        let mut events = Vec::new();
        while let Some(end) = self.rest.find('\n') {
            let line: String = self.rest.drain(..=end).collect();
            let line = line.trim_end_matches(['\n', '\r']);
            if line.is_empty() {
                let event = std::mem::take(&mut self.event);
                // Without data it was a comment, or only an id.
                if !event.data.is_empty() {
                    events.push(event);
                }
                continue;
            }
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match name {
                "id" => value.clone_into(&mut self.event.id),
                "event" => value.clone_into(&mut self.event.name),
                "data" => {
                    if !self.event.data.is_empty() {
                        self.event.data.push('\n');
                    }
                    self.event.data.push_str(value);
                }
                _ => {}
            }
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "event: hello\nid: 3\ndata: {\"last\":\"3\"}\n\n:\n\nid:4\r\nevent:message.created\r\ndata: 你好\r\ndata: a\r\n\r\ndata: cut";

    proptest! {
        #[test]
        fn however_it_is_cut_it_is_read_alike(cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..8)) {
            let chars: Vec<char> = TEXT.chars().collect();
            let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(chars.len())).collect();
            at.push(chars.len());
            at.sort_unstable();
            let (mut reader, mut events, mut from) = (Reader::default(), Vec::new(), 0);
            for to in at {
                events.extend(reader.take(&chars[from..to].iter().collect::<String>()));
                from = to;
            }
            let sent = |id: &str, name: &str, data: &str| Sent { id: id.into(), name: name.into(), data: data.into() };
            prop_assert_eq!(events, [sent("3", "hello", "{\"last\":\"3\"}"), sent("4", "message.created", "你好\na")]);
        }
    }
}
