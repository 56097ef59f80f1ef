//! Answers of the console that are no success, as pages in the reader's language.

use super::layout;
use super::words::{Lang, Word};
use crate::store::StoreError;
use axum::extract::Request;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Why something was not done.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// Nobody is signed in: to the page for that, and afterwards back to this address.
    SignIn(String),
    /// Nobody is signed in, and what was asked for is no page.
    Unauthorized,
    /// The request's origin or token is not that of the session.
    Forged,
    /// There is no such page.
    NotFound,
    /// There is no such ticket.
    NoTicket,
    /// More bytes than may be sent.
    TooLarge,
    /// The form ended before it was whole.
    CutOff,
    /// The database or the place for files failed.
    Failed,
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!("{error}");
        Self::Failed
    }
}

impl From<MultipartError> for Refusal {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Self::TooLarge } else { Self::CutOff }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::SignIn(next) => {
                let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
                let address = format!("/desk/sign-in?next={query}");
                return (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response();
            }
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::NotFound | Self::NoTicket => StatusCode::NOT_FOUND,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::CutOff => StatusCode::BAD_REQUEST,
            Self::Failed => StatusCode::SERVICE_UNAVAILABLE,
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the page of a refusal, in the language of whoever asked.
pub async fn explain(request: Request, next: Next) -> Response {
    let lang = layout::language(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    let word = match response.extensions().get::<Refusal>() {
        Some(Refusal::Forged) => Word::Refused,
        Some(Refusal::NotFound) => Word::NotFound,
        Some(Refusal::NoTicket) => Word::NoTicket,
        Some(Refusal::TooLarge) => Word::TooLarge,
        Some(Refusal::CutOff) => Word::CutOff,
        Some(Refusal::Failed) => Word::Failed,
        Some(Refusal::SignIn(_) | Refusal::Unauthorized) | None => return response,
    };
    (status, page(lang, word)).into_response()
}

fn page(lang: Lang, word: Word) -> maud::Markup {
    layout::plain(
        lang,
        lang.say(word),
        maud::html! {
            h1 { (lang.say(word)) }
            p { a href="/desk/" { (lang.say(Word::BackToQueue)) } }
        },
    )
}
