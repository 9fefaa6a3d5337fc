//! What can go wrong in an inbox.

use crate::{disk, marker};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{pattern}` in `ignore` is not a pattern")]
    Pattern { pattern: String, source: glob::PatternError },
    #[error(transparent)]
    Marker(#[from] marker::Error),
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Error {
    /// Whether the folder that was to be looked at is gone.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Disk(error) if error.is_absent())
    }

    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Pattern { .. } => Some("`*` stands for any letters, `?` for one, `[ab]` for one of these".into()),
            Self::Marker(error) => error.hint(),
            Self::Disk(error) => match error.source.kind() {
                std::io::ErrorKind::PermissionDenied => {
                    Some(format!("give the user that runs reeldrop the right to use `{}`", error.path.display()))
                }
                std::io::ErrorKind::CrossesDevices => Some(
                    "`.reeldrop` must lie on the same file system as the inbox: nothing may be mounted there".into(),
                ),
                _ => None,
            },
        }
    }
}
