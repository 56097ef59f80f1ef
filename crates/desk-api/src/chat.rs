//! A thread that somebody is looking at now.

use crate::status::Author;

/// Where a live conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChatState {
    /// An agent is looked for.
    Waiting,
    /// An agent has taken it.
    Talking,
    /// One of the two has ended it.
    Ended,
    /// Nobody was there, or nobody took it in time: it is a ticket like any other.
    Missed,
}

impl ChatState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Talking, Self::Ended, Self::Missed];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Talking => "talking",
            Self::Ended => "ended",
            Self::Missed => "missed",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether both sides may be looking at it now.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Talking)
    }
}

/// The live side of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Chat {
    /// Where it stands.
    pub state: ChatState,
    /// While it waits: how many others come first.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub ahead: Option<u32>,
    /// While it waits: in about how many seconds an agent takes it, by those taken last; left out where
    /// nothing is known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub wait: Option<u32>,
    /// What the agent who talks, or talked last, is called to visitors.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub agent: Option<String>,
    /// The `id` of the last message of the person's that agents have seen.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub seen: Option<String>,
    /// While it waits: when it becomes a ticket at the latest. Ended: until when it may be live again.
    /// `YYYY-MM-DDTHH:MM:SSZ`, UTC.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub until: Option<String>,
}

/// Whether the person wants a thread to be live, as `PUT /v1/tickets/{id}/chat` takes it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChatWish {
    /// True asks for an agent, now; false ends the conversation.
    pub live: bool,
}

/// Whether a conversation could begin now, as `GET /v1/chat` answers it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChatOffer {
    /// Whether an agent who takes such questions is there.
    pub there: bool,
    /// How many others wait before whoever comes now.
    pub ahead: u32,
    /// In about how many seconds an agent takes it, by those taken last; left out where nothing is known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub wait: Option<u32>,
    /// Whether the desk sends e-mail: an answer that comes later, a transcript.
    pub mail: bool,
}

/// Something said before a person was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Said {
    /// Who said it: `visitor` or `robot`.
    pub author: Author,
    /// The text, plain. At most [`crate::Rules::max_description`] characters.
    pub body: String,
}

#[cfg(test)]
mod tests {
    use super::ChatState;

    #[test]
    fn names_are_read_back_and_are_those_of_the_json() {
        for state in ChatState::ALL {
            assert_eq!(ChatState::parse(state.name()), Some(state));
            assert_eq!(serde_json::to_string(&state).ok(), Some(format!("{:?}", state.name())));
        }
        assert_eq!(ChatState::parse("gone"), None);
    }
}
