//! The one envelope of every answer that is not a success: RFC 9457 problem details.

use crate::store::StoreError;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use helplet_desk_api::{Fault, FaultCode, ProblemError};

/// What kind of problem; its row in [`KINDS`] is its position here. Answers carry it as an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Malformed,
    KeyMissing,
    Unauthorized,
    TokenRefused,
    Blocked,
    NotFound,
    MethodNotAllowed,
    Timeout,
    KeyReused,
    ChatOver,
    NoMail,
    TooLarge,
    MediaType,
    Invalid,
    HashMismatch,
    TooManyRequests,
    Internal,
    Unavailable,
}

/// Every kind of problem: its `type`, its status, its `title`.
pub const KINDS: [(&str, u16, &str); 18] = [
    ("urn:helplet:problem:malformed", 400, "Not readable"),
    ("urn:helplet:problem:idempotency-key-missing", 400, "Idempotency-Key missing"),
    ("urn:helplet:problem:unauthorized", 401, "Who asks?"),
    ("urn:helplet:problem:token-refused", 401, "Token refused"),
    ("urn:helplet:problem:blocked", 403, "Blocked"),
    ("urn:helplet:problem:not-found", 404, "Not found"),
    ("urn:helplet:problem:method-not-allowed", 405, "Method not allowed"),
    ("urn:helplet:problem:timeout", 408, "Took too long"),
    ("urn:helplet:problem:idempotency-key-reused", 409, "Idempotency-Key already used"),
    ("urn:helplet:problem:chat-over", 409, "The chat is over"),
    ("urn:helplet:problem:no-mail", 409, "No e-mail is sent"),
    ("urn:helplet:problem:too-large", 413, "Too large"),
    ("urn:helplet:problem:media-type", 415, "Media type not taken"),
    ("urn:helplet:problem:invalid", 422, "Not acceptable as it is"),
    ("urn:helplet:problem:hash-mismatch", 422, "Content does not match its hash"),
    ("urn:helplet:problem:too-many-requests", 429, "Too many requests"),
    ("urn:helplet:problem:internal", 500, "The desk failed"),
    ("urn:helplet:problem:unavailable", 503, "The desk is unavailable for a moment"),
];

impl Kind {
    /// Its row in [`KINDS`]: `type`, status, `title`.
    pub fn row(self) -> (&'static str, u16, &'static str) {
        KINDS[self as usize]
    }

    /// Its status.
    pub fn status(self) -> u16 {
        self.row().1
    }

    /// The last part of its `type`.
    pub fn name(self) -> &'static str {
        self.row().0.trim_start_matches("urn:helplet:problem:")
    }
}

/// Seconds after which to try again where nothing else is said: what is busy, full or about to end may
/// take as long.
const RETRY_SECONDS: u64 = 30;
/// Seconds after which to try again when the store is busy: its queue moves by the millisecond, and who comes
/// back has waited for some seconds already.
const RETRY_BUSY_SECONDS: u64 = 2;

/// A problem on its way out.
#[derive(Debug)]
pub struct Problem {
    kind: Kind,
    detail: String,
    errors: Vec<ProblemError>,
    retry_after: Option<u64>,
}

impl Problem {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let later = matches!(kind, Kind::TooManyRequests | Kind::Unavailable);
        Self { kind, detail: detail.into(), errors: Vec::new(), retry_after: later.then_some(RETRY_SECONDS) }
    }

    /// The content's faults, each with its place.
    pub fn faults(faults: &[Fault]) -> Self {
        let places: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
        let errors = faults.iter().map(ProblemError::from).collect();
        Self { errors, ..Self::new(Kind::Invalid, format!("to mend: {}", places.join(", "))) }
    }

    /// Tells when to try again.
    pub fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if let StoreError::FileMissing { position } = error {
            let path = format!("attachments[{position}].sha256");
            return Self::faults(&[Fault { path, code: FaultCode::FileMissing }]);
        }
        // The one place where a failure of the store is seen; its text names tables, never contents.
        tracing::error!("{error}");
        let again = || Self::new(Kind::Unavailable, "nothing was stored; send the same request again later");
        match error {
            StoreError::Busy(_) => again().retry_after(RETRY_BUSY_SECONDS),
            StoreError::Unavailable(_) => again(),
            StoreError::FileMissing { .. } | StoreError::Failed(_) => {
                Self::new(Kind::Internal, "nothing was stored; the operator's log tells more")
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (kind, status, title) = self.kind.row();
        let body = helplet_desk_api::Problem {
            kind: kind.to_owned(),
            title: title.to_owned(),
            status,
            detail: self.detail,
            errors: self.errors,
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(body)).into_response();
        response.extensions_mut().insert(self.kind);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_kinds() {
        for (kind, name) in [
            (Kind::Malformed, "malformed"),
            (Kind::KeyMissing, "idempotency-key-missing"),
            (Kind::Unauthorized, "unauthorized"),
            (Kind::TokenRefused, "token-refused"),
            (Kind::Blocked, "blocked"),
            (Kind::NotFound, "not-found"),
            (Kind::MethodNotAllowed, "method-not-allowed"),
            (Kind::Timeout, "timeout"),
            (Kind::KeyReused, "idempotency-key-reused"),
            (Kind::ChatOver, "chat-over"),
            (Kind::NoMail, "no-mail"),
            (Kind::TooLarge, "too-large"),
            (Kind::MediaType, "media-type"),
            (Kind::Invalid, "invalid"),
            (Kind::HashMismatch, "hash-mismatch"),
            (Kind::TooManyRequests, "too-many-requests"),
            (Kind::Internal, "internal"),
            (Kind::Unavailable, "unavailable"),
        ] {
            assert_eq!(KINDS[kind as usize].0, format!("urn:helplet:problem:{name}"));
        }
        assert!(KINDS.iter().all(|(_, status, _)| StatusCode::from_u16(*status).is_ok()));
    }

    #[test]
    fn a_busy_store_is_asked_again_sooner_than_a_full_one() {
        let reason = || "somebody else writes".into();
        for (error, seconds) in [(StoreError::Busy(reason()), "2"), (StoreError::Unavailable(reason()), "30")] {
            let response = Problem::from(error).into_response();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(response.headers()[RETRY_AFTER], seconds);
        }
    }
}
