//! `/v1/feedback`: votes and searches. Who sends them is not asked, and not looked at.

use super::problem::Problem;
use super::visitor::nothing;
use super::{Desk, json};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use helplet_desk_api::{Feedback, validate_feedback};

/// The largest batch taken, in bytes of JSON.
const MAX_FEEDBACK_BYTES: usize = 64 << 10;

/// Keeps votes on articles, and searches.
#[utoipa::path(post, path = "/v1/feedback", security(()), request_body = Feedback, responses((status = 204, description = "kept")))]
pub async fn take(State(desk): State<Desk>, headers: HeaderMap, body: Body) -> Result<StatusCode, Problem> {
    let feedback: Feedback = json::read(&headers, body, MAX_FEEDBACK_BYTES, "feedback").await?;
    if !desk.feedback {
        return Err(nothing());
    }
    let faults = validate_feedback(&feedback);
    if !faults.is_empty() {
        return Err(Problem::faults(&faults));
    }
    desk.store.keep_feedback(&feedback.items).await?;
    Ok(StatusCode::NO_CONTENT)
}
