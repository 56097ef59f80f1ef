//! What helped people and what they did not find; nothing of who they are.

/// What `POST /v1/feedback` takes: at most [`crate::MAX_FEEDBACK`] items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feedback {
    /// In any order.
    pub items: Vec<FeedbackItem>,
}

/// One thing worth knowing. JSON key `kind` tells which.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(tag = "kind", rename_all = "lowercase"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FeedbackItem {
    /// Somebody said whether an article helped.
    Vote {
        /// BCP 47 tag of the article's language.
        locale: String,
        /// The article's identifier.
        article: String,
        /// It did.
        helpful: bool,
    },
    /// Somebody searched, and stopped at this query.
    Search {
        /// BCP 47 tag of the language searched in.
        locale: String,
        /// What they typed. At most [`crate::MAX_QUERY`] characters.
        query: String,
        /// How many articles were found.
        hits: u32,
        /// The article they opened, if any.
        #[cfg_attr(feature = "serde", serde(default))]
        article: Option<String>,
    },
    /// Somebody asked the robot.
    Chat {
        /// BCP 47 tag of the language of the conversation.
        locale: String,
        /// What it was about, see [`crate::NewTicket::topic`].
        #[cfg_attr(feature = "serde", serde(default))]
        topic: String,
        /// What came of it.
        outcome: ChatOutcome,
        /// The article that answered, if any.
        #[cfg_attr(feature = "serde", serde(default))]
        article: Option<String>,
    },
}

/// What came of a question to the robot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "lowercase"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChatOutcome {
    /// It answered.
    Answered,
    /// It gave choices.
    Choices,
    /// It had nothing.
    Nothing,
    /// A person was asked for.
    Human,
    /// It became a ticket.
    Ticket,
}

impl ChatOutcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [Self::Answered, Self::Choices, Self::Nothing, Self::Human, Self::Ticket];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Choices => "choices",
            Self::Nothing => "nothing",
            Self::Human => "human",
            Self::Ticket => "ticket",
        }
    }
}
