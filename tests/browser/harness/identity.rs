//! Tokens as an operator's own site signs them, with the key that the desk was started with.

use helplet_desk::store::{clock, random_id};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::json;
use std::path::Path;

/// Whom the tokens are for.
pub const AUDIENCE: &str = "help.example.com";

const KEY: &str = "a key of these tests, at least 32 bytes";

/// Writes the key into a folder; the file that `helplet serve` reads it from.
pub fn key_file(folder: &Path) -> String {
    let path = folder.join("identity.key");
    std::fs::write(&path, KEY).expect("written");
    path.to_str().expect("UTF-8").to_owned()
}

/// A token for somebody of a tier, for `seconds` from now on; negative: until so long ago.
pub fn token(subject: &str, tier: &str, seconds: i64) -> String {
    let now = clock::now() / 1000;
    let claims = json!({
        "sub": subject, "name": "王芳", "tier": tier, "aud": AUDIENCE, "jti": random_id().expect("random bits"),
        "iat": now.min(now + seconds) - 1, "exp": now + seconds,
    });
    encode(&Header::default(), &claims, &EncodingKey::from_secret(KEY.as_bytes())).expect("a token")
}
