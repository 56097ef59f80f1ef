//! Addresses in a message. What isn't plainly one of the web stays text.

/// A piece of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text.
    Text(&'a str),
    /// An address that begins with `http://` or `https://`.
    Link(&'a str),
}

/// The pieces of a text, in order; put together they are the text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = next(&rest[from..]).map(|at| from + at) {
        let length = length(&rest[at..]);
        // The scheme alone is no address.
        if rest[at..at + length].ends_with("//") {
            from = at + length;
            continue;
        }
        if at > 0 {
            pieces.push(Piece::Text(&rest[..at]));
        }
        pieces.push(Piece::Link(&rest[at..at + length]));
        (rest, from) = (&rest[at + length..], 0);
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Where an address begins: not inside a word.
fn next(text: &str) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).find(|&at| {
        let begins = ["http://", "https://"]
            .iter()
            .any(|scheme| text.get(at..at + scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        begins && !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
    })
}

/// How far it goes: to a blank or a character that no address is written with, without the marks that end a sentence.
fn length(text: &str) -> usize {
    let end =
        text.find(|c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^'));
    let address = &text[..end.unwrap_or(text.len())];
    let closed = address.contains('(');
    address
        .trim_end_matches(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']') || c == ')' && !closed)
        .len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_addresses_of_the_web_become_links() {
        for (text, links) in [
            ("见 https://a.example/b?c=d#e。", vec!["https://a.example/b?c=d#e"]),
            ("(http://a.example/b), then HTTPS://B.example!", vec!["http://a.example/b", "HTTPS://B.example"]),
            ("https://a.example/w_(x)", vec!["https://a.example/w_(x)"]),
            ("JavaScript:alert(1) data:text/html,x ftp://a.example", vec![]),
            ("xhttps://a.example http:// https://", vec![]),
            ("<a href=\"https://a.example\">", vec!["https://a.example"]),
            ("打开https://a.example看看", vec!["https://a.example"]),
            ("", vec![]),
        ] {
            let pieces = pieces(text);
            let found =
                pieces.iter().filter_map(|piece| if let Piece::Link(link) = piece { Some(*link) } else { None });
            assert_eq!(found.collect::<Vec<_>>(), links, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_of_a_text_is_lost(text in "(\\PC|https?://|[a-z.) ]){0,12}") {
            let together: String = pieces(&text)
                .into_iter()
                .map(|piece| match piece { Piece::Text(text) | Piece::Link(text) => text })
                .collect();
            prop_assert_eq!(together, text);
        }
    }
}
