//! The ticket desk: takes tickets and their files over HTTP, keeps them in SQLite or PostgreSQL and
//! a folder or an object store, and serves the built site beside them. The contract is docs/API.md; its types are `helplet-desk-api`.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use helplet_desk::{App, Config, Rules};
//!
//! let config = Config::new("helplet.db", Rules::default());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8787").await?;
//! let stop = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
//! App::open(config).await?.serve(listener, stop).await?;
//! # Ok(())
//! # }
//! ```
//!
//! The caller brings the listener and says when to stop. Rooms: `http` has one file per group of
//! routes and knows no SQL; `console` is the agents' side of it; `store` has one file per group of tables and is the only place that
//! knows SQL; `files` keeps the bytes of files.

#![deny(missing_docs)]

mod agents;
mod app;
mod archive;
mod backup;
mod bridges;
mod chats;
mod config;
mod console;
mod dispatch;
mod error;
mod files;
mod grants;
mod http;
mod identity;
mod intake;
mod mailbox;
mod notices;
mod routing;
mod server;
pub mod store;
mod sweep;

pub use agents::{Account, AccountError, Agents, MAX_NAME, MAX_PASSWORD, MIN_PASSWORD};
pub use app::{App, GRACE};
pub use archive::Archive;
pub use axum::http::HeaderName;
pub use backup::Copied;
pub use bridges::{
    BRIDGE_POLL, BadBridge, Bridge, BridgeAuthor, BridgeError, BridgeKey, BridgeSettings, BridgeStatus, BridgeUrl,
    Changed, DjangoHelpdesk, Entry, Note, Opening, Outbound, Redmine, Remote, RemoteFile, RemoteTicket,
};
pub use chats::{Chats, OFFER, REOPEN, WAIT};
pub use config::{
    BadOrigin, CONNECTIONS, Config, Origin, REQUESTS_PER_MINUTE, Rate, STREAMS, UPLOAD_IDLE, UPLOADS_PER_MINUTE,
    VISITOR_REQUESTS_PER_MINUTE,
};
pub use console::{CannedReply, ConsoleLanguage, NamedType, ROUTES as CONSOLE_ROUTES, Suggest, Suggested, nearest};
pub use error::{DatabaseFault, Error};
pub use grants::{GRANT_TIME, Grants};
pub use helplet_desk_api::{FieldRule, MAX_CHOICE, Rules, TIERS, TypeRule};
pub use http::{
    MAX_TICKET_BYTES, OPERATOR_ROUTES, PAGE_POLICY, PROBLEM_KINDS, ROUTES, STREAMS_PER_VISITOR, UPLOAD_LEAST, openapi,
    openapi_markdown,
};
pub use identity::{ALGORITHMS, BadKey, Identity, SESSION};
pub use mailbox::inbox::{
    BadInbox, Fetched, INBOX_POLL, ImapFolder, InboxError, InboxPassword, InboxSettings, InboxUrl, MailFolder,
    OpenFolder,
};
pub use mailbox::{MOST as MOST_MAIL, Mailbox, Mailed};
pub use notices::{
    BadNotice, Mail, Notices, PublicUrl, ReplyTo, Retries, Sender, SmtpServer, Webhook, WebhookSecret, WebhookUrl,
};
pub use routing::{Asked, Route, Routing, RoutingRule};
