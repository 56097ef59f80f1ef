//! Why a bundle is refused, and what to do then.

#[cfg(feature = "author")]
use super::{HEADER_LEN, MAX_PAYLOAD};

/// Why a bundle can't be read. What to do is in its `Display`, which is part of the `author`
/// feature: the widget shows its own words and pays for no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleError {
    /// The file ends within the header.
    Short {
        /// Bytes there are.
        got: usize,
    },
    /// The file is not a bundle.
    Magic,
    /// The file is of another version of the format.
    Version {
        /// [`VERSION`](super::VERSION).
        expected: u16,
        /// What the file says.
        got: u16,
    },
    /// The file's interface strings are not the ones this program names.
    Schema {
        /// [`SCHEMA`](crate::ui::SCHEMA).
        expected: u32,
        /// What the file says.
        got: u32,
    },
    /// The payload would be longer than [`MAX_PAYLOAD`](super::MAX_PAYLOAD).
    TooLong {
        /// Bytes the file announces.
        got: u32,
    },
    /// The payload is not as long as the header says.
    Length {
        /// Bytes the header announces.
        expected: u32,
        /// Bytes there are.
        got: usize,
    },
    /// The payload is not the one the header was written for.
    Checksum {
        /// What the header says.
        expected: u32,
        /// What the payload has.
        got: u32,
    },
    /// The payload is no encoded library.
    Malformed,
    /// A reference leads nowhere, or a value is outside its range: which one.
    Invalid(&'static str),
}

#[cfg(feature = "author")]
impl std::fmt::Display for BundleError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Short { got } => write!(
                out,
                "the file ends after {got} bytes, a bundle's header alone has {HEADER_LEN}: it was cut off, fetch it again"
            ),
            Self::Magic => {
                write!(
                    out,
                    "this is no Helplet bundle (it does not begin with HLPB): give a .hlp file of `helplet pack`"
                )
            }
            Self::Version { expected, got } => write!(
                out,
                "the bundle is of format version {got}, this program reads {expected}: pack the content again with this program"
            ),
            Self::Schema { expected, got } => write!(
                out,
                "the bundle's interface strings have schema {got:08x}, this program has {expected:08x}: pack the content again with this program"
            ),
            Self::TooLong { got } => write!(
                out,
                "the bundle announces a payload of {got} bytes, more than the {MAX_PAYLOAD} allowed: split the content or look at what made it so long"
            ),
            Self::Length { expected, got } => write!(
                out,
                "the bundle announces {expected} bytes of payload and {got} came out: it was cut off or changed, fetch it again"
            ),
            Self::Checksum { expected, got } => write!(
                out,
                "the payload's checksum is {got:08x}, the bundle announces {expected:08x}: it was changed on the way, fetch it again"
            ),
            Self::Malformed => {
                write!(out, "the payload is no encoded library: it was made by another program, pack the content again")
            }
            Self::Invalid(what) => {
                write!(
                    out,
                    "the payload's {what} is out of range: it was made by another program, pack the content again"
                )
            }
        }
    }
}

#[cfg(feature = "author")]
impl std::error::Error for BundleError {}
