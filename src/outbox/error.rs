//! What can go wrong on the way out.

use crate::disk;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Disk(#[from] disk::Error),
    #[error("the name `{}` was taken in the meantime", path.display())]
    Taken { path: std::path::PathBuf },
}

impl Error {
    /// Whether the disk is full: the job waits, nothing is wrong with it.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Disk(error) if error.is_full())
    }
}
