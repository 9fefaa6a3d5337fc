//! What can be wrong with a title.

/// A title that cannot be drawn.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the title has no letters")]
    Empty,
    #[error("no font on this machine has a letter of `{}`", missing.iter().collect::<String>())]
    NoFont { missing: Vec<char> },
    #[error("a canvas of {width}×{height} pixels is too small for a title")]
    TooSmall { width: usize, height: usize },
}

impl Error {
    /// What a person can do about it, in one sentence.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        matches!(self, Self::NoFont { .. })
            .then(|| "install a font for this script, for example the Noto Sans or Noto Sans CJK package".to_owned())
    }
}
