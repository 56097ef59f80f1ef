//! What an operator says of a mail server's folder. What is secret shows in no message.

use percent_encoding::percent_decode_str;
use std::fmt;
use std::str::FromStr;
use url::Url;

/// A setting of a folder that can't be used, and how to write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadInbox(pub(super) String);

impl fmt::Display for BadInbox {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for BadInbox {}

/// A folder of a mail server: `imaps://USER@HOST/INBOX`, or on this machine itself `imap://USER@127.0.0.1/INBOX`.
#[derive(Clone, PartialEq, Eq)]
pub struct InboxUrl {
    pub(super) encrypted: bool,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) user: String,
    pub(super) folder: String,
}

/// Without the user, whose name is mostly an address.
impl fmt::Display for InboxUrl {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let scheme = if self.encrypted { "imaps" } else { "imap" };
        write!(out, "{scheme}://{}:{}/{}", self.host, self.port, self.folder)
    }
}

impl fmt::Debug for InboxUrl {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "InboxUrl({self})")
    }
}

impl FromStr for InboxUrl {
    type Err = BadInbox;

    fn from_str(text: &str) -> Result<Self, BadInbox> {
        // It may hold a password.
        let bad = |what: &str| {
            BadInbox(format!(
                "{what}: write imaps://USER@HOST/INBOX, with what is no letter or digit in user and folder as %XX"
            ))
        };
        let form = || bad("not the address of a mail server's folder");
        let url = Url::parse(text).map_err(|_| form())?;
        let encrypted = match url.scheme() {
            "imaps" => true,
            "imap" => false,
            _ => return Err(form()),
        };
        if url.password().is_some() {
            return Err(bad(
                "the password does not belong into the address, but into the file of --mail-inbox-password-file or \
                 into HELPLET_MAIL_INBOX_PASSWORD",
            ));
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned());
        let (Ok(user), Ok(folder)) = (decoded(url.username()), decoded(url.path().trim_matches('/'))) else {
            return Err(form());
        };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_ascii_lowercase();
        let odd = |text: &str| text.chars().any(char::is_control);
        // Folders with other letters are written in an encoding of IMAP's own.
        let usable = !host.is_empty() && !user.is_empty() && !odd(&user) && folder.is_ascii() && !odd(&folder);
        if !usable || url.query().is_some() || url.fragment().is_some() {
            return Err(form());
        }
        if !encrypted && !matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1") {
            return Err(bad("imap:// is not encrypted, and only for a mail server on this machine itself"));
        }
        let port = url.port().unwrap_or(if encrypted { 993 } else { 143 });
        let folder = if folder.is_empty() { "INBOX".to_owned() } else { folder };
        Ok(Self { encrypted, host, port, user, folder })
    }
}

/// What the desk signs in to the mail server with.
#[derive(Clone, PartialEq, Eq)]
pub struct InboxPassword(pub(super) String);

impl fmt::Debug for InboxPassword {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("InboxPassword(…)")
    }
}

impl FromStr for InboxPassword {
    type Err = BadInbox;

    fn from_str(text: &str) -> Result<Self, BadInbox> {
        let fits = !text.is_empty() && !text.chars().any(char::is_control);
        let bad = || BadInbox("not a mail server's password: write it on one line, and nothing else".to_owned());
        fits.then(|| Self(text.to_owned())).ok_or_else(bad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_server_user_and_folder() {
        let read = |text: &str| {
            let url: InboxUrl = text.parse().expect(text);
            (url.encrypted, url.host, url.port, url.user, url.folder)
        };
        let is = |encrypted, host: &str, port, user: &str, folder: &str| {
            (encrypted, host.to_owned(), port, user.to_owned(), folder.to_owned())
        };
        for (text, expected) in [
            ("imaps://reply@mail.example.com", is(true, "mail.example.com", 993, "reply", "INBOX")),
            ("imaps://reply%40a.cn@a.cn:9993/Desk%20in/", is(true, "a.cn", 9993, "reply@a.cn", "Desk in")),
            ("imaps://reply@a.cn@a.cn/INBOX", is(true, "a.cn", 993, "reply@a.cn", "INBOX")),
            ("imap://me@127.0.0.1:1143/a/b", is(false, "127.0.0.1", 1143, "me", "a/b")),
            ("imap://me@[::1]/", is(false, "::1", 143, "me", "INBOX")),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let url: InboxUrl = "imaps://reply@mail.example.com".parse().expect("an address");
        assert_eq!(format!("{url:?}"), "InboxUrl(imaps://mail.example.com:993/INBOX)");
    }

    #[test]
    fn what_cannot_be_used_is_told_without_its_secrets() {
        for (text, said) in [
            ("", "not the address"),
            ("mail.example.com", "not the address"),
            ("https://me@a.cn/", "not the address"),
            ("imaps://a.cn/INBOX", "not the address"),
            ("imaps://me@a.cn/INBOX?x", "not the address"),
            ("imaps://me@a.cn/%0d%0a", "not the address"),
            ("imaps://me:secret@a.cn/INBOX", "--mail-inbox-password-file"),
            ("imap://me@mail.example.com/INBOX", "not encrypted"),
        ] {
            let message = text.parse::<InboxUrl>().expect_err(text).to_string();
            assert!(message.contains(said) && message.contains("imaps://USER@HOST/INBOX"), "{message}");
            assert!(!message.contains("secret"), "{message}");
        }
        for text in ["", "two\nlines"] {
            assert!(text.parse::<InboxPassword>().expect_err(text).to_string().contains("on one line"));
        }
        let password: InboxPassword = "correct horse".parse().expect("a password");
        assert_eq!(format!("{password:?}"), "InboxPassword(…)");
    }
}
