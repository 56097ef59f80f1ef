//! Texts of people on a page: times, lengths, links. Nothing in them is markup.

use super::words::{Lang, Word};
use crate::store::clock;
use helplet_desk_api::ChatState;
use maud::{Markup, html};
use url::Url;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A point in time; the script shows it in the reader's own zone.
pub fn time(at: i64) -> Markup {
    let shown = clock::shown(at);
    // `2026-11-23T08:02:11Z` to the minute.
    let plain = shown.get(..16).unwrap_or_default().replace('T', " ");
    html! { time datetime=(shown) { (plain) " UTC" } }
}

/// A length of time in one unit.
pub fn duration(lang: Lang, milliseconds: i64) -> String {
    match milliseconds.max(0) {
        short if short < 2 * HOUR => lang.fill(Word::Minutes, short / MINUTE),
        some if some < 2 * DAY => lang.fill(Word::Hours, some / HOUR),
        long => lang.fill(Word::Days, long / DAY),
    }
}

/// A length of time to the second, where it is short.
pub fn wait(lang: Lang, milliseconds: i64) -> String {
    match milliseconds.max(0) {
        short if short < 2 * MINUTE => lang.fill(Word::Seconds, short / 1000),
        some if some < HOUR && some / 1000 % 60 > 0 => {
            [lang.fill(Word::Minutes, some / MINUTE), lang.fill(Word::Seconds, some / 1000 % 60)].join(" ")
        }
        long => duration(lang, long),
    }
}

/// A number of bytes for people.
pub fn size(bytes: u64) -> String {
    match bytes {
        small if small < 1024 => format!("{small} B"),
        some if some < 1 << 20 => format!("{} KB", some.div_ceil(1024)),
        large => format!("{:.1} MB", large as f64 / f64::from(1 << 20)),
    }
}

/// What a status is called.
pub fn status(lang: Lang, name: &str) -> &'static str {
    lang.say(match name {
        "new" => Word::New,
        "open" => Word::Open,
        "waiting" => Word::Waiting,
        "solved" => Word::Solved,
        _ => Word::Closed,
    })
}

/// Where a conversation stands.
pub fn chat(lang: Lang, state: ChatState) -> &'static str {
    lang.say(match state {
        ChatState::Waiting => Word::ChatWaiting,
        ChatState::Talking => Word::ChatTalking,
        ChatState::Ended => Word::ChatEnded,
        ChatState::Missed => Word::ChatMissed,
    })
}

/// What a tier is called.
pub fn tier(lang: Lang, name: &str) -> Option<&'static str> {
    match name {
        "free" => Some(lang.say(Word::Free)),
        "member" => Some(lang.say(Word::Member)),
        "enterprise" => Some(lang.say(Word::Enterprise)),
        _ => None,
    }
}

/// A name that leads to a page of another system, where its address is one of a page at all.
pub fn page(address: &str, name: &str) -> Markup {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "https" | "http"));
    html! {
        @match url {
            Some(url) => a href=(url) target="_blank" rel="noopener noreferrer" { (name) },
            None => (name),
        }
    }
}

/// A text in which web addresses are links.
pub fn linked(text: &str) -> Markup {
    html! {
        @for piece in pieces(text) {
            @match piece {
                Piece::Text(text) => (text),
                Piece::Link(address) => a href=(address) target="_blank" rel="noopener noreferrer nofollow" { (address) },
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Link(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = address_start(rest) {
        let address = &rest[at..at + address_length(&rest[at..])];
        if at > 0 {
            found.push(Piece::Text(&rest[..at]));
        }
        let is_address = Url::parse(address).is_ok_and(|url| url.has_host());
        found.push(if is_address { Piece::Link(address) } else { Piece::Text(address) });
        rest = &rest[at + address.len()..];
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

fn address_start(text: &str) -> Option<usize> {
    ["http://", "https://"].into_iter().filter_map(|scheme| text.find(scheme)).min()
}

/// Addresses are ASCII and end before spaces, quotes and brackets; what ends a sentence is no part.
fn address_length(text: &str) -> usize {
    let foreign = |c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '\'' | '`' | '{' | '}' | '|' | '\\');
    let end = text.find(foreign).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*']);
    // At least the scheme, so that the search goes on behind it.
    address.len().max("http:".len())
}

/// The members of a stored JSON object of texts, in order.
pub fn pairs(json: &str) -> Vec<(String, String)> {
    let read: Option<Pairs> = serde_json::from_str(json).ok();
    read.map(|pairs| pairs.0).unwrap_or_default()
}

/// An object as a list, which keeps its order.
struct Pairs(Vec<(String, String)>);

impl<'de> serde::Deserialize<'de> for Pairs {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Pairs;

            fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
                out.write_str("an object of texts")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_links_and_nothing_else_is() {
        use Piece::{Link, Text};
        for (text, expected) in [
            ("plain <b>text</b>", vec![Text("plain <b>text</b>")]),
            ("see https://a.example/b?c=d.", vec![Text("see "), Link("https://a.example/b?c=d"), Text(".")]),
            ("请看https://a.example/帮助，谢谢", vec![Text("请看"), Link("https://a.example/"), Text("帮助，谢谢")]),
            ("(http://a.example)", vec![Text("("), Link("http://a.example"), Text(")")]),
            ("javascript:alert(1)", vec![Text("javascript:alert(1)")]),
            ("https://", vec![Text("https://")]),
            ("x\" onclick=\"http://a.example\"", vec![Text("x\" onclick=\""), Link("http://a.example"), Text("\"")]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
        let shown = linked("<script>http://a.example/'x").into_string();
        assert!(shown.starts_with("&lt;script&gt;<a href=\"http://a.example/\""), "{shown}");
    }

    #[test]
    fn lengths_are_told_in_one_unit() {
        for (milliseconds, expected) in
            [(-5, "0 min"), (119 * MINUTE, "119 min"), (2 * HOUR, "2 h"), (47 * HOUR, "47 h"), (50 * HOUR, "2 d")]
        {
            assert_eq!(duration(Lang::En, milliseconds), expected);
        }
        for (milliseconds, expected) in
            [(-5, "0 s"), (1999, "1 s"), (2 * MINUTE, "2 min"), (200_900, "3 min 20 s"), (50 * HOUR, "2 d")]
        {
            assert_eq!(wait(Lang::En, milliseconds), expected);
        }
        for (bytes, expected) in [(10, "10 B"), (1500, "2 KB"), (3 << 20, "3.0 MB")] {
            assert_eq!(size(bytes), expected);
        }
    }

    #[test]
    fn an_object_keeps_its_order() {
        let expected = [("z".to_owned(), "1".to_owned()), ("a".to_owned(), "2".to_owned())];
        assert_eq!(pairs(r#"{"z":"1","a":"2"}"#), expected);
        assert_eq!(pairs("no object"), []);
    }
}
