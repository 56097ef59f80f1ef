//! Who asks: the session behind the cookie, and whether a request that changes something is theirs.

use super::Console;
use super::layout;
use super::refusal::Refusal;
use super::words::Lang;
use crate::http::body;
use crate::http::limits::{client, network};
use crate::store::Session;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, OriginalUri, Request};
use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use subtle::ConstantTimeEq;

/// The cookie of a session.
pub const COOKIE_NAME: &str = "helplet_agent";
/// 32 bytes in hexadecimal.
const SECRET_DIGITS: usize = 64;
/// Most bytes of a form without files.
const FORM_BYTES: usize = 64 << 10;

/// What is known of a request whoever sent it.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The language of the answer.
    pub lang: Lang,
    /// Where the request comes from, behind trusted proxies.
    pub address: IpAddr,
    /// Scheme and host under which the browser knows this desk.
    pub base: String,
    /// Whether the session's cookie must go over TLS alone: always but on this machine itself.
    pub secure_cookie: bool,
}

/// A request of somebody signed in; one that changes something came from the console's own pages.
#[derive(Debug, Clone)]
pub struct Visit {
    pub lang: Lang,
    /// See [`Caller::base`].
    pub base: String,
    pub session: Session,
}

impl Visit {
    /// Whether a form carries this session's token.
    pub fn owns(&self, csrf: &str) -> bool {
        csrf.as_bytes().ct_eq(self.session.csrf.as_bytes()).into()
    }
}

/// A form that somebody signed in has sent, with the session's token.
pub struct Posted {
    pub visit: Visit,
    fields: HashMap<String, String>,
}

impl Posted {
    /// A field's text; empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Whether the live view's script sends it, which wants no page for an answer.
    pub fn is_of_script(&self) -> bool {
        self.field("live") == "script"
    }
}

impl FromRequestParts<Console> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, Refusal> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip()).ok_or(Refusal::Failed)?;
        let headers = &parts.headers;
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let host = text(HOST.as_str());
        let forwarded = console.proxies.contains(&peer).then(|| text("x-forwarded-proto"));
        let local = peer.to_canonical().is_loopback() && is_loopback(host) && forwarded.is_none_or(|it| it != "https");
        let base = match &console.public_url {
            Some(origin) => origin.as_str().to_owned(),
            None => format!("{}://{host}", if local { "http" } else { "https" }),
        };
        if parts.method != Method::GET && parts.method != Method::HEAD && !is_same_origin(headers, host, &base) {
            return Err(Refusal::Forged);
        }
        let secure_cookie = !local || base.starts_with("https://");
        let address = network(client(peer, headers, &console.proxies));
        Ok(Self { lang: layout::language(headers), address, base, secure_cookie })
    }
}

impl FromRequestParts<Console> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, Refusal> {
        let session = match secret_hash(&parts.headers) {
            Some(hash) => console.store.session(&hash).await?,
            None => None,
        };
        // Nested routers cut the path; this one is whole.
        let address = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
        let Some(session) = session else {
            let is_part = ["/desk/events", "/desk/live/"].iter().any(|part| address.path().starts_with(part));
            let is_page = parts.method == Method::GET && !is_part;
            return Err(match address.path() {
                path if path.starts_with("/desk/files/") => Refusal::Unauthorized,
                path if is_page => Refusal::SignIn(address.path_and_query().map_or(path, |it| it.as_str()).to_owned()),
                // Back to the page the form was on, which keeps what was typed.
                path if parts.method == Method::POST => Refusal::SignIn(page_of(path).to_owned()),
                _ => Refusal::Unauthorized,
            });
        };
        let caller = Caller::from_request_parts(parts, console).await?;
        Ok(Self { lang: caller.lang, base: caller.base, session })
    }
}

impl FromRequest<Console> for Posted {
    type Rejection = Refusal;

    async fn from_request(request: Request, console: &Console) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, console).await?;
        let bytes = body::read(body, FORM_BYTES).await.map_err(|_| Refusal::TooLarge)?;
        let fields: HashMap<String, String> = url::form_urlencoded::parse(&bytes).into_owned().collect();
        if !visit.owns(fields.get("csrf").map_or("", String::as_str)) {
            return Err(Refusal::Forged);
        }
        Ok(Self { visit, fields })
    }
}

/// The fields of a form, whoever sent it, from this desk's own pages.
pub async fn fields(body: axum::body::Body) -> Result<HashMap<String, String>, Refusal> {
    let bytes = body::read(body, FORM_BYTES).await.map_err(|_| Refusal::TooLarge)?;
    Ok(url::form_urlencoded::parse(&bytes).into_owned().collect())
}

/// SHA-256 of the cookie's secret, in hexadecimal.
fn secret_hash(headers: &HeaderMap) -> Option<String> {
    let secret = cookie(headers, COOKIE_NAME)?;
    let fits = secret.len() == SECRET_DIGITS && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| format!("{:x}", Sha256::digest(secret)))
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Whether the page that sent a request is this desk's own. Browsers name it with every form.
fn is_same_origin(headers: &HeaderMap, host: &str, base: &str) -> bool {
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
    let from = origin.split_once("://").map(|(_, host)| host);
    !origin.is_empty() && (origin == base || (!host.is_empty() && from == Some(host)))
}

/// Whether a Host header names this machine.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// `/desk/tickets/NUMBER/…` without what follows the number; any other path is the queue's.
fn page_of(path: &str) -> &str {
    let Some(rest) = path.strip_prefix("/desk/tickets/") else { return "/desk/" };
    let end = rest.find('/').unwrap_or(rest.len());
    &path[.."/desk/tickets/".len() + end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; helplet_agent_x=2; helplet_agent=3"));
        assert_eq!(cookie(&headers, COOKIE_NAME), Some("3"));
        assert_eq!(cookie(&headers, "helplet"), None);
        assert_eq!(secret_hash(&headers), None, "too short");
    }

    #[test]
    fn only_the_desk_s_own_pages_are_of_its_origin() {
        let check = |origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(origin) = origin {
                headers.insert(ORIGIN, HeaderValue::from_static(origin));
            }
            is_same_origin(&headers, "desk.example:8787", "https://help.example.com")
        };
        for good in ["http://desk.example:8787", "https://desk.example:8787", "https://help.example.com"] {
            assert!(check(Some(good)), "{good}");
        }
        for bad in [None, Some(""), Some("null"), Some("https://desk.example"), Some("https://help.example.com.evil")] {
            assert!(!check(bad), "{bad:?}");
        }
        assert!(!is_same_origin(&HeaderMap::new(), "", ""), "nothing is not this desk");
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        for host in ["localhost", "localhost:8787", "127.0.0.1:80", "127.1.2.3", "[::1]:8787", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "example.com", "localhost.example.com", "10.0.0.1:80", "[::2]:80"] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn a_form_s_page_is_its_ticket() {
        for (path, page) in [
            ("/desk/tickets/482-913/reply", "/desk/tickets/482-913"),
            ("/desk/tickets/482-913", "/desk/tickets/482-913"),
            ("/desk/sign-out", "/desk/"),
        ] {
            assert_eq!(page_of(path), page);
        }
    }
}
