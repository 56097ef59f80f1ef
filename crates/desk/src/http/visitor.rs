//! Who asks: the secret of the device, in every request of the contract.

use super::Desk;
use super::problem::{Kind, Problem};
use crate::store::Visitor;
use axum::extract::{FromRequestParts, Path};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// What stands before a secret, so that one that was published is recognised for what it is.
const PREFIX: &str = "hv1_";
/// 32 bytes in base64url without padding.
const SECRET_CHARACTERS: usize = 43;

/// In a route that writes, the visitor who asks, made where the secret is new. Take it as
/// `Result<Visitor, Problem>` where the request has a body, and read that first: a sender that
/// still writes doesn't see the refusal.
impl FromRequestParts<Desk> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Problem> {
        Ok(desk.store.visitor_or_new(&secret_hash(&parts.headers)?).await?)
    }
}

/// Who asks in a route that makes no visitors: whoever has never sent anything sees nothing.
#[derive(Debug, Clone)]
pub struct Caller {
    /// SHA-256 of the secret, in hexadecimal.
    pub secret_hash: String,
    /// The visitor, where the secret is known.
    pub visitor: Option<Visitor>,
}

impl Caller {
    /// The visitor; whatever an unknown one asks for isn't there.
    pub fn known(self) -> Result<Visitor, Problem> {
        self.visitor.ok_or_else(nothing)
    }
}

/// The part of a path that names something. What is no UTF-8 names nothing, and is empty.
pub struct Named(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let name = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(name.map(|Path(name)| name).unwrap_or_default()))
    }
}

/// The one answer to whatever isn't there, or isn't theirs who ask.
pub fn nothing() -> Problem {
    Problem::new(Kind::NotFound, "there is nothing here for this visitor")
}

/// A visitor who may write.
pub fn unblocked(visitor: Visitor) -> Result<Visitor, Problem> {
    if visitor.blocked {
        let detail = "an agent has stopped this device from writing; what was written can still be read";
        return Err(Problem::new(Kind::Blocked, detail));
    }
    Ok(visitor)
}

impl FromRequestParts<Desk> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Problem> {
        let secret_hash = secret_hash(&parts.headers)?;
        let visitor = desk.store.visitor(&secret_hash).await?;
        Ok(Self { secret_hash, visitor })
    }
}

/// The SHA-256 of the secret in a request, in hexadecimal.
fn secret_hash(headers: &HeaderMap) -> Result<String, Problem> {
    let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(secret);
    let Some(secret) = sent else {
        let detail = "send Authorization: Bearer and the secret of the device: hv1_ and 32 random bytes as 43 \
                      characters of base64url, made once and kept";
        return Err(Problem::new(Kind::Unauthorized, detail));
    };
    Ok(format!("{:x}", Sha256::digest(secret)))
}

/// The secret in an Authorization header of the right form.
fn secret(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let secret = token.trim().strip_prefix(PREFIX)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let fits = secret.len() == SECRET_CHARACTERS && secret.bytes().all(plain);
    (scheme.eq_ignore_ascii_case("bearer") && fits).then_some(secret)
}

#[cfg(test)]
mod tests {
    use super::secret;

    #[test]
    fn only_a_secret_of_the_right_form_is_one() {
        let good = "aZ09-_".repeat(8)[..43].to_owned();
        for header in [format!("Bearer hv1_{good}"), format!("bearer  hv1_{good}")] {
            assert_eq!(secret(&header), Some(good.as_str()), "{header}");
        }
        for header in [
            String::new(),
            good.clone(),
            format!("hv1_{good}"),
            format!("Basic hv1_{good}"),
            format!("Bearer {good}"),
            format!("Bearer hv1_{}", &good[1..]),
            format!("Bearer hv1_{good}a"),
            format!("Bearer hv1_{}+", &good[1..]),
            format!("Bearer hv1_{good} x"),
        ] {
            assert_eq!(secret(&header), None, "{header}");
        }
    }
}
