//! What an operator decides about a bridge. What is secret shows in no message.

use helplet_desk_api::Status;
use reqwest::header::HeaderValue;
use std::fmt;
use std::str::FromStr;
use url::Url;

/// A setting of a bridge that can't be used, and how to write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadBridge(String);

impl fmt::Display for BadBridge {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for BadBridge {}

/// The start page of the other system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeUrl(Url);

impl BridgeUrl {
    /// An address below it.
    pub(super) fn below(&self, path: &str) -> String {
        format!("{}{path}", self.0.as_str().trim_end_matches('/'))
    }

    /// An absolute address, or one relative to this, where it has the same origin.
    pub(super) fn same_origin(&self, address: &str) -> Option<Url> {
        self.0.join(address).ok().filter(|url| url.origin() == self.0.origin())
    }
}

impl FromStr for BridgeUrl {
    type Err = BadBridge;

    fn from_str(text: &str) -> Result<Self, BadBridge> {
        let url = Url::parse(text).ok().filter(|url| {
            matches!(url.scheme(), "https" | "http")
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty()
                && url.password().is_none()
        });
        url.map(Self).ok_or_else(|| {
            // It may hold a password.
            let form = "not the address of another system: write its start page, such as https://redmine.example.com \
                        or https://example.com/helpdesk, without user, ? and #";
            BadBridge(form.to_owned())
        })
    }
}

/// What the other system knows the desk by.
#[derive(Clone, PartialEq, Eq)]
pub struct BridgeKey(String);

impl BridgeKey {
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// As the value of a header, behind what says its kind.
    pub(super) fn header(text: &str) -> HeaderValue {
        // It was read as visible ASCII.
        let mut value = HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
        value.set_sensitive(true);
        value
    }
}

impl fmt::Debug for BridgeKey {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("BridgeKey(…)")
    }
}

impl FromStr for BridgeKey {
    type Err = BadBridge;

    fn from_str(text: &str) -> Result<Self, BadBridge> {
        let fits = text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.to_owned())).ok_or_else(|| {
            let form = "not a key: write the API key of Redmine's page My account, or USER:PASSWORD of a \
                        django-helpdesk user, at least 8 visible characters in all";
            BadBridge(form.to_owned())
        })
    }
}

/// A status of ours and its name in the other system: `solved=Resolved`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeStatus {
    pub(super) ours: Status,
    pub(super) theirs: String,
}

impl FromStr for BridgeStatus {
    type Err = BadBridge;

    fn from_str(text: &str) -> Result<Self, BadBridge> {
        let read = text.split_once('=').and_then(|(ours, theirs)| {
            let theirs = theirs.trim().to_owned();
            Some(Self { ours: Status::parse(ours.trim())?, theirs }).filter(|status| !status.theirs.is_empty())
        });
        read.ok_or_else(|| {
            BadBridge(format!(
                "{text:?} pairs no statuses: write one of new, open, waiting, solved, closed, then = and the name in \
                 the other system, such as solved=Resolved"
            ))
        })
    }
}

/// A user of the other system and what people read as their name: `3=Anna from support`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeAuthor {
    pub(super) id: String,
    pub(super) shown_as: String,
}

impl FromStr for BridgeAuthor {
    type Err = BadBridge;

    fn from_str(text: &str) -> Result<Self, BadBridge> {
        let read = text.split_once('=').map(|(id, name)| (id.trim().to_owned(), name.trim().to_owned()));
        read.filter(|(id, name)| !id.is_empty() && !name.is_empty())
            .map(|(id, shown_as)| Self { id, shown_as })
            .ok_or_else(|| {
                BadBridge(format!(
                    "{text:?} names no author: write the user's number there, or *, then = and what people read, such \
                     as 3=Anna or *=Support"
                ))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_a_page() {
        let url: BridgeUrl = "https://example.com/redmine/".parse().expect("an address");
        assert_eq!(url.below("/issues.json"), "https://example.com/redmine/issues.json");
        let there = |address| url.same_origin(address).map(|url| url.path().to_owned());
        assert_eq!(there("https://example.com/media/a.png").as_deref(), Some("/media/a.png"));
        assert_eq!(there("/media/a.png").as_deref(), Some("/media/a.png"));
        assert_eq!(there("https://other.example.com/a.png"), None);
        assert_eq!(there("http://example.com/a.png"), None);
        for text in ["", "redmine.example.com", "ftp://a.cn", "https://a.cn/?x=1", "https://me:secret@a.cn/"] {
            let message = text.parse::<BridgeUrl>().expect_err(text).to_string();
            assert!(message.contains("start page") && !message.contains("secret"), "{message}");
        }
    }

    #[test]
    fn a_key_shows_nowhere() {
        let key: BridgeKey = "desk:correct-horse".parse().expect("a key");
        assert_eq!(format!("{key:?}"), "BridgeKey(…)");
        for text in ["", "short", "with space in it", "ключ-ключ"] {
            let message = text.parse::<BridgeKey>().expect_err(text).to_string();
            assert!(message.contains("My account") && (text.is_empty() || !message.contains(text)), "{message}");
        }
    }

    #[test]
    fn pairs_are_read_and_others_are_told() {
        let status: BridgeStatus = "solved = Done now".parse().expect("a pair");
        assert_eq!((status.ours, status.theirs.as_str()), (Status::Solved, "Done now"));
        let author: BridgeAuthor = "3=Anna".parse().expect("a pair");
        assert_eq!((author.id.as_str(), author.shown_as.as_str()), ("3", "Anna"));
        for text in ["", "solved", "done=Resolved", "solved="] {
            let message = text.parse::<BridgeStatus>().expect_err(text).to_string();
            assert!(message.contains("solved=Resolved"), "{message}");
        }
        for text in ["", "3", "=Anna", "3="] {
            assert!(text.parse::<BridgeAuthor>().expect_err(text).to_string().contains("3=Anna"));
        }
    }
}
