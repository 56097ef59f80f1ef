//! The ticket contract: what the widget sends, what the desk accepts, and what both call a fault.
//!
//! The widget fills a [`NewTicket`], shows what [`validate`] finds beside the fields, and sends
//! [`NewTicket::to_json`]. The desk reads the same document (feature `serde`), calls the same
//! [`validate`] and answers [`Created`] or a [`Problem`].
//!
//! ```
//! use helplet_desk_api::{Contact, FaultCode, NewTicket, Rules, TypeRule, validate};
//!
//! let rules = Rules {
//!     types: vec![TypeRule { id: "bug".into(), fields: vec![] }],
//!     max_files: 5,
//!     max_file_bytes: 10 << 20,
//!     max_description: 5000,
//! };
//! let ticket = NewTicket {
//!     kind: "bug".into(),
//!     description: "打开表格时闪退".into(),
//!     contact: Contact { email: "someone@example".into(), phone: String::new() },
//!     ..NewTicket::default()
//! };
//! let faults = validate(&ticket, &rules);
//! assert_eq!(faults[0].path, "contact.email");
//! assert_eq!(faults[0].code, FaultCode::Email);
//! ```
//!
//! No browser, no I/O, no clock, and no dependency without the feature `serde`.

#![deny(missing_docs)]

mod chat;
mod contact;
mod date;
#[cfg(feature = "serde")]
mod detail;
mod event;
mod fault;
mod feedback;
mod identity;
mod json;
mod media;
mod message;
mod number;
#[cfg(feature = "serde")]
mod read;
mod reply;
mod rules;
mod status;
mod ticket;
mod validate;
mod view;

pub use chat::{Chat, ChatOffer, ChatState, ChatWish, Said};
pub use contact::{is_email, normalize_phone};
pub use date::is_local_date_time;
pub use event::{Event, EventData, EventPage, Greeting, Typing, TypingData};
pub use fault::{Fault, FaultCode};
pub use feedback::{ChatOutcome, Feedback, FeedbackItem};
pub use identity::{Granted, Identified, TIERS, Token};
pub use json::{list_json, pairs_json};
pub use media::{HEAD_BYTES, MEDIA_TYPES, MediaType, media_type_of, picture_type};
pub use message::{NewMessage, Rating, ReadMark};
pub use number::{ticket_number, ticket_number_in};
#[cfg(feature = "serde")]
pub use read::{Object, pairs};
pub use reply::{Created, Problem, ProblemError};
pub use rules::{
    FieldRule, MAX_CHOICE, MAX_COMMENT, MAX_ENVIRONMENT, MAX_ENVIRONMENT_NAME, MAX_ENVIRONMENT_VALUE, MAX_EXCERPT,
    MAX_FEEDBACK, MAX_FILE_NAME, MAX_LOCALE, MAX_QUERY, MAX_TALK, MAX_TOPIC, MAX_TRAIL, MAX_TRAIL_STEP, Rules,
    TypeRule,
};
pub use status::{Author, Status};
pub use ticket::{Attachment, Contact, NewTicket};
pub use validate::{
    is_idempotency_key, is_sha256, validate, validate_contact, validate_feedback, validate_message, validate_rating,
};
pub use view::{ListedTicket, Message, Ticket, TicketPage, TicketSummary};
