//! What a ticket is checked against.

/// At most this many entries of the environment; the widget finds about ten.
pub const MAX_ENVIRONMENT: u32 = 20;
/// At most this many characters in the name of an environment entry.
pub const MAX_ENVIRONMENT_NAME: u32 = 60;
/// At most this many characters in the value of an environment entry; a browser's own description
/// of itself is the longest and stays under 300.
pub const MAX_ENVIRONMENT_VALUE: u32 = 500;
/// At most this many steps of the trail; the widget keeps the latest.
pub const MAX_TRAIL: u32 = 50;
/// At most this many characters in a step of the trail.
pub const MAX_TRAIL_STEP: u32 = 200;
/// At most this many characters in a topic.
pub const MAX_TOPIC: u32 = 100;
/// At most this many things said before a person was asked for.
pub const MAX_TALK: u32 = 100;
/// At most this many characters in a file's name; file systems allow no more.
pub const MAX_FILE_NAME: u32 = 255;
/// At most this many characters in a language tag, the length RFC 5646 asks software to allow for.
pub const MAX_LOCALE: u32 = 35;
/// At most this many characters in the answer of a choice, whatever the field's own length says.
pub const MAX_CHOICE: u32 = 200;

/// At most this many characters in the comment of a rating.
pub const MAX_COMMENT: u32 = 1000;
/// At most this many votes and searches at once.
pub const MAX_FEEDBACK: u32 = 50;
/// At most this many characters of a search.
pub const MAX_QUERY: u32 = 100;
/// At most this many characters of a description in a list of tickets.
pub const MAX_EXCERPT: u32 = 120;

/// What the operator's content says about tickets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// The types a ticket may have.
    pub types: Vec<TypeRule>,
    /// At most this many files a ticket.
    pub max_files: u32,
    /// At most this many bytes a file.
    pub max_file_bytes: u32,
    /// At most this many characters of description.
    pub max_description: u32,
}

/// A ticket type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeRule {
    /// Its identifier.
    pub id: String,
    /// Its own fields.
    pub fields: Vec<FieldRule>,
}

/// A field of a ticket type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldRule {
    /// Its identifier.
    pub id: String,
    /// Must be filled in.
    pub required: bool,
    /// The answers to choose from; empty for free text.
    pub options: Vec<String>,
    /// At most this many characters of free text.
    pub max_length: u32,
}
