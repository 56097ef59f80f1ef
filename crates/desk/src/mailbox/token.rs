//! The token in the address that a person's e-mail answers to: which thread, signed by the desk.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The thread's id in hexadecimal.
const ID: usize = 32;
/// The first 80 bits of the signature, in hexadecimal: a guess costs an e-mail.
const TAG: usize = 20;

/// How long an address's part before the `@` may be (RFC 5321, 4.5.3.1.1).
const LOCAL_PART: usize = 64;

/// The longest part before the `@` to which a token can be added, with the plus sign.
pub const LONGEST: usize = LOCAL_PART - ID - TAG - 1;

/// Signs and verifies tokens with the desk's own key. They don't expire: people answer old letters.
#[derive(Clone)]
pub struct ReplyTokens {
    keyed: Hmac<Sha256>,
}

impl ReplyTokens {
    /// Uses this key, which nothing else is signed with.
    pub fn new(key: [u8; 32]) -> Self {
        // The key is one block at most, and is used as HMAC pads it.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&key);
        Self { keyed: <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block.into()) }
    }

    /// The token for the thread of this id: hexadecimal, so that it survives programs that write addresses in one
    /// case.
    pub fn sign(&self, thread: &str) -> String {
        let tag = self.keyed.clone().chain_update(thread).finalize().into_bytes();
        let tag: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{thread}{}", &tag[..TAG])
    }

    /// The id of the thread that an address is for, such as `reply+TOKEN@example.com`, where this desk signed it.
    pub fn thread(&self, address: &str) -> Option<String> {
        let (local, _) = address.rsplit_once('@')?;
        let token = local.rsplit_once('+')?.1.to_ascii_lowercase();
        let digits = token.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (thread, _) = token.split_at_checked(ID).filter(|_| digits && token.len() == ID + TAG)?;
        let signed = self.sign(thread);
        // Takes the same time for every wrong tag.
        bool::from(subtle::ConstantTimeEq::ct_eq(signed.as_bytes(), token.as_bytes())).then(|| thread.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREAD: &str = "00f1e2d3c4b5a69788796a5b4c3d2e1f";

    #[test]
    fn a_token_names_its_thread_in_an_address_of_any_case() {
        let tokens = ReplyTokens::new([7; 32]);
        let token = tokens.sign(THREAD);
        for address in [format!("reply+{token}@example.com"), format!("REPLY+{}@EXAMPLE.COM", token.to_uppercase())] {
            assert_eq!(tokens.thread(&address).as_deref(), Some(THREAD), "{address}");
        }
        assert_eq!(format!("{}+{token}", "a".repeat(LONGEST)).len(), LOCAL_PART);
        assert_eq!(ReplyTokens::new([8; 32]).thread(&format!("reply+{token}@example.com")), None);
    }

    #[test]
    fn what_was_changed_or_has_another_form_is_refused() {
        let tokens = ReplyTokens::new([7; 32]);
        let token = tokens.sign(THREAD);
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert_eq!(tokens.thread(&format!("reply+{changed}@a.cn")), None, "{changed}");
        }
        for address in ["", "reply@a.cn", "reply+@a.cn", "reply+票@a.cn", &format!("{token}@a.cn"), &token] {
            assert_eq!(tokens.thread(address), None, "{address}");
        }
    }
}
