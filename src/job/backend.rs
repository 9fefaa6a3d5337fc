//! The backends by name.

use serde::{Deserialize, Serialize};

/// Which way of making films a job takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackendName {
    #[default]
    Local,
    Nemo,
}

impl BackendName {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Nemo => "nemo",
        }
    }
}
