//! Tokens in the links of e-mails: whoever holds one may see this one ticket for a while.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::time::Duration;

/// How long a token is valid.
pub const GRANT_TIME: Duration = Duration::from_secs(30 * 24 * 3600);

/// What stands before a token, so that one that was published is recognised for what it is.
const PREFIX: &str = "hg1_";
/// The thread's id, 128 bits.
const ID: usize = 16;
/// The id, then the last moment of validity in milliseconds since 1970, both big-endian.
const CLAIM: usize = ID + 8;
/// The claim with its HMAC-SHA-256.
const TOKEN: usize = CLAIM + 32;

/// Signs and verifies tokens with the desk's own key.
#[derive(Clone)]
pub struct Grants {
    keyed: Hmac<Sha256>,
}

impl Grants {
    /// Uses this key, which nothing else is signed with.
    pub fn new(key: [u8; 32]) -> Self {
        // The key is one block at most, and is used as HMAC pads it.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&key);
        Self { keyed: <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block.into()) }
    }

    /// A token for the thread of this id (32 hexadecimal digits), valid for [`GRANT_TIME`] from
    /// `now`, in milliseconds since 1970. `None` where that is no id.
    pub fn sign(&self, thread: &str, now: i64) -> Option<String> {
        let id = u128::from_str_radix(thread, 16).ok().filter(|_| thread.len() == 2 * ID)?;
        let expires = now.saturating_add(GRANT_TIME.as_millis() as i64);
        let mut token = [id.to_be_bytes().as_slice(), &expires.to_be_bytes()].concat();
        let tag = self.keyed.clone().chain_update(&token).finalize().into_bytes();
        token.extend(tag);
        Some([PREFIX, &URL_SAFE_NO_PAD.encode(token)].concat())
    }

    /// The id of the thread that a token gives the right to, where this desk signed it and it is
    /// still valid at `now`, in milliseconds since 1970. Takes the same time for every wrong tag.
    pub fn verify(&self, token: &str, now: i64) -> Option<String> {
        let token = URL_SAFE_NO_PAD.decode(token.strip_prefix(PREFIX)?).ok().filter(|token| token.len() == TOKEN)?;
        let (claim, tag) = token.split_at(CLAIM);
        self.keyed.clone().chain_update(claim).verify_slice(tag).ok()?;
        let (id, expires) = claim.split_at(ID);
        let id = u128::from_be_bytes(id.try_into().ok()?);
        let expires = i64::from_be_bytes(expires.try_into().ok()?);
        (now <= expires).then(|| format!("{id:032x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREAD: &str = "00f1e2d3c4b5a69788796a5b4c3d2e1f";
    const NOW: i64 = 1_700_000_000_000;

    fn token() -> String {
        Grants::new([7; 32]).sign(THREAD, NOW).expect("an id")
    }

    #[test]
    fn a_token_names_its_thread_until_it_expires() {
        let last = NOW + GRANT_TIME.as_millis() as i64;
        let grants = Grants::new([7; 32]);
        for (now, thread) in [(NOW, Some(THREAD)), (last, Some(THREAD)), (last + 1, None)] {
            assert_eq!(grants.verify(&token(), now).as_deref(), thread, "{now}");
        }
    }

    #[test]
    fn a_token_needs_no_escaping_in_a_link() {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        assert!(token().chars().all(plain), "{}", token());
    }

    #[test]
    fn every_changed_character_is_refused() {
        let grants = Grants::new([7; 32]);
        for at in 0..token().len() {
            let mut changed = token().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert_eq!(grants.verify(&changed, NOW), None, "{changed}");
        }
    }

    #[test]
    fn what_another_key_signed_or_has_another_form_is_refused() {
        assert_eq!(Grants::new([8; 32]).verify(&token(), NOW), None);
        let grants = Grants::new([7; 32]);
        for other in ["", PREFIX, &token()[4..], &token()[..70], &format!("{}AAAA", token()), "hg1_票"] {
            assert_eq!(grants.verify(other, NOW), None, "{other}");
        }
        for other in ["", "1", "00f1e2d3c4b5a69788796a5b4c3d2e1g", "+0f1e2d3c4b5a69788796a5b4c3d2e1f0"] {
            assert_eq!(grants.sign(other, NOW), None, "{other}");
        }
    }
}
