//! Saying who one is, and being let in by a link.

/// The tiers of customers, as tokens and pages name them.
pub const TIERS: [&str; 3] = ["free", "member", "enterprise"];

/// What `POST /v1/identity` and `POST /v1/grants` take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Token {
    /// The token, as the operator's site or an e-mail gave it.
    pub token: String,
}

/// Whom a visitor stands for from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Identified {
    /// What to call them; may be empty.
    pub name: String,
    /// One of [`TIERS`], where the token said it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub tier: Option<String>,
    /// Until when: `YYYY-MM-DDTHH:MM:SSZ`, UTC. After it, present a new token.
    pub until: String,
}

/// Which ticket a link lets one see.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Granted {
    /// The ticket's `id`.
    pub ticket: String,
    /// The ticket's number, for people.
    pub number: String,
}
