//! The device's secret, by which the desk knows its tickets again. Shown to nobody.

use crate::browser::storage;
use std::cell::RefCell;

/// Where it is kept.
pub const KEPT: &str = "visitor";
const PREFIX: &str = "hv1_";

thread_local! {
    /// Where nothing can be kept on the device, it lasts as long as the page.
    static SECRET: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The secret, made when it is first asked for: `hv1_` and 32 random bytes in base64url.
pub fn secret() -> String {
    SECRET.with_borrow_mut(|secret| {
        if secret.is_empty() {
            *secret = storage::read(KEPT).filter(|kept| kept.starts_with(PREFIX)).unwrap_or_else(|| {
                let made = [PREFIX, &base64url(&storage::random_bytes(32))].concat();
                storage::write(KEPT, &made);
                made
            });
        }
        secret.clone()
    })
}

/// Whether the device has a secret already. Without one it has no tickets, and nothing is asked.
pub fn is_known() -> bool {
    SECRET.with_borrow(|secret| !secret.is_empty()) || storage::read(KEPT).is_some()
}

/// Whether this is still the secret: what was asked with another one is nobody's here any more.
pub fn is(asked_with: &str) -> bool {
    SECRET.with_borrow(|secret| secret == asked_with)
}

/// Whether the device has forgotten the secret that this page knows, as it has once another tab has signed out.
pub fn is_gone() -> bool {
    SECRET.with_borrow(|secret| !secret.is_empty() && storage::read(KEPT).as_ref() != Some(secret))
}

/// Forgets the secret, which must be gone from the device already.
pub fn forget() {
    SECRET.with_borrow_mut(String::clear);
}

/// Base64url without padding (RFC 4648).
fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |at: usize| group.get(at).map_or(0, |byte| u32::from(*byte));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..=group.len() {
            text.push(char::from(DIGITS[(bits >> (18 - 6 * digit) & 63) as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64url;

    #[test]
    fn bytes_become_base64url() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foobar", "Zm9vYmFy"),
            (&[0xfb, 0xff, 0xfe], "-__-"),
            (&[0; 32], "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        ] {
            assert_eq!(base64url(bytes), text);
        }
    }
}
