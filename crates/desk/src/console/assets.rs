//! The console's style, script and icon, under names that hold a hash of their content.

use super::refusal::Refusal;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// A file of the program's own.
struct Asset {
    name: String,
    media_type: &'static str,
    content: &'static str,
}

fn asset(stem: &str, extension: &str, media_type: &'static str, content: &'static str) -> Asset {
    let hash = format!("{:x}", Sha256::digest(content));
    Asset { name: format!("{stem}-{}.{extension}", &hash[..16]), media_type, content }
}

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| asset("console", "css", "text/css; charset=utf-8", include_str!("console.css")));
static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| asset("console", "js", "text/javascript; charset=utf-8", include_str!("console.js")));

static LIVE: LazyLock<Asset> =
    LazyLock::new(|| asset("live", "js", "text/javascript; charset=utf-8", include_str!("live.js")));
static COMPOSE: LazyLock<Asset> =
    LazyLock::new(|| asset("compose", "js", "text/javascript; charset=utf-8", include_str!("compose.js")));
static LIVE_STYLE: LazyLock<Asset> =
    LazyLock::new(|| asset("live", "css", "text/css; charset=utf-8", include_str!("live.css")));
static ICON: LazyLock<Asset> = LazyLock::new(|| asset("icon", "svg", "image/svg+xml", include_str!("icon.svg")));

/// Address of the icon.
pub fn icon() -> String {
    format!("/desk/assets/{}", ICON.name)
}

/// Address of the style.
pub fn style() -> String {
    format!("/desk/assets/{}", STYLE.name)
}

/// Address of the script.
pub fn script() -> String {
    format!("/desk/assets/{}", SCRIPT.name)
}

/// Address of the live view's own style.
pub fn live_style() -> String {
    format!("/desk/assets/{}", LIVE_STYLE.name)
}

/// Addresses of the live view's own scripts, in their order.
pub fn live_scripts() -> [String; 2] {
    [&COMPOSE, &LIVE].map(|script| format!("/desk/assets/{}", script.name))
}

/// `GET /desk/assets/{name}`
pub async fn get(Path(name): Path<String>) -> Result<Response, Refusal> {
    let all = [&*STYLE, &*SCRIPT, &*LIVE_STYLE, &*COMPOSE, &*LIVE, &*ICON];
    let found = all.into_iter().find(|asset| asset.name == name).ok_or(Refusal::NotFound)?;
    let headers = [(CONTENT_TYPE, found.media_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, found.content).into_response())
}
