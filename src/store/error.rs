//! What the store can refuse.

use std::path::PathBuf;

use crate::disk;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the job database `{}` cannot be used", path.display())]
    Open { path: PathBuf, source: rusqlite::Error },
    #[error("the job database `{}` would lie on a network file system ({kind})", path.display())]
    Network { path: PathBuf, kind: &'static str },
    #[error("the job database `{}` is damaged: {problem}", path.display())]
    Damaged { path: PathBuf, problem: String },
    #[error("the job database `{}` was written by a newer reeldrop (format {found}, this one knows {known})", path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("the job database refused a statement")]
    Sql(#[from] rusqlite::Error),
    #[error("job {id} was changed by somebody else in the meantime")]
    Conflict { id: i64 },
    #[error("job {id} holds what this version cannot read")]
    Row { id: i64, source: serde_json::Error },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Network { .. } => Some("set `state_dir` in the config to a folder on a local disk".to_owned()),
            Self::Damaged { path, .. } => Some(format!(
                "stop reeldrop and move `{0}` aside, with `{0}-wal` and `{0}-shm`; it starts with an empty history, what it had \
                 in hand goes back into the inbox, and folders in an inbox are taken again",
                path.display()
            )),
            Self::Newer { .. } => Some("install that version again, or set another `state_dir`".to_owned()),
            Self::Open { .. } => Some("check that the folder may be written by the user reeldrop runs as".to_owned()),
            _ => None,
        }
    }

    /// Whether the disk is full: the job waits, nothing is wrong with it.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Sql(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::Disk(error) => error.is_full(),
            _ => false,
        }
    }
}
