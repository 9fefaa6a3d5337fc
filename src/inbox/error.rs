//! What can go wrong in an inbox.

use std::path::PathBuf;

use crate::disk;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{pattern}` in `ignore` is not a pattern")]
    Pattern { pattern: String, source: glob::PatternError },
    #[error("`{}` does not hold the id of an inbox", path.display())]
    Marker { path: PathBuf },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Pattern { .. } => Some("`*` stands for any letters, `?` for one, `[ab]` for one of these".into()),
            Self::Marker { path } => Some(format!("remove `{}` and the folder is taken on anew", path.display())),
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
