//! A ticket as its person sees it.

use crate::chat::{Chat, ChatState};
use crate::message::Rating;
use crate::status::{Author, Status};
use crate::ticket::{Attachment, Contact};

/// One page of somebody's tickets, as `GET /v1/tickets` answers it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketPage {
    /// The one with the newest message or change of status first.
    pub tickets: Vec<ListedTicket>,
    /// Messages of agents not read yet, in all of somebody's tickets.
    pub unread: u64,
    /// What to ask for as `cursor` to get the next page; left out on the last one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub next: Option<String>,
}

/// A ticket in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedTicket {
    /// What a list shows of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub summary: TicketSummary,
    /// Where the live conversation stands; left out where the ticket never was one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub chat: Option<ChatState>,
}

/// What a list shows of a ticket, and the ticket too.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketSummary {
    /// Opaque name of the ticket in addresses: 32 hexadecimal digits.
    pub id: String,
    /// What people read to each other, see [`crate::ticket_number`].
    pub number: String,
    /// Identifier of the ticket type. JSON key `type`.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: String,
    /// Where it stands.
    pub status: Status,
    /// The beginning of the description, at most [`crate::MAX_EXCERPT`] characters.
    pub excerpt: String,
    /// Messages of agents not read yet.
    pub unread: u64,
    /// When it was opened: `YYYY-MM-DDTHH:MM:SSZ`, UTC.
    pub created_at: String,
    /// When the last message came or the status last changed.
    pub updated_at: String,
}

/// A ticket with its messages, as `GET /v1/tickets/{id}` answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ticket {
    /// What a list shows of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub summary: TicketSummary,
    /// The type's own fields as (identifier, value), in the order of the form. A JSON object.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::read::pairs", serialize_with = "crate::read::write_pairs")
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub fields: Vec<(String, String)>,
    /// When it happened, on the person's own clock: `YYYY-MM-DDTHH:MM`, or empty.
    pub occurred: String,
    /// What was sent along about the person's machine, as (name, value). A JSON object.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::read::pairs", serialize_with = "crate::read::write_pairs")
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub environment: Vec<(String, String)>,
    /// How to reach the person; the telephone in E.164.
    pub contact: Contact,
    /// The messages, oldest first; the first one is the description.
    pub messages: Vec<Message>,
    /// What the person said about the outcome; left out before they did.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub rating: Option<Rating>,
    /// The live conversation; left out where the ticket never was one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub chat: Option<Chat>,
}

/// A message of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Opaque name: 32 hexadecimal digits.
    pub id: String,
    /// Who wrote it.
    pub author: Author,
    /// What an agent is called to visitors; left out of others' messages.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// The text, plain: nothing in it is markup.
    pub body: String,
    /// Its files, see `GET /v1/attachments/{sha256}`.
    pub attachments: Vec<Attachment>,
    /// When it came: `YYYY-MM-DDTHH:MM:SSZ`, UTC.
    pub created_at: String,
}
