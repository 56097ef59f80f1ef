//! `/healthz` and `/readyz`

use super::Desk;
use super::problem::{Kind, Problem};
use axum::Json;
use axum::extract::State;

/// The answer of a desk that works.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Health {
    /// `ok`.
    status: &'static str,
}

/// Tells whether the process answers.
#[utoipa::path(get, path = "/healthz", security(()), responses((status = 200, description = "it does", body = Health)))]
pub async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// `GET /readyz`: 200 when database and files answer and the desk isn't about to end; else 503.
pub async fn ready(State(desk): State<Desk>) -> Result<Json<Health>, Problem> {
    if *desk.leaving.borrow() {
        return Err(Problem::new(Kind::Unavailable, "the desk is about to end; ask another one"));
    }
    let answers = async {
        desk.store.answers().await?;
        desk.files.answers().await
    };
    match answers.await {
        Ok(()) => Ok(Json(Health { status: "ok" })),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Err(Problem::new(Kind::Unavailable, "the database or the place for files does not answer"))
        }
    }
}
