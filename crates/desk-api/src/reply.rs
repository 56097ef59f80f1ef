//! What the desk answers.

use crate::chat::ChatState;
use crate::status::Status;

/// The answer to an accepted ticket, status 201.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Created {
    /// Opaque name of the ticket in addresses: 32 hexadecimal digits.
    pub id: String,
    /// What people read to each other, see [`crate::ticket_number`].
    pub number: String,
    /// `new`.
    pub status: Status,
    /// When it was stored: `YYYY-MM-DDTHH:MM:SSZ`, UTC.
    pub created_at: String,
    /// Where an agent was asked for: `waiting`, or `missed` where none is there.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub chat: Option<ChatState>,
}

/// An RFC 9457 problem: the body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind of problem: a URN listed in docs/API.md. JSON key `type`.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: String,
    /// The kind in a few English words.
    pub title: String,
    /// The HTTP status, again.
    pub status: u16,
    /// What is wrong this time, and what to do.
    pub detail: String,
    /// Every fault found, where the problem is in the content.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub errors: Vec<ProblemError>,
}

/// One fault in a [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemError {
    /// See [`crate::Fault::path`].
    pub path: String,
    /// See [`crate::FaultCode::name`].
    pub code: String,
    /// An English sentence.
    pub detail: String,
    /// See [`crate::FaultCode::max`].
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub max: Option<u32>,
}

#[cfg(feature = "serde")]
impl From<&crate::Fault> for ProblemError {
    fn from(fault: &crate::Fault) -> Self {
        Self {
            path: fault.path.clone(),
            code: fault.code.name().to_owned(),
            detail: fault.detail(),
            max: fault.code.max(),
        }
    }
}
