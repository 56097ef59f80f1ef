//! What the person adds to their ticket: messages, a rating, how far they have read.

use crate::ticket::Attachment;

/// A message as it is sent to `POST /v1/tickets/{id}/messages`. Text, files, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(default))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMessage {
    /// The text, plain. At most [`crate::Rules::max_description`] characters; may be empty where
    /// there are files.
    pub body: String,
    /// Files, already put under their SHA-256 at `PUT /v1/attachments/{sha256}`.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::objects"))]
    pub attachments: Vec<Attachment>,
}

/// Whether the ticket was solved, as the person says at `POST /v1/tickets/{id}/rating`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rating {
    /// It was.
    pub solved: bool,
    /// In their words, or empty. At most [`crate::MAX_COMMENT`] characters.
    #[cfg_attr(feature = "serde", serde(default))]
    pub comment: String,
}

/// How far the person has read, as `PUT /v1/tickets/{id}/read` takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadMark {
    /// The `id` of the last message they have seen.
    pub message: String,
}
