//! `/healthz`

use super::Desk;
use super::problem::Problem;
use axum::Json;
use axum::extract::State;

/// The answer of a desk that works.
#[derive(serde::Serialize)]
pub struct Health {
    status: &'static str,
}

/// `GET /healthz`: 200 when the database answers.
pub async fn health(State(desk): State<Desk>) -> Result<Json<Health>, Problem> {
    desk.store.answers().await?;
    Ok(Json(Health { status: "ok" }))
}
