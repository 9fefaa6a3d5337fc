//! How far a job has come: what is to be done next, never what is being done.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::job::failure::Failure;

/// Each variant names what comes next and has exactly the data that doing it needs; whoever finds it does it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Move the entry into the work folder and write its spec.
    Claiming,
    /// Take the backend's next step.
    Making {
        next: Step,
    },
    /// Bring the film out and put the pictures away.
    Delivering {
        next: Delivery,
    },
    /// Move the pictures to `to` in the failed folder, with the reason beside them.
    Failing {
        failure: Failure,
        to: PathBuf,
    },
    Done {
        video: PathBuf,
    },
    Failed {
        failure: Failure,
    },
    Cancelled,
}

/// The next step of one of the backends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "backend", rename_all = "snake_case")]
pub enum Step {
    Local(LocalStep),
}

/// The local backend has one step, which may be done twice without harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum LocalStep {
    Render,
}

/// The way from the work folder to the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Delivery {
    /// Bring a durable copy beside its final place, under a hidden name.
    Bring,
    /// Give it this name. That the hidden file is gone proves that it was done, even if somebody took the film at once.
    Publish { video: PathBuf },
    /// Put the pictures away to `to`; nowhere for a folder that is to be deleted or left where it is.
    Retire { video: PathBuf, to: Option<PathBuf> },
}

impl Stage {
    /// Whether there is still something to be done.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        !matches!(self, Self::Done { .. } | Self::Failed { .. } | Self::Cancelled)
    }

    /// The stage in a word or two, as `jobs` shows it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Claiming => "claiming",
            Self::Making { next: Step::Local(LocalStep::Render) } => "rendering",
            Self::Delivering { next: Delivery::Bring } => "bringing out",
            Self::Delivering { next: Delivery::Publish { .. } } => "publishing",
            Self::Delivering { next: Delivery::Retire { .. } } => "archiving",
            Self::Failing { .. } => "failing",
            Self::Done { .. } => "done",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}
