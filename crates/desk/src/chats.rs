//! What an operator decides about live conversations.

use crate::routing::Routing;
use std::time::Duration;

/// How long an agent is asked to take a chat before the next one is, by default.
pub const OFFER: Duration = Duration::from_secs(30);
/// How long a person waits at most, by default; then their chat is a ticket.
pub const WAIT: Duration = Duration::from_secs(180);
/// How long after its end a chat may be live again, by default.
pub const REOPEN: Duration = Duration::from_secs(24 * 3600);

/// How long an agent counts as being there after their console was last heard of. Consoles say something
/// every 15 seconds.
pub const PRESENCE: Duration = Duration::from_secs(45);
/// How long an agent who talks may not be heard of before somebody else is looked for.
pub const GONE: Duration = Duration::from_secs(60);

/// How long nobody says anything in a chat before it ends by itself: whoever just leaves shall not take an agent's
/// room for ever.
pub const IDLE: Duration = Duration::from_secs(24 * 3600);

/// How chats are given to agents. [`Chats::default`] has the defaults named here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chats {
    /// Whether there are any; else nobody is ever there. By default there are.
    pub open: bool,
    /// Who gets which. By default, who pays more comes first, and every agent takes all.
    pub routing: Routing,
    /// How long an agent is asked before the next one. Default [`OFFER`].
    pub offer: Duration,
    /// How long a person waits at most. Default [`WAIT`].
    pub wait: Duration,
    /// How long after its end a chat may be live again. Default [`REOPEN`].
    pub reopen: Duration,
    /// How long an agent counts as being there. Default 45 s.
    pub presence: Duration,
    /// How long an agent who talks may not be heard of. Default 60 s.
    pub gone: Duration,
    /// How long nobody says anything before a chat ends by itself. Default 24 hours.
    pub idle: Duration,
}

impl Default for Chats {
    fn default() -> Self {
        Self {
            open: true,
            routing: Routing::default(),
            offer: OFFER,
            wait: WAIT,
            reopen: REOPEN,
            presence: PRESENCE,
            gone: GONE,
            idle: IDLE,
        }
    }
}
