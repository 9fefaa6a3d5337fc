//! The folders a person finds films and pictures in.

use std::path::PathBuf;

use serde::Deserialize;

/// What becomes of the pictures once their film is out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    #[default]
    Archive,
    Delete,
    /// They stay in the inbox, which is only read.
    Keep,
}

/// Where things of one inbox go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    pub outbox: PathBuf,
    pub archive: PathBuf,
    pub failed: PathBuf,
    pub after: After,
}
