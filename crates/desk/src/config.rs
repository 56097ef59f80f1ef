//! What an operator decides about a desk.

use crate::bridges::BridgeSettings;
use crate::chats::Chats;
use crate::console::{ConsoleLanguage, Suggest};
use crate::identity::Identity;
use crate::mailbox::inbox::InboxSettings;
use crate::notices::Notices;
use axum::http::{HeaderName, HeaderValue};
use helplet_desk_api::Rules;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// Requests to the contract's routes that one address may make in a minute by default: a whole
/// office may share one address.
pub const REQUESTS_PER_MINUTE: u32 = 300;
/// Requests that one device may make in a minute by default: a person, and the widget's polls.
pub const VISITOR_REQUESTS_PER_MINUTE: u32 = 120;
/// Files that one address may put in a minute by default.
pub const UPLOADS_PER_MINUTE: u32 = 60;

/// How long an upload may bring next to nothing, by default: a train's tunnel, not an attacker's patience.
pub const UPLOAD_IDLE: Duration = Duration::from_secs(30);

/// Connections open at once by default: with files and databases, below the 1024 descriptors that a
/// process commonly has.
pub const CONNECTIONS: usize = 800;
/// Streams of events open at once by default; each is a connection and some kilobytes.
pub const STREAMS: usize = 600;

/// How old a file is that no ticket names when it is removed, by default: a person whose line is
/// slow may take that long from the first file to the ticket.
pub const ORPHAN_AGE: Duration = Duration::from_secs(24 * 3600);

/// The settings of a desk. [`Config::new`] gives the defaults named here.
#[derive(Debug, Clone)]
pub struct Config {
    /// An SQLite file, made where there is none in a folder that exists, or a PostgreSQL database:
    /// `helplet.db`, `sqlite:helplet.db`, `postgres://user:password@host/name`.
    pub database: String,
    /// Where files are kept: a folder, or `s3://bucket/prefix`. By default `helplet-files` beside
    /// the SQLite file, with PostgreSQL in the current folder.
    pub files: Option<String>,
    /// The built site's folder; none by default, and then only the contract's routes answer.
    pub site: Option<PathBuf>,
    /// What tickets are checked against.
    pub rules: Rules,
    /// What the agents' console takes from the content. Empty by default: it shows identifiers then.
    pub console: Vec<ConsoleLanguage>,
    /// Finds articles for what a person wrote, for agents. By default it finds none.
    pub suggest: Suggest,
    /// The address under which people see the help centre, for links to its articles. By default the
    /// one under which an agent sees the console.
    pub public_url: Option<Origin>,
    /// Other origins whose pages may use the desk and load the site's files. None by default.
    pub allowed_origins: Vec<Origin>,
    /// Request headers such pages may send besides Content-Type and Idempotency-Key.
    pub allowed_headers: Vec<HeaderName>,
    /// Addresses of reverse proxies whose X-Forwarded-For is believed. None by default: whoever can
    /// write that header could pass every limit.
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests to the contract's routes, per address. Default [`REQUESTS_PER_MINUTE`].
    pub request_rate: Rate,
    /// Files put, per address, besides counting as requests. Default [`UPLOADS_PER_MINUTE`].
    pub upload_rate: Rate,
    /// Requests to the contract's routes, per device. Default [`VISITOR_REQUESTS_PER_MINUTE`].
    pub visitor_rate: Rate,
    /// How long a request may take. Default 30 seconds.
    pub request_timeout: Duration,
    /// How long putting a file may take. Default 5 minutes: 10 MiB on a slow mobile network.
    pub upload_timeout: Duration,
    /// How long an upload may bring less than [`crate::UPLOAD_LEAST`] bytes; zero is no limit. Default [`UPLOAD_IDLE`].
    pub upload_idle: Duration,
    /// How tokens of the operator's site are checked. None by default: nobody is known.
    pub identity: Option<Identity>,
    /// Whether votes and searches are kept. By default they are.
    pub feedback: bool,
    /// Connections open at once. Default [`CONNECTIONS`].
    pub max_connections: usize,
    /// How long a connection may take to say what it asks, and to ask the next thing. Default 30 seconds.
    pub header_timeout: Duration,
    /// Streams of events open at once; who asks for more is told to poll. Default [`STREAMS`].
    pub max_streams: usize,
    /// How often a stream says that it is still there. Default 15 seconds: less than proxies wait.
    pub heartbeat: Duration,
    /// How old a file is that no ticket names when it is removed. Default `ORPHAN_AGE`.
    pub orphan_age: Duration,
    /// How long after it was closed a ticket is deleted. By default none is.
    pub keep_closed: Option<Duration>,
    /// How often such files and tickets are looked for. Default every hour.
    pub sweep_every: Duration,
    /// How live conversations are given to agents.
    pub chats: Chats,
    /// What people and systems outside are told of. Nothing by default.
    pub notices: Notices,
    /// Another system that has the tickets, too. None by default.
    pub bridge: Option<BridgeSettings>,
    /// A mail server's folder that people's e-mails come to. None by default.
    pub inbox: Option<InboxSettings>,
    /// How long requests are still taken after the desk was told to stop, while `/readyz` says that it
    /// leaves. None by default; behind a load balancer, longer than it takes to notice.
    pub leave_after: Duration,
    /// Log one line per request: method, path, status, milliseconds. Off by default.
    pub log: bool,
}

impl Config {
    /// A desk with every default.
    pub fn new(database: impl Into<String>, rules: Rules) -> Self {
        Self {
            database: database.into(),
            files: None,
            site: None,
            rules,
            console: Vec::new(),
            suggest: Suggest::default(),
            public_url: None,
            allowed_origins: Vec::new(),
            allowed_headers: Vec::new(),
            trusted_proxies: Vec::new(),
            request_rate: Rate { per_minute: REQUESTS_PER_MINUTE },
            visitor_rate: Rate { per_minute: VISITOR_REQUESTS_PER_MINUTE },
            upload_rate: Rate { per_minute: UPLOADS_PER_MINUTE },
            request_timeout: Duration::from_secs(30),
            upload_timeout: Duration::from_secs(300),
            upload_idle: UPLOAD_IDLE,
            identity: None,
            feedback: true,
            max_connections: CONNECTIONS,
            header_timeout: Duration::from_secs(30),
            max_streams: STREAMS,
            heartbeat: Duration::from_secs(15),
            orphan_age: ORPHAN_AGE,
            keep_closed: None,
            sweep_every: Duration::from_secs(3600),
            chats: Chats::default(),
            notices: Notices::default(),
            bridge: None,
            inbox: None,
            leave_after: Duration::ZERO,
            log: false,
        }
    }
}

/// How much one address may ask: so many a minute, and as many at once after a quiet minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests a minute; 0 is no limit.
    pub per_minute: u32,
}

/// A web origin: scheme, host, and port where it isn't the scheme's own. Compared exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl Origin {
    /// Reads what a web view may send beside a website's origin: an application's own scheme, such as
    /// `app://helplet`, or `null`, the origin of every page from a disk. Nothing of the desk's is sent with
    /// cookies, so a page that is let in has no more than what it knows itself.
    ///
    /// # Errors
    /// When no browser sends such a text.
    pub fn of_page(text: &str) -> Result<Self, BadOrigin> {
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        let is_app = scheme.starts_with(|c: char| c.is_ascii_lowercase())
            && scheme.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'.' | b'-'));
        match text {
            "null" => Ok(Self(HeaderValue::from_static("null"))),
            // Read as a website's, for its host; then with its own scheme.
            _ if is_app => {
                let host = &text[scheme.len()..];
                ["https", host].concat().parse::<Self>().map_err(|_| BadOrigin(text.to_owned()))?;
                HeaderValue::from_str(text).map(Self).map_err(|_| BadOrigin(text.to_owned()))
            }
            _ => Err(BadOrigin(text.to_owned())),
        }
    }

    /// As browsers send it.
    pub fn text(&self) -> &str {
        // It was made of such text.
        self.0.to_str().unwrap_or_default()
    }

    pub(crate) fn header(&self) -> &HeaderValue {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        // Made from a text of plain letters.
        self.0.to_str().unwrap_or_default()
    }
}

/// Not an origin as browsers send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadOrigin(String);

impl fmt::Display for BadOrigin {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(
            out,
            "{:?} is not an origin: write it as browsers send it, in lower case, without a path or a \
             slash at the end, such as https://www.example.com or http://localhost:8080",
            self.0
        )
    }
}

impl std::error::Error for BadOrigin {}

impl FromStr for Origin {
    type Err = BadOrigin;

    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let bad = || BadOrigin(text.to_owned());
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or_else(bad)?;
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b':' | b'[' | b']');
        if host.is_empty() || !host.bytes().all(plain) {
            return Err(bad());
        }
        HeaderValue::from_str(text).map(Self).map_err(|_| bad())
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn only_what_a_browser_sends_is_an_origin() {
        for good in ["https://www.example.com", "http://localhost:8080", "http://[::1]:3000", "https://xn--fsqu00a.cn"]
        {
            assert!(good.parse::<Origin>().is_ok(), "{good}");
        }
        for bad in [
            "*",
            "null",
            "",
            "https://",
            "example.com",
            "https://example.com/",
            "https://Example.com",
            "https://a.cn/path",
            "https://*.a.cn",
            "ftp://a.cn",
            "https://a.cn b",
        ] {
            let message = bad.parse::<Origin>().expect_err(bad).to_string();
            assert!(message.contains(&format!("{bad:?}")), "{message}");
        }
    }

    #[test]
    fn web_views_have_origins_of_their_own() {
        for good in ["null", "app://helplet", "https://appassets.example", "capacitor://localhost"] {
            assert_eq!(Origin::of_page(good).expect(good).text(), good);
        }
        for bad in ["*", "", "://a", "app://", "App://a", "app://a/b", "nullnull", "9p://a"] {
            assert!(Origin::of_page(bad).is_err(), "{bad}");
        }
    }
}
