//! What can be wrong with a config file.

use std::path::PathBuf;

use crate::{disk, strict};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no config file at `{}`", path.display())]
    Missing { path: PathBuf },
    #[error(transparent)]
    Read(#[from] disk::Error),
    #[error("`{}` is not UTF-8 text", path.display())]
    Text { path: PathBuf },
    #[error("`{}`: {source}", path.display())]
    Mistake { path: PathBuf, source: strict::Error },
    #[error("the home folder of this user is not known")]
    NoHome,
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Mistake { source, .. } => source.hint.clone(),
            Self::Missing { .. } => Some("`reeldrop init` writes one".to_owned()),
            Self::NoHome => Some("set HOME, or give `--config` and full paths in it".to_owned()),
            _ => None,
        }
    }
}
