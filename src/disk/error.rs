//! What a disk refuses: one act on one path.

use std::io;
use std::path::{Path, PathBuf};

/// One act on one path that the system refused.
#[derive(Debug, thiserror::Error)]
#[error("cannot {act} `{}`", path.display())]
pub struct Error {
    pub act: &'static str,
    pub path: PathBuf,
    pub source: io::Error,
}

pub type Result<T> = std::result::Result<T, Error>;

/// Puts act and path beside an I/O error.
pub fn at<'a, E: Into<io::Error>>(act: &'static str, path: &'a Path) -> impl FnOnce(E) -> Error + use<'a, E> {
    move |source| Error { act, path: path.to_owned(), source: source.into() }
}

impl Error {
    /// Whether the disk is full or a quota used up: nothing is wrong with the job, it waits.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self.source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }

    /// Whether the name is taken.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.source.kind() == io::ErrorKind::AlreadyExists
    }

    /// Whether the two paths lie on different file systems.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.source.kind() == io::ErrorKind::CrossesDevices
    }

    /// Whether there is nothing at the path.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }
}
