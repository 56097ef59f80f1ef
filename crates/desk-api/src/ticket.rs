//! The one document a visitor sends.

use crate::chat::Said;

/// A ticket as it is sent to `POST /v1/tickets`. Its JSON keys are the field names, except where
/// a field says otherwise; every key may be left out and then counts as empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(default))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTicket {
    /// Identifier of the ticket type. JSON key `type`.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: String,
    /// What happened, in the person's words. At most [`crate::Rules::max_description`] characters.
    pub description: String,
    /// The type's own fields as (identifier, value), in the order of the form. A JSON object.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::pairs"))]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub fields: Vec<(String, String)>,
    /// When it happened, on the person's own clock: `YYYY-MM-DDTHH:MM`, or empty.
    pub occurred: String,
    /// What the widget found out about the person's machine and they left in, as (name, value).
    /// A JSON object.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::pairs"))]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub environment: Vec<(String, String)>,
    /// How to reach them.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::object"))]
    pub contact: Contact,
    /// Files, already put under their SHA-256 at `PUT /v1/attachments/{sha256}`.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::objects"))]
    pub attachments: Vec<Attachment>,
    /// BCP 47 tag of the language the form was shown in, or empty.
    pub locale: String,
    /// What the person tried before, oldest first: searches, wizard answers, articles read.
    pub trail: Vec<String>,
    /// The tier of customer that the page claims, one of [`crate::TIERS`], or empty. A signed token
    /// beats it.
    pub tier: String,
    /// The person asks for an agent now. Then `contact` may be empty, and the type's required fields missing.
    pub chat: bool,
    /// What it is about: the identifier of the first choice in the wizard, or empty. At most
    /// [`crate::MAX_TOPIC`] characters.
    pub topic: String,
    /// What was said after `description`, before a person was asked for, oldest first. At most
    /// [`crate::MAX_TALK`] entries.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::objects"))]
    pub talk: Vec<Said>,
    /// Left empty. It is there for programs that fill in whatever they find: what they send is
    /// answered like any other ticket, and forgotten.
    pub website: String,
}

/// How to reach a person: either or both; an empty string is not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// E-mail address, see [`crate::is_email`].
    pub email: String,
    /// Telephone as typed, see [`crate::normalize_phone`].
    pub phone: String,
}

/// A file of a ticket, named by its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// File name as the person knows it.
    pub name: String,
    /// Length in bytes, at least 1.
    pub size: u64,
    /// One of [`crate::MEDIA_TYPES`].
    pub media_type: String,
}
