//! The built site's files, with the strict policy on every page.

use super::problem::{Kind, Problem};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::path::PathBuf;
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// The policy of every page: nothing from elsewhere, no inline script or style, Trusted Types.
pub const PAGE_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; require-trusted-types-for 'script'; base-uri 'none'; object-src 'none'; \
    form-action 'self'; frame-ancestors 'self'";

/// A file whose name holds a hash of its content never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Any other file is asked for again each time, which costs an empty answer when it is unchanged.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// Fewest hexadecimal digits that count as a hash in a file name.
const HASH_DIGITS: usize = 8;

/// Serves the folder's files, compressed ones beside them where the client takes them.
pub fn service(folder: PathBuf) -> Router {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    Router::new().fallback(file).with_state(files)
}

async fn file(State(files): State<ServeDir>, request: Request) -> Response {
    let hashed = has_hash(request.uri().path());
    // Tables of file types know the extension as an old kind of help that mail and web filters block.
    let is_bundle = request.uri().path().ends_with(".hlp");
    let mut response = match files.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    match response.status() {
        StatusCode::NOT_FOUND => {
            return Problem::new(Kind::NotFound, "there is no such file").into_response();
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            let problem = Problem::new(Kind::MethodNotAllowed, "files are read with GET or HEAD");
            return ([(ALLOW, "GET, HEAD")], problem).into_response();
        }
        StatusCode::INTERNAL_SERVER_ERROR => {
            return Problem::new(Kind::Internal, "the file can't be read").into_response();
        }
        _ => {}
    }
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, if hashed { FOR_EVER } else { ASK_AGAIN });
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    if is_bundle {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    }
    // Text of ours is UTF-8; without saying so, a browser may guess another encoding.
    let text = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if let Some(text) = text.filter(|kind| kind.starts_with("text/") && !kind.contains("charset"))
        && let Ok(value) = HeaderValue::from_str(&[text, "; charset=utf-8"].concat())
    {
        headers.insert(CONTENT_TYPE, value);
    }
    response
}

/// Whether a path's file name carries a hash: `-`, at least [`HASH_DIGITS`] hexadecimal digits, then
/// `.` or, as wasm-bindgen names its files, `_bg.`. Decimal digits alone are rather a date.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.match_indices('-').any(|(at, _)| {
        let rest = &name[at + 1..];
        let digits = rest.find(|c: char| !matches!(c, '0'..='9' | 'a'..='f')).unwrap_or(rest.len());
        let (hash, after) = rest.split_at(digits);
        digits >= HASH_DIGITS
            && hash.contains(|c: char| c.is_ascii_alphabetic())
            && (after.starts_with('.') || after.starts_with("_bg."))
    })
}

#[cfg(test)]
mod tests {
    use super::has_hash;

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        for hashed in [
            "/zh-CN-0123456789abcdef.hlp",
            "/helplet-widget-1a2b3c4d5e6f7a8b.js",
            "/helplet-widget-1a2b3c4d5e6f7a8b_bg.wasm",
            "/pictures/menu-deadbeef.png",
        ] {
            assert!(has_hash(hashed), "{hashed}");
        }
        for plain in [
            "/",
            "/index.html",
            "/helplet.js",
            "/manifest.json",
            "/notice-20261123.pdf",
            "/a-1a2b3c4.js",
            "/a-1a2b3c4g5.js",
            "/a-DEADBEEF.js",
            "/dir-deadbeef.d/index.html",
            "/a-deadbeef",
        ] {
            assert!(!has_hash(plain), "{plain}");
        }
    }
}
