//! Where a ticket stands, and who takes part in it.

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    /// Nobody has looked at it yet.
    New,
    /// Somebody works on it.
    Open,
    /// The person was asked something.
    Waiting,
    /// Answered; the person may say whether it helped.
    Solved,
    /// Done with. A message of the person opens it again.
    Closed,
}

impl Status {
    /// Every status, in the order of a ticket's life.
    pub const ALL: [Self; 5] = [Self::New, Self::Open, Self::Waiting, Self::Solved, Self::Closed];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Solved => "solved",
            Self::Closed => "closed",
        }
    }

    /// The status of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// What it becomes when the person writes: what waits for them, is solved or closed, is open again.
    pub fn after_visitor(self) -> Self {
        match self {
            Self::New => Self::New,
            Self::Open | Self::Waiting | Self::Solved | Self::Closed => Self::Open,
        }
    }
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Author {
    /// The person who asks.
    Visitor,
    /// Somebody of the operator's.
    Agent,
    /// The desk itself.
    System,
    /// The robot on the person's device, before a person was asked for.
    Robot,
}

impl Author {
    /// Everybody.
    pub const ALL: [Self; 4] = [Self::Visitor, Self::Agent, Self::System, Self::Robot];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Agent => "agent",
            Self::System => "system",
            Self::Robot => "robot",
        }
    }

    /// The author of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|author| author.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_are_those_of_the_json() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.name()), Some(status));
            assert_eq!(serde_json::to_string(&status).ok(), Some(format!("{:?}", status.name())));
        }
        for author in Author::ALL {
            assert_eq!(Author::parse(author.name()), Some(author));
            assert_eq!(serde_json::to_string(&author).ok(), Some(format!("{:?}", author.name())));
        }
        assert_eq!((Status::parse("gone"), Author::parse("")), (None, None));
    }
}
