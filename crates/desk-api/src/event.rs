//! What happened to tickets, as it is told to those who may see them.

use crate::chat::ChatState;
use crate::status::{Author, Status};

/// Which ticket an event is about, and what is new.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// Where the live conversation stands afterwards; left out where the ticket never was one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub chat: Option<ChatState>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// What to send as `Last-Event-ID` to hear what comes after it.
    pub id: String,
    /// `ticket.created`, `ticket.updated`, `ticket.read`, `ticket.seen` (agents have read further),
    /// `message.created`, or `chat.updated`: state, agent or place in the queue have changed. JSON key `type`.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: String,
    /// When: `YYYY-MM-DDTHH:MM:SSZ`, UTC.
    pub created_at: String,
    /// To which ticket.
    pub data: EventData,
}

/// What happened since the last question, as `GET /v1/events` answers it in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventPage {
    /// The events, oldest first, at most 100.
    pub events: Vec<Event>,
    /// What to send as `Last-Event-ID` next time.
    pub last: String,
}

/// The first thing a stream of events says, under the name `hello`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Greeting {
    /// What comes after this is told.
    pub last: String,
}

/// Somebody is writing: told on streams alone, under the name `typing` and without an `id`, and then
/// forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Typing {
    /// `typing`. JSON key `type`.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: String,
    /// In which ticket, and who.
    pub data: TypingData,
}

/// Who is writing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TypingData {
    /// The ticket's `id`.
    pub ticket: String,
    /// The ticket's number, for people.
    pub number: String,
    /// `agent`.
    pub author: Author,
}
