//! What can be wrong with a ticket.

/// One thing wrong with a ticket, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Where, in the words of the JSON document: `contact.email`, `fields.order`,
    /// `attachments[2].size`.
    pub path: String,
    /// What.
    pub code: FaultCode,
}

/// What is wrong. The JSON names ([`FaultCode::name`]) never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultCode {
    /// Nothing is there, or only blanks. At `contact`: neither e-mail nor telephone.
    Required,
    /// More than `max` characters.
    TooLong {
        /// The most allowed, in characters.
        max: u32,
    },
    /// More than `max` entries.
    TooMany {
        /// The most allowed.
        max: u32,
    },
    /// Not an e-mail address.
    Email,
    /// Neither a mainland mobile number nor an international one.
    Phone,
    /// No such ticket type.
    UnknownType,
    /// The ticket type has no such field.
    UnknownField,
    /// Not one of the field's options.
    UnknownOption,
    /// The same name twice in one object.
    Repeated,
    /// Holds the character U+0000, which no form can produce and not every database can keep.
    Character,
    /// Not a date and time `YYYY-MM-DDTHH:MM`, or no such day.
    Date,
    /// Not a language tag.
    Locale,
    /// Not 64 lower-case hexadecimal digits.
    Sha256,
    /// A file of more than `max` bytes.
    FileTooBig {
        /// The most allowed, in bytes.
        max: u32,
    },
    /// A file of no bytes.
    FileEmpty,
    /// A kind of file that is not taken, or not the kind its name or bytes say.
    MediaType,
    /// The desk does not have the file: put it, then send the ticket again. Only the desk says so.
    FileMissing,
    /// Not the length of the file the desk has. Only the desk says so.
    FileSize,
    /// The ticket has no such message. Only the desk says so.
    UnknownMessage,
}

impl FaultCode {
    /// One of each, with `max` 0.
    pub const ALL: [Self; 19] = [
        Self::Required,
        Self::TooLong { max: 0 },
        Self::TooMany { max: 0 },
        Self::Email,
        Self::Phone,
        Self::UnknownType,
        Self::UnknownField,
        Self::UnknownOption,
        Self::Repeated,
        Self::Character,
        Self::Date,
        Self::Locale,
        Self::Sha256,
        Self::FileTooBig { max: 0 },
        Self::FileEmpty,
        Self::MediaType,
        Self::FileMissing,
        Self::FileSize,
        Self::UnknownMessage,
    ];

    /// The code's name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooMany { .. } => "too_many",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::UnknownType => "unknown_type",
            Self::UnknownField => "unknown_field",
            Self::UnknownOption => "unknown_option",
            Self::Repeated => "repeated",
            Self::Character => "character",
            Self::Date => "date",
            Self::Locale => "locale",
            Self::Sha256 => "sha256",
            Self::FileTooBig { .. } => "file_too_big",
            Self::FileEmpty => "file_empty",
            Self::MediaType => "media_type",
            Self::FileMissing => "file_missing",
            Self::FileSize => "file_size",
            Self::UnknownMessage => "unknown_message",
        }
    }

    /// The limit that was passed, where there is one: characters, entries or bytes.
    pub fn max(self) -> Option<u32> {
        match self {
            Self::TooLong { max } | Self::TooMany { max } | Self::FileTooBig { max } => Some(max),
            _ => None,
        }
    }

    /// The code of that name in a desk's answer, with its limit (0 where it has none).
    pub fn parse(name: &str, max: u32) -> Option<Self> {
        let code = *Self::ALL.iter().find(|code| code.name() == name)?;
        Some(match code {
            Self::TooLong { .. } => Self::TooLong { max },
            Self::TooMany { .. } => Self::TooMany { max },
            Self::FileTooBig { .. } => Self::FileTooBig { max },
            other => other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_back_from_its_name_and_limit() {
        for code in FaultCode::ALL {
            let with_limit = FaultCode::parse(code.name(), 7);
            assert_eq!(with_limit.map(FaultCode::name), Some(code.name()));
            assert_eq!(with_limit.and_then(FaultCode::max), code.max().map(|_| 7));
        }
        assert_eq!(FaultCode::parse("nonsense", 0), None);
    }
}
