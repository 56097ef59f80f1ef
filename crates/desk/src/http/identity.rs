//! `/v1/identity` and `/v1/grants`: tokens that say who somebody is, or let them see one ticket.

use super::problem::{Kind, Problem};
use super::visitor::{Caller, nothing};
use super::{Desk, json};
use crate::store::{Person, clock};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use helplet_desk_api::{Granted, Identified, Token};

/// The largest token taken, in bytes of JSON.
const MAX_TOKEN_BYTES: usize = 16 << 10;

/// Makes the visitor stand for the person a token of the operator's site speaks of.
#[utoipa::path(post, path = "/v1/identity", request_body = Token, responses((status = 200, description = "who it is", body = Identified)))]
pub async fn identify(
    State(desk): State<Desk>,
    caller: Result<Caller, Problem>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Identified>, Problem> {
    let token: Result<Token, _> = json::read(&headers, body, MAX_TOKEN_BYTES, "a token").await;
    let caller = caller?;
    let Some(identity) = &desk.identity else {
        return Err(Problem::new(Kind::NotFound, "this desk is not set up to know who people are"));
    };
    let now = clock::now();
    let claims = identity.check(&token?.token, now).map_err(refused)?;
    let until = now + identity.session().as_millis() as i64;
    // Only now: who has no good token leaves no trace.
    let visitor = desk.store.visitor_or_new(&caller.secret_hash).await?;
    let person = Person {
        subject: &claims.sub,
        name: &claims.name,
        email: claims.email.as_deref(),
        tier: claims.tier.as_deref(),
    };
    if !desk.store.sign_in(&visitor, &claims.jti, claims.useless_from(), &person, until).await? {
        return Err(refused("another device has presented this token: make one for each (jti)"));
    }
    Ok(Json(Identified { name: claims.name, tier: claims.tier, until: clock::shown(until) }))
}

/// Lets the visitor see the ticket of a link.
#[utoipa::path(post, path = "/v1/grants", request_body = Token, responses((status = 200, description = "which ticket", body = Granted)))]
pub async fn grant(
    State(desk): State<Desk>,
    caller: Result<Caller, Problem>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Granted>, Problem> {
    let token: Result<Token, _> = json::read(&headers, body, MAX_TOKEN_BYTES, "a token").await;
    let caller = caller?;
    let thread = desk.grants.verify(&token?.token, clock::now());
    let thread = thread.ok_or_else(|| refused("not a link of this desk, changed, or older than 30 days"))?;
    let visitor = desk.store.visitor_or_new(&caller.secret_hash).await?;
    let number = desk.store.grant(&visitor, &thread).await?.ok_or_else(nothing)?;
    Ok(Json(Granted { ticket: thread, number }))
}

fn refused(why: &str) -> Problem {
    Problem::new(Kind::TokenRefused, why)
}
