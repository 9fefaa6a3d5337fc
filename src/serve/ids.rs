//! Names for new things, none of which can be guessed, and hashes in hexadecimal.

use ring::digest::{SHA256, digest};
use uuid::Uuid;

/// A bearer token; its form is the service's own (§1).
pub(crate) fn token() -> String {
    format!("nmv_usr_{}{}", key(), key())
}

pub(crate) fn claim_token() -> String {
    format!("clm_{}{}", key(), key())
}

/// An anonymous account: 16 hexadecimal digits, as in the documents' sample.
pub(crate) fn user() -> String {
    format!("anon_{}", &key()[..16])
}

pub(crate) fn task() -> String {
    format!("task_{}", &key()[..20])
}

/// 19 decimal digits: above 2^53, so that nobody can take it for a float, and below 2^63.
pub(crate) fn session() -> String {
    const LEAST: u64 = 1_000_000_000_000_000_000;
    const SPAN: u128 = 8_000_000_000_000_000_000;
    let random = u64::try_from(Uuid::new_v4().as_u128() % SPAN).unwrap_or_default();
    LEAST.saturating_add(random).to_string()
}

/// 122 random bits in 32 hexadecimal digits.
pub(crate) fn key() -> String {
    Uuid::new_v4().simple().to_string()
}

/// SHA-256 in hexadecimal.
pub(crate) fn hash(bytes: impl AsRef<[u8]>) -> String {
    hex(digest(&SHA256, bytes.as_ref()).as_ref())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{hash, session, token};

    #[test]
    fn a_session_is_19_digits_that_fit_a_signed_integer() {
        for _ in 0..100 {
            let id = session();
            assert_eq!(id.len(), 19, "{id}");
            assert!(id.parse::<i64>().is_ok(), "{id}");
        }
    }

    #[test]
    fn tokens_differ_and_look_like_tokens() {
        let (one, other) = (token(), token());
        assert!(one.starts_with("nmv_usr_") && one != other);
    }

    #[test]
    fn the_hash_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
