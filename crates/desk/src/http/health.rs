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

/// Tells whether the desk can do its work: database and files answer, and it isn't about to end.
#[utoipa::path(get, path = "/readyz", security(()), responses((status = 200, description = "it can", body = Health)))]
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
