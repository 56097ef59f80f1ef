//! What happened to a ticket.

use crate::status::{Author, Status};

/// Which ticket an event is about, and what is new.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EventData {
    /// The ticket's `id`.
    pub ticket: String,
    /// The ticket's number, for people.
    pub number: String,
    /// Where the ticket stands afterwards.
    pub status: Status,
    /// The new message's `id`, with `message.created`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub message: Option<String>,
    /// Who wrote it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub author: Option<Author>,
}
