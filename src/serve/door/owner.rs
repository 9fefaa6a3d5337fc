//! The token that the owner of a server sets.

use std::fmt;

use ring::digest::{SHA256, digest};

/// Only its hash is held, so that nothing can show it.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnerToken {
    hash: Vec<u8>,
}

impl OwnerToken {
    /// The fewest characters that nobody guesses, if they are any good.
    pub const SHORTEST: usize = 16;

    /// One line of visible ASCII, as a header can carry it; `None` if it is anything else, or too short.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = text.len() >= Self::SHORTEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self { hash: hash(text) })
    }

    /// Whether a caller brings it. Hashes are compared, so the time it takes tells nothing about the token.
    pub(crate) fn is(&self, brought: &str) -> bool {
        self.hash == hash(brought)
    }
}

fn hash(text: &str) -> Vec<u8> {
    digest(&SHA256, text.as_bytes()).as_ref().to_vec()
}

impl fmt::Debug for OwnerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnerToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::OwnerToken;

    #[test]
    fn a_token_is_one_long_line_and_never_shown() {
        for text in ["", "short", "fifteen-letters", "with a space in it, and long", "schön-genug-aber-nicht-ascii"] {
            assert_eq!(OwnerToken::new(text), None, "{text}");
        }
        let token = OwnerToken::new(" 0123456789abcdef\n").unwrap();
        assert!(token.is("0123456789abcdef") && !token.is("0123456789abcdeF") && !token.is(""));
        assert!(!format!("{token:?}").contains("0123"));
    }
}
