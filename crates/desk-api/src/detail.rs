//! The desk's English words for a fault. The widget has its own strings for every code.

use crate::fault::{Fault, FaultCode};

impl Fault {
    /// A sentence for whoever reads the answer of the desk.
    pub fn detail(&self) -> String {
        let text = match self.code {
            FaultCode::Required if self.path == "contact" => "give an e-mail address or a telephone number",
            FaultCode::Required => "must be filled in",
            FaultCode::TooLong { max } => return format!("at most {max} characters"),
            FaultCode::TooMany { max } => return format!("at most {max} entries"),
            FaultCode::Email => "not an e-mail address",
            FaultCode::Phone => "neither a mainland mobile number nor an international one such as +85212345678",
            FaultCode::UnknownType => "no such ticket type",
            FaultCode::UnknownField => "this ticket type has no such field",
            FaultCode::UnknownOption => "not one of the options",
            FaultCode::Repeated => "the same name twice",
            FaultCode::Character => "holds the character U+0000",
            FaultCode::Date => "not a date and time like 2026-11-23T09:30",
            FaultCode::Locale => "not a language tag like zh-CN",
            FaultCode::Sha256 => "not 64 lower-case hexadecimal digits",
            FaultCode::FileTooBig { max } => return format!("at most {max} bytes a file"),
            FaultCode::FileEmpty => "the file is empty",
            FaultCode::MediaType => "a kind of file that is not taken, or not what its name or bytes say",
            FaultCode::FileMissing => "put this file at /v1/attachments/{sha256} first, then send the ticket again",
            FaultCode::UnknownMessage => "this ticket has no such message",
            FaultCode::FileSize => "not the length of the file that was put",
        };
        text.to_owned()
    }
}
