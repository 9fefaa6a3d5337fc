//! What the server's own machinery can refuse.

use std::io;
use std::path::PathBuf;

use crate::disk;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the server's books `{}` cannot be used", path.display())]
    Open { path: PathBuf, source: rusqlite::Error },
    #[error("the server's books `{}` would lie on a network file system ({kind})", path.display())]
    Network { path: PathBuf, kind: &'static str },
    #[error("the server's books `{}` were written by a newer reeldrop (format {found}, this one knows {known})", path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("another reeldrop serves from `{}` already", dir.display())]
    Taken { dir: PathBuf },
    #[error("the server's books refused a statement")]
    Sql(#[from] rusqlite::Error),
    #[error("cannot read or write `{}`", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Network { .. } => Some("keep the server's state in a folder on a local disk".to_owned()),
            Self::Newer { .. } => Some("install that version again, or keep the server's state elsewhere".to_owned()),
            Self::Open { .. } => Some("check that the folder may be written by the user reeldrop runs as".to_owned()),
            Self::Taken { .. } => Some("stop that one first, or give this one another `state_dir`".to_owned()),
            _ => None,
        }
    }

    /// Whether it may go by itself.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Taken { .. })
    }
}
