//! `/healthz`

use super::Desk;
use super::problem::Problem;
use axum::Json;
use axum::extract::State;

/// The answer of a desk that works.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Health {
    /// `ok`.
    status: &'static str,
}

/// Tells whether the desk works: 200 when the database answers.
#[utoipa::path(get, path = "/healthz", security(()), responses((status = 200, description = "it does", body = Health)))]
pub async fn health(State(desk): State<Desk>) -> Result<Json<Health>, Problem> {
    desk.store.answers().await?;
    Ok(Json(Health { status: "ok" }))
}
