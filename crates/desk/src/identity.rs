//! Signed tokens by which the operator's own site says who somebody is.

use helplet_desk_api::{TIERS, is_email};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use std::fmt;
use std::time::Duration;

/// The algorithms a token may be signed with; which one is the operator's choice, never the token's.
pub const ALGORITHMS: [&str; 4] = ["HS256", "RS256", "ES256", "EdDSA"];

/// How long somebody stays signed in by default.
pub const SESSION: Duration = Duration::from_secs(12 * 3600);

/// The least a shared secret has, in bytes: as many as the hash it is used with.
const SECRET_BYTES: usize = 32;
/// The longest a token may be valid, in seconds.
const LONGEST: f64 = 3600.0;
/// How far clocks may differ, in seconds.
const LEEWAY: u64 = 60;
/// The longest `sub`, `jti` and `name`, in bytes.
const MAX_CLAIM: usize = 255;

/// How tokens are checked.
#[derive(Clone)]
pub struct Identity {
    validation: Validation,
    key: DecodingKey,
    session: Duration,
}

impl fmt::Debug for Identity {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.debug_struct("Identity").field("algorithms", &self.validation.algorithms).finish_non_exhaustive()
    }
}

/// Why a key can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadKey {
    /// No such algorithm.
    Algorithm,
    /// A shared secret that could be guessed.
    Short,
    /// Not a public key of this algorithm.
    NotAKey(&'static str),
}

impl fmt::Display for BadKey {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Algorithm => write!(out, "no such algorithm: choose one of {}", ALGORITHMS.join(", ")),
            Self::Short => write!(out, "the secret is shorter than {SECRET_BYTES} bytes: make a longer one at random"),
            Self::NotAKey(name) => write!(out, "not a public key for {name}: give it in PEM, BEGIN PUBLIC KEY"),
        }
    }
}

impl std::error::Error for BadKey {}

impl Identity {
    /// Tokens for this audience, signed with this algorithm: `key` is the shared secret of HS256, the
    /// public key in PEM of the others. Who presents one stays signed in for `session`.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn new(algorithm: &str, key: &[u8], audience: &str, session: Duration) -> Result<Self, BadKey> {
        let (algorithm, key) = match algorithm {
            "HS256" if key.len() < SECRET_BYTES => return Err(BadKey::Short),
            "HS256" => (Algorithm::HS256, Ok(DecodingKey::from_secret(key))),
            "RS256" => (Algorithm::RS256, DecodingKey::from_rsa_pem(key).map_err(|_| BadKey::NotAKey("RS256"))),
            "ES256" => (Algorithm::ES256, DecodingKey::from_ec_pem(key).map_err(|_| BadKey::NotAKey("ES256"))),
            "EdDSA" => (Algorithm::EdDSA, DecodingKey::from_ed_pem(key).map_err(|_| BadKey::NotAKey("EdDSA"))),
            _ => return Err(BadKey::Algorithm),
        };
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY;
        Ok(Self { validation, key: key?, session })
    }

    /// How long who presents a token stays signed in.
    pub fn session(&self) -> Duration {
        self.session
    }

    /// Who a token speaks of; `now` in milliseconds since 1970. `Err` says what is wrong with it, in
    /// words for whoever makes the tokens.
    pub fn check(&self, token: &str, now: i64) -> Result<Claims, &'static str> {
        let claims: Claims = decode(token, &self.key, &self.validation).map_err(|error| refusal(error.kind()))?.claims;
        let seconds = now as f64 / 1000.0;
        let long = |text: &str| text.is_empty() || text.len() > MAX_CLAIM || text.contains('\0');
        if claims.iat > seconds + LEEWAY as f64 {
            Err("iat lies in the future: look at the clocks of both machines")
        } else if claims.exp - claims.iat > LONGEST {
            Err("exp is more than an hour after iat: make tokens for one use, shortly before it")
        } else if long(&claims.sub) || long(&claims.jti) || claims.name.len() > MAX_CLAIM || claims.name.contains('\0')
        {
            Err("sub and jti have 1 to 255 bytes, name at most 255, and none holds U+0000")
        } else if claims.email.as_deref().is_some_and(|email| !is_email(email)) {
            Err("email is not an e-mail address")
        } else if claims.tier.as_deref().is_some_and(|tier| !TIERS.contains(&tier)) {
            Err("tier is none of free, member, enterprise")
        } else {
            Ok(claims)
        }
    }
}

fn refusal(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidSignature => "the signature does not fit: another key, or a changed token",
        ErrorKind::InvalidAlgorithm => "signed with another algorithm than this desk was set up for",
        ErrorKind::ExpiredSignature => "the token has expired",
        ErrorKind::ImmatureSignature => "the token is not valid yet (nbf)",
        ErrorKind::InvalidAudience => "aud is not the audience of this desk",
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) | ErrorKind::Json(_) => {
            "the token lacks sub, aud, iat, exp or jti, or one of its claims is of another kind"
        }
        _ => "not a signed token (JWT)",
    }
}

/// Who a token speaks of.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Claims {
    /// The person's name in the operator's system.
    pub sub: String,
    /// The token's own name.
    pub jti: String,
    /// Seconds since 1970.
    pub iat: f64,
    /// Seconds since 1970.
    pub exp: f64,
    /// What to call them; may be empty.
    #[serde(default)]
    pub name: String,
    /// Where to write to them.
    pub email: Option<String>,
    /// One of [`TIERS`].
    pub tier: Option<String>,
}

impl Claims {
    /// From when on the token is refused for its age, in milliseconds since 1970.
    pub fn useless_from(&self) -> i64 {
        ((self.exp + LEEWAY as f64) * 1000.0) as i64
    }
}
